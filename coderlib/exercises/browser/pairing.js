// Choosing from a list for each of several things: the common part of matching and labelling.

import { make } from "./elements.js";

/** A select list over `parts`, with an empty first line. */
export function partSelect(parts, name, changed) {
  return make(
    "select",
    { class: "cx-select", "aria-label": name, onchange: changed },
    make("option", { value: "" }, "Choose …"),
    ...parts.map((part) => make("option", { value: part.id }, part.text)),
  );
}

/** The pairs chosen in select lists by id, or null where none is. */
export function chosenPairs(selects) {
  const pairs = {};
  for (const [id, select] of selects) if (select.value) pairs[id] = select.value;
  return Object.keys(pairs).length ? pairs : null;
}

export function showPairs(selects, value) {
  const pairs = value && typeof value === "object" ? value : {};
  for (const [id, select] of selects) {
    const want = typeof pairs[id] === "string" ? pairs[id] : "";
    if (select.value !== want) select.value = want;
  }
}

export function pairProgress(selects) {
  const done = [...selects.values()].filter((select) => select.value).length;
  if (done === 0) return "none";
  return done === selects.size ? "whole" : "part";
}
