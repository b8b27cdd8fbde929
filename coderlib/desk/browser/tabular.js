// One entry of the Tabular: title, notes with those inherited, parents and children to walk to.

import { button, h, icon, iconButton, setName, setText } from "./dom.js";
import { derivedMark } from "./pcs_column.js";

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

/**
 * `open(system, code, row)` walks to another entry, `add` enters this one, `close` goes back;
 * `inIndex(system, code)` and `inTable(code)` lead to the other books, `travel` through the entries seen.
 */
export function tabular({ setup, open, add, close, inIndex, inTable, travel }) {
  let shown = null;
  let row = null;
  let first = false; // whether a principal diagnosis is still wanted

  const path = h("nav", { class: "cd-path", "aria-label": "Above this code" });
  const backWords = h("span", {}, "Results");
  const step = (name, label, go, keys, kind = "cd-icon-button") =>
    iconButton(name, label, go, { "aria-keyshortcuts": keys, class: kind });
  const steps = {
    back: step("left", "Back to the entry before (Alt+Left)", () => travel.back(), "Alt+ArrowLeft"),
    forward: step("left", "Forward (Alt+Right)", () => travel.forward(), "Alt+ArrowRight", "cd-icon-button cd-turned"),
    previous: step("up", "", () => beside("previous"), "["),
    next: step("down", "", () => beside("next"), "]"),
  };
  const code = h("span", { class: "cd-code" });
  const title = h("span", {});
  const tag = h("span", { class: "cd-tag" });
  const heading = h("h3", { tabindex: -1 }, code, title, tag);
  const actions = h("div", { class: "cd-actions" });
  const notes = h("div", { class: "cd-notes" });
  const characters = h("div", {});
  const children = h("div", { class: "cd-children" });
  const siblings = h("div", { class: "cd-children" });
  const body = h("div", { class: "cd-tabular-body" });
  const element = h("article", { class: "cd-tabular", "aria-label": "Tabular entry", hidden: true, on: { keydown: onKey } },
    h("div", { class: "cd-tabular-top" },
      h("button", { type: "button", class: "cd-link", on: { click: close } }, icon("left"), backWords),
      path,
      h("div", { class: "cd-steps" }, ...Object.values(steps))),
    h("div", { class: "cd-tabular-head" }, heading, actions),
    body,
  );

  function onKey(event) {
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && command) {
      const diagnosis = event.shiftKey ? "principal" : "next";
      add(shown.system, shown.code, shown.system === "icd-10-pcs" ? "procedure" : diagnosis, row);
    } else if (event.key === "[" && !command) beside("previous");
    else if (event.key === "]" && !command) beside("next");
    else return;
    event.preventDefault();
  }

  /** Walk to the code before or after this one in the book. */
  function beside(which) {
    if (shown[which]) open(shown.system, shown[which].code, row);
  }

  function list(of, label) {
    return of.length ? [
      h("h4", {}, label),
      h("ul", {}, ...of.map((one) =>
        h("li", {}, h("button", {
          type: "button", class: "cd-child", "aria-current": one.code === shown.code ? "true" : null,
          on: { click: () => open(shown.system, one.code, row) },
        }, h("span", { class: "cd-code" }, one.code), h("span", {}, one.title))))),
    ] : [];
  }

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
          return h("div", { class: `cd-${kind}` },
            h("h4", {}, label, meaning ? h("span", { class: "cd-meaning" }, meaning) : null),
            h("ul", {}, ...group.map((note) => h("li", {}, ...linked(note.text)))));
        })),
    );
  }

  /** What each character of a procedure code stands for. */
  function characterRows(list) {
    return list.map((one) =>
      h("div", { class: "cd-character" },
        h("span", { class: "cd-meaning" }, one.axis),
        h("span", { class: "cd-code" }, one.value),
        h("span", {}, one.label,
          one.derived && !one.label.startsWith("(") ? derivedMark() : null,
          one.definition ? h("span", { class: "cd-matched" }, one.definition) : null)));
  }

  function showActions() {
    const { system, code: value, valid } = shown;
    const replaces = row !== null && row.code !== value;
    const enter = (label, place) => button(label, () => add(system, value, place, row), { class: "cd-button", "data-place": place });
    const made = replaces ? [enter(`Replace ${row.code}`, "replace")] : [];
    if (system === "icd-10-cm") {
      made.push(enter(setup.inpatient ? "Add as principal" : "Add as first-listed", "principal"));
      made.push(enter("Add as other", "other"));
    } else if (setup.inpatient) {
      made.push(enter("Add procedure", "procedure"));
    } else {
      made.push(h("span", { class: "cd-hint" }, "ICD-10-PCS is reported for inpatient stays only."));
    }
    if (system === "icd-10-pcs") {
      made.push(button("Open in its table", () => inTable(value), { "aria-keyshortcuts": "Alt+Enter" }));
    }
    made.push(button("In the index", () => inIndex(system, value), system === "icd-10-cm" ? { "aria-keyshortcuts": "Alt+Enter" } : {}));
    actions.replaceChildren(...made);
    showLikely();
  }

  /** The button that is most likely meant stands out. */
  function showLikely() {
    if (!shown) return;
    const replaces = row !== null && row.code !== shown.code;
    const likely = replaces ? "replace" : { "icd-10-pcs": "procedure" }[shown.system] ?? (first ? "principal" : "other");
    for (const each of actions.children) each.classList.toggle("cd-primary", shown.valid && each.dataset.place === likely);
  }

  return {
    element,
    isOpen: () => !element.hidden,
    hide() {
      element.hidden = true;
      row = null;
    },
    shown: () => shown,
    wantsPrincipal(wanted) {
      first = wanted;
      showLikely();
    },
    row: () => row,
    /** Show an entry; `from` is the entry of the abstract it was opened from, `led` what the way back is called. */
    show(entry, from, led) {
      shown = entry;
      row = from;
      setText(backWords, led);
      setText(code, entry.code);
      setText(title, entry.title);
      setText(tag, entry.state);
      tag.hidden = entry.valid;
      const above = [entry.chapter, entry.block].filter(Boolean).map((each) => h("span", { title: each }, each));
      above.push(...entry.above.map((each) => {
        const link = walk(each.code);
        link.title = each.title;
        return link;
      }));
      path.replaceChildren(...above.flatMap((each, n) => (n ? ["›", each] : [each])));
      for (const [name, words, key] of [["previous", "Previous code", "["], ["next", "Next code", "]"]]) {
        const to = entry[name];
        steps[name].disabled = !to;
        setName(steps[name], to ? `${words}: ${to.code} ${to.title} (${key})` : words);
      }
      steps.back.disabled = !travel.hasBack();
      steps.forward.disabled = !travel.hasForward();
      characters.replaceChildren(...characterRows(entry.characters ?? []));
      notes.replaceChildren(...noteGroups(entry.notes));
      children.replaceChildren(...list(entry.children, "More characters"));
      siblings.replaceChildren(...list(entry.siblings, "Beside this code"));
      // Who must go on to a longer code wants to see those before the notes.
      body.replaceChildren(...(entry.children.length ? [children, notes] : [characters, notes, siblings]));
      showActions();
      element.hidden = false;
      body.scrollTop = 0;
      heading.focus({ preventScroll: true });
    },
  };
}
