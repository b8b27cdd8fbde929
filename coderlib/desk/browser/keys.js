// The keys of the desk, in a dialog that `?` opens.

import { h, iconButton, newId } from "./dom.js";

const KEYS = [
  ["Anywhere", [
    ["/", "to the code search"],
    ["Ctrl+F", "search the chart"],
    ["F6, Shift+F6", "to the next pane, to the one before"],
    ["Esc", "one step back; from edits, group, query or marking to the code books"],
    ["Ctrl+S", "save what is being typed; try again where saving failed"],
    ["?", "these keys"],
  ]],
  ["Record", [
    ["Enter", "in its search: next hit; with Shift the one before"],
    ["Shift+Enter", "on a document of the list: open it beside"],
    ["↓ ↑ or j k", "in a document: step through the sentences"],
    ["Shift+↓", "mark a longer passage"],
    ["e", "make the passage evidence of a code, or quote it in a query"],
  ]],
  ["Code search", [
    ["↑ ↓", "walk the results"],
    ["Enter", "open the Tabular"],
    ["Ctrl+Enter", "add the code; the first one is the principal diagnosis"],
    ["Ctrl+Shift+Enter", "add it as principal"],
    ["Alt+Enter", "find it in the index, or in its table"],
  ]],
  ["Tabular", [
    ["[ ]", "to the code before, after it in the book"],
    ["Alt+← Alt+→", "back and forward among the entries seen"],
    ["Ctrl+Enter", "add the code; with Shift as principal"],
    ["Alt+Enter", "find it in the index, or in its table"],
  ]],
  ["Index", [
    ["↓", "from the search field into the lines"],
    ["→ ←", "open a line, close it"],
    ["Enter", "to the Tabular, or where the line says see"],
    ["Alt+←", "back to the term before"],
  ]],
  ["Tables of ICD-10-PCS", [
    ["0-9 A-Z", "choose the character"],
    ["↑ ↓ Enter", "choose it from its column"],
    ["← →", "to the character before, after"],
    ["Backspace", "take the last character back"],
    ["Ctrl+Enter", "add the finished code"],
  ]],
  ["Row of the abstract", [
    ["Y N U W E", "POA: yes, no, insufficient documentation, clinically undetermined, exempt"],
    ["↑ ↓", "to the row above, below"],
    ["Alt+↑ Alt+↓", "move the row"],
    ["Enter", "on its code: open the Tabular"],
    ["Delete", "remove it; Ctrl+Z brings it back"],
  ]],
  ["Query", [
    ["Enter", "quote the words typed; in an option: begin the next"],
    ["Ctrl+Enter", "send it"],
    ["← →", "among the queries"],
  ]],
];

/** `open()` shows the dialog; closing it gives the focus back to where it was. */
export function keysDialog() {
  const title = newId("keys");
  const dialog = h("dialog", { class: "cd-key-list", "aria-labelledby": title },
    h("div", { class: "cd-bar" }, h("h2", { id: title }, "Keys of the desk"), iconButton("remove", "Close", () => dialog.close(), { autofocus: true })),
    h("div", { class: "cd-key-list-body", tabindex: 0, role: "group", "aria-labelledby": title },
      ...KEYS.map(([place, keys]) => h("section", {}, h("h3", {}, place),
        h("dl", {}, ...keys.flatMap(([key, what]) => [h("dt", {}, key), h("dd", {}, what)]))))));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return { element: dialog, open: () => dialog.open || dialog.showModal() };
}
