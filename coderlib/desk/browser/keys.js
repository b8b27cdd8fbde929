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
  ["In the code search", [
    ["↑ ↓", "walk the results"],
    ["Enter", "open the Tabular"],
    ["Ctrl+Enter", "add the code; with Shift as principal"],
    ["Esc", "one step back"],
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
