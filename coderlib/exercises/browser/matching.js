// To each on the left belongs one on the right.

import { make } from "./elements.js";
import { chosenPairs, pairProgress, partSelect, showPairs } from "./pairing.js";

/** A row for each left side, with a list of the right sides. */
export function matchingField(item, labelledBy, changed) {
  const selects = new Map();
  const rows = item.left.map((part) => {
    const select = partSelect(item.right, part.text, () => changed());
    selects.set(part.id, select);
    return make("div", { class: "cx-pair" }, make("span", {}, part.text), select);
  });
  return {
    element: make("div", { role: "group", "aria-labelledby": labelledBy, class: "cx-pairs" }, ...rows),
    value: () => chosenPairs(selects),
    show: (value) => showPairs(selects, value),
    progress: () => pairProgress(selects),
  };
}
