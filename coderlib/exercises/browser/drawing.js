// Pictures come as SVG text. They are parsed, and only what draws is copied into the page.

const SVG = "http://www.w3.org/2000/svg";

const ELEMENTS = new Set([
  "svg", "g", "path", "ellipse", "circle", "rect", "line", "polyline", "polygon",
]);

const ATTRIBUTES = new Set([
  "viewBox", "transform", "d", "points", "cx", "cy", "r", "rx", "ry", "x", "y", "x1", "y1",
  "x2", "y2", "width", "height", "fill", "fill-opacity", "fill-rule", "clip-rule", "opacity",
  "stroke", "stroke-width", "stroke-opacity", "stroke-linejoin", "stroke-linecap",
  "stroke-dasharray", "vector-effect",
]);

function copied(from) {
  const to = document.createElementNS(SVG, from.localName);
  for (const { name, value } of from.attributes) {
    if (ATTRIBUTES.has(name) && !/url\s*\(|javascript:/i.test(value)) to.setAttribute(name, value);
  }
  for (const child of from.children) {
    if (child.namespaceURI === SVG && ELEMENTS.has(child.localName)) to.append(copied(child));
  }
  return to;
}

/** The drawing of an SVG text, scrubbed, or null where it is none. */
export function drawingOf(text) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (root.localName !== "svg" || root.namespaceURI !== SVG) return null;
  const drawing = copied(root);
  if (!drawing.getAttribute("viewBox")) {
    const size = ["width", "height"].map((name) => parseFloat(root.getAttribute(name)) || 100);
    drawing.setAttribute("viewBox", `0 0 ${size[0]} ${size[1]}`);
  }
  drawing.removeAttribute("width");
  drawing.removeAttribute("height");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("focusable", "false");
  return drawing;
}
