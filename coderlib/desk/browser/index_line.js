// One line of the alphabetic index: its words, the codes it leads to, and where to look instead.

import { h, icon, newId } from "./dom.js";

/** `act` holds toggle, point, open, follow and path. */
export function indexLine(row, act) {
  const { line, term } = row;
  const twisty = h("span", { class: "cd-twisty", "aria-hidden": "true" }, icon("left"));
  const item = h("li", {
    role: "treeitem", id: newId("line"), class: line.depth ? "cd-line-of-index" : "cd-line-of-index cd-main-term",
    style: `--cd-depth: ${line.depth ?? 0}`,
  });
  twisty.onclick = (event) => {
    event.stopPropagation();
    act.point(item.cdRow);
    act.toggle(item.cdRow);
  };
  item.onclick = () => {
    act.point(item.cdRow);
    if (term.path) act.path(term.path);
    else if (!item.cdRow.term.lines) act.toggle(item.cdRow);
  };
  const link = (label, go, kind = "cd-link") =>
    h("button", {
      type: "button", class: kind, tabindex: -1,
      on: {
        click(event) {
          event.stopPropagation();
          act.point(item.cdRow);
          go();
        },
      },
    }, label);
  const refer = (words, targets) =>
    (targets ?? []).map((target) =>
      h("span", { class: "cd-refers" }, h("i", {}, words), " ", target === "condition" ? target : link(target, () => act.follow(target))));
  item.append(
    twisty,
    h("span", { class: "cd-line-words" },
      h("span", { class: "cd-line-title" }, line.title),
      line.nonessential ? h("span", { class: "cd-nonessential" }, ` ${/^\(/.test(line.nonessential) ? line.nonessential : `(${line.nonessential})`}`) : null,
      ...(line.codes ?? []).map((code) => link(code, () => act.open(code), "cd-link cd-code")),
      ...(line.manifestation ?? []).map((code) => link(`[${code}]`, () => act.open(code), "cd-link cd-code")),
      ...refer("see", line.see),
      ...refer("see also", line.see_also),
      ...(line.use ?? []).map((text) => h("span", { class: "cd-refers" }, h("i", {}, "use"), ` ${text}`))),
  );
  return item;
}

/** Bring a line in step with the tree: what it stands for, whether it is open, and pointed to. */
export function updateIndexLine(item, row, { pointed, opened }) {
  item.cdRow = row;
  const { line, term } = row;
  item.setAttribute("aria-level", (line.depth ?? 0) + 1);
  if (line.more && !term.path) item.setAttribute("aria-expanded", String(opened));
  else item.removeAttribute("aria-expanded");
  item.setAttribute("aria-selected", String(pointed));
  item.tabIndex = pointed ? 0 : -1;
  for (const link of item.querySelectorAll("button")) link.tabIndex = pointed ? 0 : -1;
}
