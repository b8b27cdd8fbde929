// A bar between two panes, moved by pointer or arrow keys; sizes are shares of the whole.

import { h } from "./dom.js";

/** `vertical`: the bar stands upright and parts left from right. `set(share)` lays out. */
export function splitter({ label, vertical, share, least, most, set }) {
  const element = h("div", {
    class: vertical ? "cd-splitter cd-upright" : "cd-splitter cd-lying",
    role: "separator", tabindex: 0, "aria-label": label,
    "aria-orientation": vertical ? "vertical" : "horizontal",
    "aria-valuemin": Math.round(least * 100), "aria-valuemax": Math.round(most * 100),
    on: { pointerdown: begin, keydown: onKey, dblclick: () => put(initial) },
  });
  const initial = share;
  put(share);

  function put(next) {
    share = Math.min(most, Math.max(least, next));
    element.setAttribute("aria-valuenow", Math.round(share * 100));
    set(share);
  }

  function begin(event) {
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    const box = element.parentElement.getBoundingClientRect();
    const follow = (at) =>
      put(vertical ? (at.clientX - box.left) / box.width : (at.clientY - box.top) / box.height);
    const end = () => {
      element.removeEventListener("pointermove", follow);
      element.removeEventListener("pointerup", end);
      element.removeEventListener("pointercancel", end);
    };
    element.addEventListener("pointermove", follow);
    element.addEventListener("pointerup", end);
    element.addEventListener("pointercancel", end);
  }

  function onKey(event) {
    const by = { ArrowLeft: -0.02, ArrowUp: -0.02, ArrowRight: 0.02, ArrowDown: 0.02 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    put(stands() + by);
  }

  /** Where the bar stands: the panes may have moved it for their own needs. */
  function stands() {
    const [bar, box] = [element.getBoundingClientRect(), element.parentElement.getBoundingClientRect()];
    return vertical ? (bar.left - box.left) / box.width : (bar.top - box.top) / box.height;
  }

  return element;
}
