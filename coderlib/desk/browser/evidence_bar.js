// The bar beside a marked passage: make it evidence of a code, or quote it in a query.

import { button, h, newId, setText } from "./dom.js";
import { LONGEST_QUOTE } from "./passages.js";

const GAP = 6; // pixels between a passage and its bar

/**
 * `targets()` gives `[{key, label}]`, `attach(passage, key)` and `quote(passage)` act.
 * `done(how)` is told when the bar has closed: "acted", "escape" or "left".
 */
export function evidenceBar({ targets, attach, quote, tell, done }) {
  let passage = null;
  let where = null; // gives the rectangle of the passage on the screen
  let within = null; // the panel beyond whose edge the passage cannot be seen
  let chosen = null; // the code last given evidence
  let codes = [];

  const menu = h("div", { class: "cd-menu", role: "menu", id: newId("codes"), "aria-label": "Evidence for", hidden: true });
  const first = button("", () => give(chosen));
  const more = button("▾", () => (menu.hidden ? unfold() : fold()), {
    "aria-haspopup": "menu", "aria-controls": menu.id, "aria-expanded": "false",
    "aria-label": "Choose the code", title: "Choose the code",
  });
  more.classList.add("cd-more");
  const query = button("Quote in a query", () => {
    const quoted = passage;
    close("acted");
    quote(quoted);
  });
  const note = h("span", { class: "cd-hint" });
  const element = h(
    "div",
    {
      class: "cd-evidence-bar", role: "toolbar", "aria-label": "Marked passage", tabindex: -1, hidden: true,
      // A press must not take the selection away that it is about.
      on: { mousedown: (event) => event.preventDefault(), keydown: onKey, focusout: onLeave },
    },
    h("div", { class: "cd-split" }, first, more), query, note, menu,
  );

  function open(next, rectangle, panel, focus) {
    [passage, where, within] = [next, rectangle, panel];
    codes = targets();
    chosen = codes.find((each) => each.key === chosen?.key) ?? codes[0] ?? null;
    const long = passage.quote.length > LONGEST_QUOTE;
    first.hidden = long || !chosen;
    more.hidden = long || codes.length < 2;
    query.hidden = long;
    if (chosen) setText(first, `Evidence for ${chosen.label}`);
    note.hidden = !long && codes.length > 0;
    setText(note, long ? "Too long to quote: mark less." : "Enter a code first, then give it evidence.");
    fold();
    element.hidden = false;
    follow();
    if (focus) (presses()[0] ?? element).focus();
  }

  function close(how) {
    if (element.hidden) return;
    element.hidden = true;
    passage = null;
    done(how);
  }

  function give(target) {
    const given = passage;
    chosen = target;
    close("acted");
    attach(given, target.key);
    tell(`Evidence for ${target.label}.`);
  }

  function unfold() {
    menu.replaceChildren(...codes.map((each) =>
      h("button", { type: "button", role: "menuitem", tabindex: -1, on: { click: () => give(each) } }, each.label)));
    menu.hidden = false;
    more.setAttribute("aria-expanded", "true");
    menu.children[Math.max(0, codes.indexOf(chosen))].focus();
    follow();
  }

  function fold() {
    menu.hidden = true;
    more.setAttribute("aria-expanded", "false");
  }

  /** Stand below the passage, or above it where there is no room; never beyond its panel. */
  function follow() {
    if (element.hidden) return;
    const [at, frame] = [where(), within.getBoundingClientRect()];
    const outer = element.offsetParent.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = element;
    const lower = Math.min(Math.max(at.bottom, frame.top), frame.bottom);
    const upper = Math.min(Math.max(at.top, frame.top), frame.bottom);
    const top = lower + GAP + height < outer.bottom ? lower + GAP : upper - GAP - height;
    const left = Math.min(Math.max(at.left, outer.left + 4), outer.right - width - 4);
    element.style.top = `${Math.max(top - outer.top, 4)}px`;
    element.style.left = `${Math.max(left - outer.left, 4)}px`;
    menu.classList.toggle("cd-upward", top + height + menu.offsetHeight + GAP > outer.bottom);
  }

  function presses() {
    return [first, more, query].filter((each) => !each.hidden);
  }

  function onKey(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      if (menu.hidden) close("escape");
      else {
        fold();
        more.focus();
      }
      return;
    }
    const [list, back, on] = menu.hidden ? [presses(), "ArrowLeft", "ArrowRight"] : [[...menu.children], "ArrowUp", "ArrowDown"];
    const index = list.indexOf(document.activeElement);
    const to = { [back]: index - 1, [on]: index + 1, Home: 0, End: list.length - 1 }[event.key];
    if (event.key === "ArrowDown" && menu.hidden && document.activeElement === more) more.click();
    else if (to !== undefined && index >= 0) list[(to + list.length) % list.length].focus();
    else return;
    event.preventDefault();
  }

  function onLeave(event) {
    if (!element.contains(event.relatedTarget)) close("left");
  }

  return { element, open, close, follow, isOpen: () => !element.hidden };
}
