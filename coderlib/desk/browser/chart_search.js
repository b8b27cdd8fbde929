// The search in the chart: its field, its hits over all documents, and the step among them.

import { findWords } from "./document_page.js";
import { debounce, h, icon, iconButton, setText } from "./dom.js";

const WAIT = 30; // ms without a keystroke before the chart is searched

/**
 * `documents()` gives the documents in the order of the list, `reading()` those in view.
 * `found(count)` is told of new hits, `go(document)` leads to the document of the next one.
 */
export function chartSearch({ documents, reading, found, go }) {
  let hits = new Map(); // document: its hits
  let at = null; // {doc, hit}: the hit stepped to
  const field = h("input", {
    type: "search",
    class: "cd-input",
    placeholder: "Search the chart",
    "aria-label": "Search the chart",
    autocomplete: "off",
    spellcheck: "false",
    on: { input: () => seekSoon(), keydown: onKey },
  });
  const seekSoon = debounce(seek, WAIT);
  const count = h("span", { class: "cd-count", role: "status" });
  const previous = iconButton("up", "Previous hit", () => step(-1), { disabled: true });
  const next = iconButton("down", "Next hit", () => step(1), { disabled: true });

  function all() {
    return documents().flatMap((doc) => (hits.get(doc) ?? []).map((hit) => ({ doc, hit })));
  }

  function place(list) {
    return list.findIndex((each) => each.hit === at?.hit);
  }

  function seek() {
    hits = new Map(documents().map((doc) => [doc, findWords(doc.text, field.value)]));
    // The first hit of what is being read; others are a key or a tab away.
    at = reading().flatMap((doc) => all().filter((each) => each.doc === doc))[0] ?? null;
    tell();
    found((doc) => hits.get(doc)?.length ?? 0);
  }

  function tell() {
    const list = all();
    const places = new Set(list.map(({ doc }) => doc)).size;
    previous.disabled = next.disabled = !list.length;
    if (field.value.trim().length < 2) setText(count, "");
    else if (!list.length) setText(count, "no hits");
    else if (!at) setText(count, `${list.length} in ${places} other document${places > 1 ? "s" : ""}`);
    else setText(count, `${place(list) + 1} of ${list.length}`);
  }

  function step(by) {
    const list = all();
    if (!list.length) return;
    const from = place(list);
    at = list[from < 0 ? (by > 0 ? 0 : list.length - 1) : (from + by + list.length) % list.length];
    tell();
    go(at.doc);
  }

  function onKey(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      const fresh = seekSoon.now();
      if (!fresh || !at) step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape" && field.value) {
      event.preventDefault();
      field.value = "";
      seek();
    }
  }

  return {
    elements: [h("div", { class: "cd-search-field" }, icon("search"), field), count, previous, next],
    /** The hits of a document as marks for its page. */
    marks: (doc) => (hits.get(doc) ?? []).map((hit) => ({ ...hit, kind: hit === at?.hit ? "current" : "hit" })),
    tell,
    focus() {
      field.focus();
      field.select();
    },
  };
}
