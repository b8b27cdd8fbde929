// The group that pays a stay: a line under the abstract, and what each code does to it.

import { h, patchList, setText } from "./dom.js";

const EFFECTS = { principal: "PDX", procedure: "Procedure" };

/** `open()` shows the page of the group. */
export function groupLine({ open }) {
  const drg = h("button", { type: "button", class: "cd-link cd-drg", title: "What each code does to the group", on: { click: open } });
  const title = h("span", { class: "cd-drg-title cd-cut" });
  const weight = h("span", { class: "cd-drg-weight" });
  const moved = h("span", { class: "cd-drg-moved cd-cut", role: "status" });
  const element = h("footer", { class: "cd-group-line", role: "group", "aria-label": "Group" }, drg, title, weight, moved);
  const sheet = h("dl", { class: "cd-group-facts" });
  const rows = h("tbody", {});
  const empty = h("p", { class: "cd-hint" });
  const table = h("table", { class: "cd-group-codes", "aria-label": "What each code does to the group" },
    h("thead", {}, h("tr", {}, ...["Code", "Level", "What it does"].map((each) => h("th", { scope: "col" }, each)))), rows);
  const page = h("section", { class: "cd-group-page", "aria-label": "Group", tabindex: 0 }, empty, sheet, table);

  function row([name]) {
    return h("tr", {}, h("th", { scope: "row" }, h("span", { class: "cd-code" }, name.split(" ")[1])), h("td", { class: "cd-group-level" }), h("td", {}));
  }

  function update(made, [, { role, level, counts, explanation }]) {
    const [, tag, text] = made.cells;
    setText(tag, EFFECTS[role] ?? (level === "none" ? "–" : level));
    made.classList.toggle("cd-counts", counts);
    setText(text, explanation);
  }

  function show(group) {
    const change = group.moved;
    setText(drg, group.drg ? `MS-DRG ${group.drg}` : "MS-DRG –");
    setText(title, group.drg ? group.title : group.line);
    title.title = title.textContent;
    setText(weight, group.weight ? `weight ${group.weight}` : "");
    setText(moved, change ? `${change.before} → ${change.after}${change.weight ? ` (${change.weight})` : ""}: ${change.why}` : "");
    moved.title = change?.summary ?? "";
    setText(empty, group.line);
    sheet.hidden = table.hidden = !group.drg;
    if (!group.drg) return;
    const facts = [
      ["Group", `${group.drg} ${group.title}`], ["MDC", group.mdc.replace(/^MDC /, "")], ["Kind", group.kind],
      ["Weight", group.weight || "no table of weights holds it; import one"], ["Grouper", group.version],
      ...(change ? [["Last move", change.summary]] : []),
    ];
    sheet.replaceChildren(...facts.flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, text)]));
    patchList(rows, Object.entries(group.codes), ([name]) => name, row, update);
  }

  show({ drg: "", line: "The group begins with the principal diagnosis." });
  return { element, page, show };
}
