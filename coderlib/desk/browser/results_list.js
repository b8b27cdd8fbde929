// What a search found, or the codes lately used: a list walked from the search field.

import { h, newId, patchList, reveal } from "./dom.js";

/** The field that the list is walked from; `on` holds its handlers. */
export function searchField(on) {
  return h("input", {
    type: "search", class: "cd-input", "aria-label": "Search codes", role: "combobox",
    "aria-expanded": "false", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", on,
  });
}

/** `pick(hit)` opens a result; `pointed(id)` is told which one the search field speaks of. */
export function resultsList({ pick, pointed }) {
  let results = [];
  let active = -1;
  const element = h("ul", { id: newId("results"), class: "cd-results", role: "listbox", "aria-label": "Results" });

  function make(hit) {
    return h(
      "li",
      { role: "option", id: newId("result"), class: hit.valid ? "cd-result" : "cd-result cd-category", "aria-selected": "false" },
      h("span", { class: "cd-code" }, hit.code),
      h("span", { class: "cd-result-title" }, hit.title,
        hit.matched ? h("span", { class: "cd-matched" }, hit.matched) : null),
      hit.valid ? null : h("span", { class: "cd-tag", title: "Not valid by itself: more characters are needed" }, "needs more"),
    );
  }

  function point(to) {
    element.children[active]?.setAttribute("aria-selected", "false");
    active = to;
    const row = element.children[active];
    row?.setAttribute("aria-selected", "true");
    if (row) reveal(element, row, 0.5);
    pointed(row?.id ?? null);
  }

  return {
    element,
    point,
    count: () => results.length,
    chosen: () => results[active] ?? null,
    /** Whether a key moved to another result. */
    move(key) {
      const last = results.length - 1;
      const to = {
        ArrowDown: Math.min(last, active + 1), ArrowUp: Math.max(0, active - 1),
        PageDown: Math.min(last, active + 8), PageUp: Math.max(0, active - 8),
      }[key];
      if (to === undefined || last < 0) return false;
      point(to);
      return true;
    },
    show(system, found, label = "Results") {
      results = found;
      active = -1;
      element.setAttribute("aria-label", label);
      patchList(element, results, (hit) => `${system} ${hit.code} ${hit.matched ?? ""} ${hit.valid}`, make, (row, hit, n) => {
        row.onclick = () => pick(hit);
        row.setAttribute("aria-selected", "false");
        row.setAttribute("aria-posinset", n + 1);
        row.setAttribute("aria-setsize", results.length);
      });
      element.scrollTop = 0;
      point(results.length ? 0 : -1);
    },
  };
}
