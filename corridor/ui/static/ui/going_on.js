// Sends a form on by itself, so that work in steps goes on while the page stays open. Without this script there is its
// button, which does the same.
(() => {
  const form = document.querySelector("form[data-goes-on]");
  if (form) setTimeout(() => form.submit(), 300); // milliseconds: time to read how far it has come, and to leave
})();
