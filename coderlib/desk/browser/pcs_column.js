// One column of an ICD-10-PCS table: the values still possible for one character.

import { h, newId, patchList, reveal, setText } from "./dom.js";

/** What says that a label was read off titles, to be seen and to be heard. */
export function derivedMark() {
  return h("span", { class: "cd-derived", title: "Read off titles of codes" },
    h("span", { "aria-hidden": "true" }, "*"), h("span", { class: "cd-hidden" }, ", label derived"));
}

/** `pick(value)` chooses one; `pointed(value)` is told which the keyboard points to. */
export function pcsColumn({ place, pick, pointed }) {
  let values = [];
  let active = 0;
  const heading = h("h4", { id: newId("axis") });
  const list = h("ul", {
    class: "cd-values", role: "listbox", tabindex: -1, "aria-labelledby": heading.id,
    on: { keydown: onKey, focus: () => pointed(values[active]?.value ?? null) },
  });
  const element = h("div", { class: "cd-column" }, heading, list);

  function make(one) {
    const unnamed = one.label.startsWith("(");
    return h("li", { role: "option", id: newId("value"), class: "cd-axis-value", "aria-selected": "false" },
      h("span", { class: "cd-code" }, one.value),
      h("span", { class: unnamed ? "cd-unnamed" : "" }, one.label,
        one.derived && !unnamed ? derivedMark() : null));
  }

  function point(to) {
    list.children[active]?.classList.remove("cd-pointed");
    active = to;
    const item = list.children[active];
    if (item) {
      item.classList.add("cd-pointed");
      list.setAttribute("aria-activedescendant", item.id);
      reveal(list, item, 0.5);
    } else list.removeAttribute("aria-activedescendant");
    if (document.activeElement === list) pointed(values[active]?.value ?? null);
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = values.length - 1;
    const to = {
      ArrowDown: Math.min(last, active + 1), ArrowUp: Math.max(0, active - 1),
      PageDown: Math.min(last, active + 8), PageUp: Math.max(0, active - 8), Home: 0, End: last,
    }[event.key];
    if (to !== undefined && last >= 0) point(to);
    else if ((event.key === "Enter" || event.key === " ") && values[active]) pick(values[active].value);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return {
    element,
    focus: () => list.focus({ preventScroll: true }),
    show({ title, values: possible, chosen, current }) {
      setText(heading, `${place + 1} ${title}`);
      element.classList.toggle("cd-at", current);
      // A column with a choice may be longer than its room, and then must be reached to scroll.
      list.tabIndex = current || possible.length > 1 ? 0 : -1;
      const changed = possible.length !== values.length || possible.some((one, n) => one.value !== values[n].value || one.label !== values[n].label);
      values = possible;
      patchList(list, values, (one) => `${one.value} ${one.label}`, make, (item, one) => {
        item.setAttribute("aria-selected", String(one.value === chosen));
        item.onclick = () => pick(one.value);
      });
      if (changed || chosen) point(Math.max(0, values.findIndex((one) => one.value === chosen)));
    },
  };
}
