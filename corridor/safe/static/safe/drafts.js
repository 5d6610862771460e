// Keeps what is being typed as a sealed draft on the server, a few seconds after a pause. Nothing stays in the browser.
"use strict";
for (const form of document.querySelectorAll("form[data-draft]")) {
  const line = form.querySelector("[data-draft-line]");
  let timer = null, first = 0, sending = null, over = false;

  async function keep() {
    timer = null;
    if (over || sending) return;
    first = 0;
    sending = new AbortController();
    const answer = await fetch(form.dataset.draft, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      signal: sending.signal,
      cache: "no-store",
      redirect: "error",
    }).then((got) => (got.ok ? got.json() : null)).catch(() => null);
    sending = null;
    if (over) return;
    line.textContent = answer && answer.kept ? line.dataset.kept : line.dataset.failed;
    if (first) wait();
  }

  // Two seconds after the last sign, and not later than eight after the first that is not kept.
  function wait() {
    first = first || Date.now();
    clearTimeout(timer);
    timer = setTimeout(keep, Math.max(0, Math.min(2000, first + 8000 - Date.now())));
  }

  form.addEventListener("input", (event) => { if (event.target.type !== "file") wait(); });
  form.addEventListener("submit", () => { over = true; clearTimeout(timer); if (sending) sending.abort(); });
}
