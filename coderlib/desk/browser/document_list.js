// The list of what can be read: the results, and the documents in the order of one's choice.

import { ORDERS, arrange } from "./arrangement.js";
import { h, iconButton, newId, patchList, reveal, setText } from "./dom.js";

/**
 * `leaves` are the documents, before them perhaps the results. Enter and a click `open`;
 * with Shift or Ctrl they `openBeside`, as the button of each tab does. The buttons are no
 * children of the list of tabs: a tab list holds tabs alone, so it owns them by their ids.
 */
export function documentList({ leaves, open, openBeside, arranged }) {
  let shown = [];
  const rows = new Map(leaves.map((leaf) => [leaf, leafRow(leaf)]));
  const order = h(
    "select",
    { class: "cd-input cd-order", "aria-label": "Order of the documents", on: { change: reorder } },
    ...ORDERS.map(({ value, label }) => h("option", { value }, label)),
  );
  const hint = h("span", { class: "cd-hidden", id: newId("hint") }, "Shift+Enter opens beside what is being read.");
  const tablist = h("div", {
    class: "cd-hidden", role: "tablist", "aria-label": "Documents", "aria-orientation": "vertical",
    "aria-multiselectable": "true", "aria-describedby": hint.id,
  });
  const box = h("div", { class: "cd-tabs" });
  const element = h("div", { class: "cd-list" }, h("div", { class: "cd-list-head" }, order), hint, tablist, box);

  function leafRow(leaf) {
    const badge = h("span", { class: "cd-badge", hidden: true });
    const tab = h(
      "button",
      {
        type: "button", role: "tab", id: newId("tab"), class: "cd-tab", "aria-selected": "false", tabindex: -1,
        "aria-keyshortcuts": "Shift+Enter", title: leaf.results ? "All numeric results of the chart" : about(leaf),
        on: { click: (event) => (event.ctrlKey || event.metaKey ? openBeside(leaf) : open(leaf)), keydown: onTabKey },
      },
      h("span", { class: "cd-tab-title" }, leaf.type),
      leaf.results ? h("span", { class: "cd-tab-when" }, "flow sheet")
        : h("span", { class: "cd-tab-when" },
          h("span", { class: "cd-tab-day" }, `${leaf.day} `), h("span", { class: "cd-tab-time" }, leaf.time)),
      leaf.results ? null : h("span", { class: "cd-tab-who" }, leaf.author),
      badge,
    );
    const name = `${leaf.type}${leaf.results ? "" : ` ${leaf.day} ${leaf.time}`} beside`;
    const beside = iconButton("beside", name, () => openBeside(leaf), {
      class: "cd-icon-button cd-beside", tabindex: -1, "aria-pressed": "false", title: "Open beside (Shift+Enter)",
    });
    return { tab, badge, beside, element: h("div", { class: "cd-tab-row" }, tab, beside) };
  }

  function about({ title, author, role, at: when }) {
    return `${title}\n${author}, ${role}\n${when}`;
  }

  function draw() {
    box.dataset.order = order.value;
    const groups = arrange(leaves.filter((leaf) => !leaf.results), order.value);
    const sheet = leaves.filter((leaf) => leaf.results);
    shown = [...sheet, ...groups.flatMap((group) => group.documents)];
    // The headings are for the eye: each tab says its type, day and author itself.
    const lines = [...sheet, ...groups.flatMap(({ heading, documents }) => [heading, ...documents])];
    patchList(
      box, lines,
      (line) => line,
      (line) => (rows.has(line) ? rows.get(line).element : h("div", { class: "cd-list-heading", "aria-hidden": "true" }, line)),
    );
    tablist.setAttribute("aria-owns", shown.map((leaf) => rows.get(leaf).tab.id).join(" "));
  }

  function reorder() {
    draw();
    arranged();
  }

  function onTabKey(event) {
    const index = shown.findIndex((leaf) => rows.get(leaf).tab === event.currentTarget);
    if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      openBeside(shown[index]);
      return;
    }
    const to = {
      ArrowDown: index + 1, ArrowRight: index + 1, ArrowUp: index - 1, ArrowLeft: index - 1,
      Home: 0, End: shown.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const leaf = shown[(to + shown.length) % shown.length];
    open(leaf);
    rows.get(leaf).tab.focus({ preventScroll: true });
  }

  draw();
  return {
    element,
    /** The leaves as they stand in the list. */
    shown: () => shown,
    tabId: (leaf) => rows.get(leaf).tab.id,
    count(leaf, hits) {
      const { badge } = rows.get(leaf);
      badge.hidden = !hits;
      setText(badge, String(hits || ""));
    },
    /** Tell which leaves are open, with the ids of the panels of each; the Tab key stops `at` one. */
    select(main, second, at, panelIds) {
      for (const [leaf, { tab, beside }] of rows) {
        const isOpen = leaf === main || leaf === second;
        tab.setAttribute("aria-selected", String(isOpen));
        tab.classList.toggle("cd-second", leaf === second && leaf !== main);
        tab.tabIndex = beside.tabIndex = leaf === at ? 0 : -1;
        beside.setAttribute("aria-pressed", String(leaf === second));
        if (isOpen) tab.setAttribute("aria-controls", panelIds(leaf).join(" "));
        else tab.removeAttribute("aria-controls");
      }
    },
    reveal: (leaf) => reveal(box, rows.get(leaf).element, 0.5),
  };
}
