// One pane of the record: the leaf being read in it, and where each leaf was left.

import { documentPage, paint } from "./document_page.js";
import { h, iconButton, newId, reveal, setText } from "./dom.js";

/**
 * `results()` draws the flow sheet. `close` and `turn`, where given, are buttons in a head
 * above. Pages are built when they are first opened.
 */
export function recordPane({ results, tabId, close, turn, keydown, used }) {
  const panels = new Map(); // leaf: {panel, page}
  let leaf = null;
  const keys = h("span", { class: "cd-keys cd-keys-begin", id: newId("keys") }, "↓ or j: step through the sentences");
  const box = h(
    "div", { class: "cd-panels" }, keys,
    h("span", { class: "cd-keys cd-keys-on", "aria-hidden": "true" }, "Shift+↓: longer · e: evidence, query · Esc: leave"),
  );
  const title = h("span", { class: "cd-reader-title cd-cut" });
  const element = h(
    "div",
    { class: "cd-reader", on: { focusin: () => used() } },
    close ? h("div", { class: "cd-bar cd-reader-head" }, title, iconButton("beside", "Panes side by side, or one below the other", turn), iconButton("remove", "Close this pane", close)) : null,
    box,
  );

  function panelOf(which) {
    if (!panels.has(which)) {
      const page = which.results ? null : documentPage(which);
      const panel = h(
        "div",
        {
          role: "tabpanel", id: newId("panel"), class: which.results ? "cd-panel cd-flow-panel" : "cd-panel",
          "aria-labelledby": tabId(which), "aria-describedby": page && keys.id, tabindex: 0, on: { keydown },
        },
        page ? page.page : results(),
      );
      panels.set(which, { panel, page });
      box.prepend(panel);
    }
    return panels.get(which);
  }

  return {
    element,
    leaf: () => leaf,
    panel: () => (leaf ? panels.get(leaf).panel : null),
    page: () => (leaf ? panels.get(leaf).page : null),
    /** Show a leaf, or with null none. */
    show(which) {
      leaf = which;
      if (which) panelOf(which);
      for (const [each, { panel }] of panels) panel.hidden = each !== which;
      if (which) setText(title, which.results ? which.type : `${which.type}, ${which.day} ${which.time}`);
    },
    /** Mark passages of the document shown; `follow` scrolls to the one looked for. */
    paint(passages, follow) {
      const { panel, page } = panels.get(leaf) ?? {};
      if (!page) return;
      paint(page, passages);
      const sought = follow && panel.querySelector(`mark.cd-${follow}`);
      if (sought) reveal(panel, sought);
    },
  };
}
