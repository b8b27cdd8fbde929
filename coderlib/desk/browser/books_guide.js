// How to look a code up, in the place of results while there are none.

import { h } from "./dom.js";

const WAYS = {
  "icd-10-cm": [
    ["fall ladder", "Words of a title or of the index, in any order; beginnings are enough."],
    ["S52.5", "The beginning of a code lists what it holds."],
    ["Index", "From the main term through its subterms to a code."],
    ["Tabular", "A code opens its entry: notes, Excludes, what to code first. Verify it there."],
  ],
  "icd-10-pcs": [
    ["resection colon", "Words of a title, in any order; beginnings are enough."],
    ["0DT", "The beginning of a code lists what it holds."],
    ["Index", "From the operation or its everyday name to a table."],
    ["Tables", "A code is built there character by character."],
  ],
};

export function booksGuide() {
  const list = h("dl", { class: "cd-guide" });
  const element = h("section", { class: "cd-guide-page", "aria-label": "How to look a code up" }, list);
  let shown = "";

  return {
    element,
    show(system) {
      if (system === shown) return;
      shown = system;
      list.replaceChildren(...WAYS[system].map(([term, text]) => h("div", {}, h("dt", {}, term), h("dd", {}, text))));
    },
  };
}
