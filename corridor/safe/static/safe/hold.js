// A button that acts when it is held for two seconds: by pointer or by the space or enter key. Without this script the
// page shows a plain second button instead.
(() => {
  const HELD = 2000; // milliseconds
  for (const form of document.querySelectorAll("[data-hold-form]")) {
    const button = form.querySelector("[data-hold]");
    const progress = form.querySelector("[data-hold-progress]");
    let began = 0, ticking = 0;
    const stop = () => { clearInterval(ticking); ticking = 0; progress.value = 0; };
    const tick = () => {
      progress.value = Math.min(100, ((performance.now() - began) / HELD) * 100);
      if (performance.now() - began >= HELD) { stop(); form.submit(); }
    };
    const start = () => { if (!ticking) { began = performance.now(); ticking = setInterval(tick, 50); } };
    const isKey = (event) => event.key === " " || event.key === "Enter";
    button.addEventListener("pointerdown", (event) => { button.setPointerCapture(event.pointerId); start(); });
    for (const end of ["pointerup", "pointercancel", "blur"]) button.addEventListener(end, stop);
    button.addEventListener("keydown", (event) => { if (isKey(event)) { event.preventDefault(); start(); } });
    button.addEventListener("keyup", (event) => { if (isKey(event)) stop(); });
    button.addEventListener("contextmenu", (event) => event.preventDefault());
    form.querySelector("[data-hold-part]").hidden = false;
    form.querySelector("[data-plain-part]").hidden = true;
  }
})();
