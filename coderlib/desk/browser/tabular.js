// One entry of the Tabular: title, notes with those inherited, parents and children to walk to.

import { button, h, icon, setText } from "./dom.js";

const KINDS = [
  ["excludes1", "Excludes1", "not coded here"],
  ["code_first", "Code first", ""],
  ["use_additional", "Use additional", ""],
  ["code_also", "Code also", ""],
  ["seventh_character", "7th character", ""],
  ["includes", "Includes", ""],
  ["inclusion_term", "Inclusion terms", ""],
  ["excludes2", "Excludes2", "not included here"],
  ["notes", "Note", ""],
];

const CODE = /\b[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?\b/g;

/** `open(system, code)` walks to another entry; `add` enters this one; `close` goes back. */
export function tabular({ setup, open, add, close }) {
  let shown = null;
  let row = null;

  const path = h("nav", { class: "cd-path", "aria-label": "Above this code" });
  const code = h("span", { class: "cd-code" });
  const title = h("span", {});
  const tag = h("span", { class: "cd-tag" });
  const heading = h("h3", { tabindex: -1 }, code, title, tag);
  const actions = h("div", { class: "cd-actions" });
  const notes = h("div", { class: "cd-notes" });
  const children = h("div", { class: "cd-children" });
  const body = h("div", { class: "cd-tabular-body" });
  const element = h(
    "article",
    {
      class: "cd-tabular", "aria-label": "Tabular entry", hidden: true,
      on: {
        keydown(event) {
          if (event.key === "Escape") {
            event.preventDefault();
            close();
          } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            const diagnosis = event.shiftKey ? "principal" : "other";
            add(shown.system, shown.code, shown.system === "icd-10-pcs" ? "procedure" : diagnosis, row);
          }
        },
      },
    },
    h("div", { class: "cd-tabular-top" },
      h("button", { type: "button", class: "cd-link cd-back", on: { click: close } }, icon("left"), "Results"),
      path),
    heading,
    actions,
    body,
  );

  function walk(to, label = to) {
    return h("button", { type: "button", class: "cd-link", on: { click: () => open(shown.system, to, row) } }, label);
  }

  /** Text in which each code is a way to its entry. */
  function linked(text) {
    if (shown.system !== "icd-10-cm") return [text];
    const parts = [];
    let at = 0;
    for (const found of text.matchAll(CODE)) {
      parts.push(text.slice(at, found.index), walk(found[0]));
      at = found.index + found[0].length;
    }
    parts.push(text.slice(at));
    return parts;
  }

  /** The notes, those at the code itself first, then from the nearest level outward. */
  function noteGroups(list) {
    const levels = new Map();
    for (const note of list) {
      const origin = note.inherited ? note.origin : "";
      levels.set(origin, [...(levels.get(origin) ?? []), note]);
    }
    return [...levels].map(([origin, level]) =>
      h("section", {},
        origin ? h("p", { class: "cd-from" }, `from ${origin}`) : null,
        ...KINDS.map(([kind, label, meaning]) => {
          const group = level.filter((note) => note.kind === kind);
          if (!group.length) return null;
          return h("div", { class: `cd-note cd-${kind}` },
            h("h4", {}, label, meaning ? h("span", { class: "cd-meaning" }, meaning) : null),
            h("ul", {}, ...group.map((note) => h("li", {}, ...linked(note.text)))));
        })),
    );
  }

  function showActions() {
    const { system, code: value, valid } = shown;
    const replaces = row !== null && row.code !== value;
    const enter = (label, place, likely) =>
      button(label, () => add(system, value, place, row), { class: likely && valid ? "cd-button cd-primary" : "cd-button" });
    const made = replaces ? [enter(`Replace ${row.code}`, "replace", true)] : [];
    if (system === "icd-10-cm") {
      made.push(enter(setup.inpatient ? "Add as principal" : "Add as first-listed", "principal", false));
      made.push(enter("Add as other", "other", !replaces));
    } else if (setup.inpatient) {
      made.push(enter("Add procedure", "procedure", !replaces));
    } else {
      made.push(h("span", { class: "cd-hint" }, "ICD-10-PCS is reported for inpatient stays only."));
    }
    actions.replaceChildren(...made);
  }

  return {
    element,
    isOpen: () => !element.hidden,
    hide() {
      element.hidden = true;
      row = null;
    },
    show(entry, from) {
      shown = entry;
      row = from;
      setText(code, entry.code);
      setText(title, entry.title);
      setText(tag, entry.valid ? "" : "needs more characters");
      tag.hidden = entry.valid;
      const above = [entry.chapter, entry.block].filter(Boolean).map((each) => h("span", {}, each));
      if (entry.parent) above.push(walk(entry.parent));
      path.replaceChildren(...above.flatMap((each, n) => (n ? ["›", each] : [each])));
      notes.replaceChildren(...noteGroups(entry.notes));
      children.replaceChildren(...(entry.children.length ? [
        h("h4", {}, entry.valid ? "Below" : "More characters"),
        h("ul", {}, ...entry.children.map((child) =>
          h("li", {}, h("button", { type: "button", class: "cd-child", on: { click: () => open(shown.system, child.code, row) } },
            h("span", { class: "cd-code" }, child.code), h("span", {}, child.title))))),
      ] : []));
      // Who must go on to a longer code wants to see those before the notes.
      body.replaceChildren(...(entry.valid ? [notes, children] : [children, notes]));
      showActions();
      element.hidden = false;
      body.scrollTop = 0;
      heading.focus({ preventScroll: true });
    },
  };
}
