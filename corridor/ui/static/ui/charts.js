// Draws every chart of a page from the JSON beside it. `ast: true` keeps the drawing library inside our content policy.
// The library's own tooltip would write styles into the page; without it the browser's plain one is shown.
"use strict";
const NARROW = 520; // pixels; below it a chart takes over what its `usermeta.narrow` says
for (const area of document.querySelectorAll("[data-chart]")) {
  const spec = JSON.parse(document.getElementById(area.dataset.chart).textContent);
  if (area.clientWidth < NARROW) Object.assign(spec, spec.usermeta?.narrow);
  vegaEmbed(area, spec, { ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: false, logLevel: 1, mode: spec.$schema ? "vega" : "vega-lite" })
    .then(() => { const svg = area.querySelector("svg"); if (svg) { svg.setAttribute("aria-hidden", "true"); svg.querySelectorAll("[role]").forEach((part) => part.removeAttribute("role")); } })
    .catch((error) => { area.textContent = ""; area.closest("figure").querySelector("details").open = true; console.error(error); });
}
