// A row of buttons of which one is chosen.

import { h } from "./dom.js";

/** `options` are [name, title]; `chose(name)` is told which was chosen. */
export function choice(label, options, chose) {
  const names = options.map(([name]) => name);
  const buttons = options.map(([name, title], n) =>
    h("button", {
      type: "button", role: "radio", class: "cd-choice",
      on: { click: () => chose(name), keydown: (event) => onKey(event, n) },
    }, title));

  function onKey(event, n) {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!step || event.altKey) return;
    event.preventDefault();
    const there = buttons.filter((each) => !each.hidden);
    const to = there[(there.indexOf(buttons[n]) + step + there.length) % there.length];
    chose(names[buttons.indexOf(to)]);
    to.focus();
  }

  return {
    element: h("div", { class: "cd-choices", role: "radiogroup", "aria-label": label }, ...buttons),
    hide(name, hidden) {
      buttons[names.indexOf(name)].hidden = hidden;
    },
    /** Show which one is chosen. */
    set(name) {
      buttons.forEach((each, n) => {
        each.setAttribute("aria-checked", String(names[n] === name));
        each.tabIndex = names[n] === name ? 0 : -1;
      });
    },
  };
}
