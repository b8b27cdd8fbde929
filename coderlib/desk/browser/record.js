// The record: the documents of the chart and its results, one or two at a time.

import { chartSearch } from "./chart_search.js";
import { documentList } from "./document_list.js";
import { h, reveal, setText } from "./dom.js";
import { evidenceBar } from "./evidence_bar.js";
import { flowSheet } from "./flow_sheet.js";
import { selectedPassage } from "./passages.js";
import { readingCursor } from "./reading_cursor.js";
import { recordPane } from "./record_pane.js";

/**
 * `opened(id)` is told of each document that is looked at. `targets()` gives the entered codes
 * as `[{key, label}]`; `attach(passage, key)` makes a passage evidence of one, and
 * `quote(passage)` puts it in a query.
 */
export function record(chart, { opened, targets, attach, quote }) {
  const sheet = chart.results?.length ? [{ type: "Results", results: true }] : [];
  const leaves = [...sheet, ...chart.documents];
  let sought = null; // the passage shown by name
  let cited = []; // the passages that are evidence of codes
  let before = null; // the leaf read in the main pane before this one

  const heard = h("span", { class: "cd-hidden", role: "status" });
  const tell = (text) => setText(heard, text);
  const list = documentList({ leaves, open: openMain, openBeside, arranged: () => search.tell() });
  const common = { results: () => flowSheet(chart.results, showResult), tabId: list.tabId };
  const main = recordPane({ ...common, keydown: (event) => onKey(main, event), used: () => (active = main) });
  const second = recordPane({
    ...common, close: closeSecond, turn, keydown: (event) => onKey(second, event), used: () => (active = second),
  });
  let active = main;
  const search = chartSearch({
    documents: () => list.shown().filter((leaf) => !leaf.results),
    reading: () => panes().map((pane) => pane.leaf()),
    found(count) {
      for (const leaf of chart.documents) list.count(leaf, count(leaf));
      sought = null;
      for (const pane of panes()) draw(pane, "current");
    },
    go(leaf) {
      sought = null;
      draw(openWhere(leaf), "current");
    },
  });
  const cursor = readingCursor({ draw, take: takePassage, tell });
  const bar = evidenceBar({ targets, attach, quote, tell, done });

  const reading = h("div", { class: "cd-reading", on: { pointerdown: onPress, focusout: onLeave } }, main.element, second.element);
  const body = h("div", { class: "cd-record-body" }, list.element, reading, bar.element);
  reading.addEventListener("scroll", bar.follow, { capture: true, passive: true });
  const element = h(
    "section",
    { class: "cd-pane cd-record", "aria-label": "Record" },
    h("div", { class: "cd-bar" }, h("h2", {}, "Record"), ...search.elements),
    body, heard,
  );
  second.element.hidden = true;

  function panes() {
    return second.leaf() ? [main, second] : [main];
  }

  function put(pane, leaf) {
    if (pane.leaf() === leaf) return;
    bar.close("left");
    pane.show(leaf);
    second.element.hidden = !second.leaf();
    body.classList.toggle("cd-two", Boolean(second.leaf()));
    list.select(main.leaf(), second.leaf(), leaf ?? main.leaf(), (each) =>
      panes().filter((one) => one.leaf() === each).map((one) => one.panel().id));
    if (leaf && !leaf.results) opened(leaf.id);
    if (leaf) draw(pane);
  }

  function openMain(leaf) {
    if (leaf !== main.leaf()) before = main.leaf();
    put(main, leaf);
    list.reveal(leaf);
  }

  /** What is being read stays; a leaf just opened by the arrow keys gives its place back. */
  function openBeside(leaf) {
    if (second.leaf() === leaf) {
      closeSecond();
      return;
    }
    if (main.leaf() === leaf && before) put(main, before);
    put(second, leaf);
    list.reveal(leaf);
  }

  function closeSecond() {
    const held = second.element.contains(document.activeElement);
    put(second, null);
    active = main;
    if (held) main.panel().focus();
  }

  /** The room decides how the panes stand until this is pressed. */
  function turn() {
    const row = getComputedStyle(reading).flexDirection === "row";
    reading.classList.toggle("cd-turned-row", !row);
    reading.classList.toggle("cd-turned-column", row);
  }

  /** Open a document where it is already in view, else in the main pane. */
  function openWhere(leaf) {
    const pane = panes().find((each) => each.leaf() === leaf);
    if (!pane) openMain(leaf);
    return pane ?? main;
  }

  /** The flow sheet stays in view beside the document of the value. */
  function showResult(span) {
    const leaf = chart.documents.find((each) => each.id === span.document);
    sought = span;
    if (!panes().some((pane) => pane.leaf() === leaf)) {
      const sheetPane = main.leaf().results ? main : second;
      put(sheetPane === main ? second : main, leaf);
      list.reveal(leaf);
      // The sheet has less room now, and the value pressed stays in it.
      reveal(sheetPane.panel(), document.activeElement);
    }
    for (const pane of panes()) draw(pane, "evidence");
  }

  /** Paint the marks of a pane; `follow` names the kind of mark to scroll to. */
  function draw(pane, follow) {
    const leaf = pane.leaf();
    if (!leaf || leaf.results) return;
    const marks = [
      ...search.marks(leaf),
      ...cited.filter((each) => each.document === leaf.id).map((each) => ({ ...each, kind: "cited" })),
      ...cursor.mark(pane),
    ];
    if (sought?.document === leaf.id) marks.push({ ...sought, kind: "evidence", label: undefined });
    pane.paint(marks, follow);
  }

  /** A press in a document may begin a selection; where it ends, the bar comes. */
  function onPress(event) {
    if (bar.element.contains(event.target)) return;
    bar.close("left");
    const pane = panes().find((each) => each.page()?.page.contains(event.target));
    if (!pane) return;
    cursor.leave();
    window.addEventListener("pointerup", () => setTimeout(() => offer(pane, false)), { once: true });
  }

  function onKey(pane, event) {
    if (event.key === "Escape" && bar.isOpen()) bar.close("escape");
    else cursor.onKey(pane, event);
  }

  function onLeave(event) {
    const to = event.relatedTarget;
    if (to && !reading.contains(to) && !bar.element.contains(to)) bar.close("left");
  }

  function takePassage(pane) {
    if (!offer(pane, true)) tell("Mark a passage first: arrow keys step through the sentences.");
  }

  function offer(pane, focus) {
    const stepped = cursor.passage(pane);
    if (stepped) {
      const marks = () => pane.panel().querySelectorAll("mark.cd-caret");
      bar.open(stepped, () => [...marks()].at(-1)?.getBoundingClientRect() ?? new DOMRect(), pane.panel(), focus);
      return true;
    }
    const selection = getSelection();
    if (!pane.page() || !selection?.rangeCount) return false;
    const range = selection.getRangeAt(0);
    const passage = selectedPassage(pane.leaf(), pane.page().runs, range);
    if (!passage) return false;
    bar.open(passage, () => [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect(), pane.panel(), focus);
    return true;
  }

  function done(how) {
    if (how === "acted") getSelection()?.removeAllRanges();
    if (how === "acted" || how === "escape") active.panel().focus({ preventScroll: true });
  }

  if (chart.documents.length) openMain(chart.documents[0]);
  return {
    element,
    focusSearch: search.focus,
    focusDocument: () => active.panel()?.focus(),
    /** Open the document of a passage, show the passage and mark it. */
    show(span) {
      const leaf = chart.documents.find((each) => each.id === span.document);
      if (!leaf) return;
      sought = span;
      draw(openWhere(leaf), "evidence");
    },
    /** Paint the passages that are evidence of codes: `[{document, start, end, label}]`. */
    showEvidence(passages) {
      cited = passages;
      for (const pane of panes()) draw(pane);
    },
  };
}
