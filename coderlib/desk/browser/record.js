// The record: the documents of the chart in tabs, and the search in them.

import { debounce, h, icon, iconButton, newId, reveal, setText } from "./dom.js";
import { documentPage, findWords, paint } from "./document_page.js";

/** `opened(id)` is told of each document that is looked at. */
export function record(chart, opened) {
  const documents = chart.documents.map((each) => ({ ...each, hits: [], page: null }));
  let current = null;
  let at = -1; // the hit shown, counted over all documents
  let evidence = null;

  const tablist = h("div", { class: "cd-tabs", role: "tablist", "aria-label": "Documents", "aria-orientation": "vertical" });
  const panels = h("div", { class: "cd-panels" });
  const field = h("input", {
    type: "search",
    class: "cd-input",
    placeholder: "Search the chart",
    "aria-label": "Search the chart",
    autocomplete: "off",
    spellcheck: "false",
    on: { input: () => seekSoon(), keydown: onSearchKey },
  });
  const seekSoon = debounce(seek, 80);
  const count = h("span", { class: "cd-count", role: "status" });
  const previous = iconButton("up", "Previous hit", () => step(-1), { disabled: true });
  const next = iconButton("down", "Next hit", () => step(1), { disabled: true });
  const element = h(
    "section",
    { class: "cd-pane cd-record", "aria-label": "Record" },
    h("div", { class: "cd-bar" }, h("h2", {}, "Record"), h("div", { class: "cd-search-field" }, icon("search"), field), count, previous, next),
    h("div", { class: "cd-record-body" }, tablist, panels),
  );

  for (const doc of documents) {
    const [tab, panel] = [newId("tab"), newId("panel")];
    doc.badge = h("span", { class: "cd-badge", hidden: true });
    doc.tab = h(
      "button",
      {
        type: "button", role: "tab", id: tab, class: "cd-tab", "aria-controls": panel, "aria-selected": "false", tabindex: -1,
        title: `${doc.title}\n${doc.author}, ${doc.role}\n${doc.at}`,
        on: { click: () => open(doc), keydown: onTabKey },
      },
      h("span", { class: "cd-tab-title" }, doc.type),
      h("span", { class: "cd-tab-when" }, doc.day, h("span", { class: "cd-tab-time" }, ` ${doc.time}`)),
      h("span", { class: "cd-tab-who" }, doc.author),
      doc.badge,
    );
    doc.panel = h("div", { role: "tabpanel", id: panel, class: "cd-panel", "aria-labelledby": tab, tabindex: 0, hidden: true });
    tablist.append(doc.tab);
    panels.append(doc.panel);
  }

  function open(doc) {
    if (current !== doc) {
      for (const each of documents) {
        each.panel.hidden = each !== doc;
        each.tab.setAttribute("aria-selected", String(each === doc));
        each.tab.tabIndex = each === doc ? 0 : -1;
      }
      if (!doc.page) {
        doc.page = documentPage(doc);
        doc.panel.append(doc.page.page);
      }
      current = doc;
      reveal(tablist, doc.tab, 0.5);
      opened(doc.id);
    }
    mark();
  }

  function mark() {
    if (!current) return;
    const hit = all()[at];
    const passages = current.hits.map((each) => ({ ...each, kind: each === hit?.hit ? "current" : "hit" }));
    if (evidence?.document === current.id) passages.push({ ...evidence, kind: "evidence" });
    passages.sort((a, b) => a.start - b.start);
    const shown = paint(current.page, passages);
    if (shown) reveal(current.panel, shown);
  }

  function all() {
    return documents.flatMap((doc) => doc.hits.map((hit) => ({ doc, hit })));
  }

  function seek() {
    evidence = null;
    for (const doc of documents) {
      doc.hits = findWords(doc.text, field.value);
      doc.badge.hidden = !doc.hits.length;
      setText(doc.badge, String(doc.hits.length || ""));
    }
    // The first hit of the document being read; others are a key or a tab away.
    at = all().findIndex(({ doc }) => doc === current);
    tell();
    mark();
  }

  function tell() {
    const hits = all();
    const places = new Set(hits.map(({ doc }) => doc)).size;
    previous.disabled = next.disabled = !hits.length;
    if (field.value.trim().length < 2) setText(count, "");
    else if (!hits.length) setText(count, "no hits");
    else if (at < 0) setText(count, `${hits.length} in ${places} other document${places > 1 ? "s" : ""}`);
    else setText(count, `${at + 1} of ${hits.length}`);
  }

  function step(by) {
    const hits = all();
    if (!hits.length) return;
    at = at < 0 ? (by > 0 ? 0 : hits.length - 1) : (at + by + hits.length) % hits.length;
    evidence = null;
    open(hits[at].doc);
    tell();
  }

  function onSearchKey(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      const fresh = seekSoon.now();
      if (!fresh || at < 0) step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape" && field.value) {
      event.preventDefault();
      field.value = "";
      seek();
    }
  }

  function onTabKey(event) {
    const index = documents.indexOf(current);
    const to = {
      ArrowDown: index + 1, ArrowRight: index + 1, ArrowUp: index - 1, ArrowLeft: index - 1,
      Home: 0, End: documents.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const doc = documents[(to + documents.length) % documents.length];
    open(doc);
    doc.tab.focus({ preventScroll: true });
  }

  if (documents.length) open(documents[0]);
  return {
    element,
    focusSearch() {
      field.focus();
      field.select();
    },
    /** Open the document of a passage, show the passage and mark it. */
    show(span) {
      const doc = documents.find((each) => each.id === span.document);
      if (!doc) return;
      evidence = span;
      open(doc);
    },
  };
}
