// The keys of the desk, in a dialog that `?` opens.

import { h, iconButton, newId } from "./dom.js";

const KEYS = [
  ["Anywhere", [
    ["/", "to the code search"],
    ["Ctrl+F", "search the chart"],
    ["F6, Shift+F6", "to the next pane, to the one before"],
    ["Ctrl+S", "save what is being typed; try again where saving failed"],
    ["?", "these keys"],
  ]],
  ["In the record", [
    ["↑ ↓", "in the list: open the document above, below"],
    ["Shift+Enter", "in the list: open it beside what is being read"],
    ["↓ or j, ↑ or k", "in a document: step through the sentences"],
    ["Shift+↓", "mark a longer passage"],
    ["e", "make the passage evidence of a code, or quote it"],
  ]],
  ["In the code books", [
    ["↑ ↓", "walk the results, or the lines of the index"],
    ["Enter", "open the Tabular"],
    ["Ctrl+Enter", "add the code; with Shift as principal"],
    ["Alt+Enter", "to its place in the index; to its table, of a procedure"],
    ["[ ]", "in the Tabular: the code before, after"],
    ["Alt+← Alt+→", "back, forward"],
    ["Esc", "one step back"],
  ]],
  ["In a query", [
    ["Ctrl+Enter", "send it"],
    ["Esc", "to the code books"],
  ]],
  ["On a row of the abstract", [
    ["Y N U W E", "POA: yes, no, insufficient documentation, clinically undetermined, exempt"],
    ["↑ ↓", "to the row above, below"],
    ["Alt+↑ Alt+↓", "move the row"],
    ["Enter", "on its code: open the Tabular"],
    ["Delete", "remove it"],
    ["Ctrl+Z", "bring back what was removed last"],
  ]],
];

/** `open()` shows the dialog; closing it gives the focus back to where it was. */
export function keysDialog() {
  const title = newId("keys");
  const dialog = h("dialog", { class: "cd-key-list", "aria-labelledby": title },
    h("div", { class: "cd-bar" }, h("h2", { id: title }, "Keys of the desk"), iconButton("remove", "Close", () => dialog.close(), { autofocus: true })),
    h("div", { class: "cd-key-list-body" },
      ...KEYS.map(([place, keys]) => h("section", {}, h("h3", {}, place),
        h("dl", {}, ...keys.flatMap(([key, what]) => [h("dt", {}, key), h("dd", {}, what)]))))));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return { element: dialog, open: () => dialog.open || dialog.showModal() };
}
