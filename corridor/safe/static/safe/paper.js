// The print button, where scripts run.
(() => {
  const button = document.querySelector("[data-print]");
  button.hidden = false;
  document.querySelector("[data-no-print]").hidden = true;
  button.addEventListener("click", () => window.print());
})();
