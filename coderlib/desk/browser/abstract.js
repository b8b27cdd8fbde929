// The abstract: the encounter's own fields, diagnoses with POA, procedures, own notes.

import { diagnosisRow, markRow, procedureRow, updateDiagnosis, updateProcedure } from "./abstract_rows.js";
import { debounce, h, newId, patchList, reveal } from "./dom.js";
import { encounterFields } from "./encounter_fields.js";
import {
  addDiagnosis, addProcedure, attach, change, detach, diagnosesOf, entriesOf, entryOf, makePrincipal, move, moveTo, remove, restore,
} from "./entries.js";
import { typedCode, typedDrafts } from "./typed_code.js";
import { withUndo } from "./undo.js";

/**
 * `state()` gives the entries, `set(next)` changes and keeps them, `openCode(system, code, entry)`
 * shows the Tabular entry of one, `show(passage)` a passage of the chart, `showEdits(key)` what
 * the edits say of an entry, `source(passage)` names the document it stands in.
 */
export function abstract({ setup, source, state, set, openCode, show, showEdits }) {
  let codes = {};
  let told = { findings: [], levels: {} };
  const first = setup.inpatient ? "principal" : "first-listed";
  const rows = new Map();
  const physicians = newId("physicians");

  const act = {
    dragged: null,
    aids: setup.aids, source, physicians, show, showEdits,
    open: (system, key) => openCode(system, entryOf(state(), key).code, entryOf(state(), key)),
    move: (key, by) => put(move(state(), key, by), key),
    moveTo: (key, target) => put(moveTo(state(), key, target), key),
    makePrincipal: (key) => put(makePrincipal(state(), key), key),
    change: (key, fields) => set(change(state(), key, fields)),
    detach: (key, passage) => set(detach(state(), key, passage)),
    step,
    remove(key) {
      const [before, entry, near] = [state(), entryOf(state(), key), neighbour(key, 1) ?? neighbour(key, -1)];
      const field = before.procedures.includes(entry) ? procedureField.field : diagnosisField.field;
      set(remove(before, key));
      (rows.get(near)?.parts.code ?? field).focus({ preventScroll: true });
      say(`${entry.code} removed.`, () => {
        set(restore(state(), before, key));
        flash(key);
        rows.get(key)?.parts.code.focus({ preventScroll: true });
      });
    },
    /** What is typed into a row, kept when typing rests. */
    typing(key, fields) {
      if (typed && typed.key !== key) typingSoon.now();
      typed = { key, fields };
      typingSoon();
    },
    typed: () => typingSoon.now(),
  };
  let typed = null;
  const typingSoon = debounce(() => {
    const { key, fields } = typed;
    typed = null;
    set(change(state(), key, fields));
  }, 350);

  const said = h("span", {});
  const { say, undo } = withUndo(said);
  const line = h("p", { class: "cd-line", role: "status" }, said, undo);
  const diagnoses = h("tbody", {});
  const procedures = h("tbody", {});
  const diagnosisTable = table("Diagnoses", diagnoses, "diagnosis", setup.reports_poa ? ["poa", "POA"] : null);
  const procedureTable = table("Procedures", procedures, "procedure", ["day", "Date, surgeon"]);
  const drafts = typedDrafts(setup.place);
  const field = (system, label, place) => typedCode({
    system, label, drafts, shape: setup.shapes[system], enter: (code) => add(system, code, place()),
  });
  const diagnosisField = field("icd-10-cm", "Type a diagnosis code", () => "next");
  const procedureField = field("icd-10-pcs", "Type a procedure code", () => "procedure");
  const encounter = encounterFields({ setup, state, set, open: (code) => openCode("icd-10-cm", code, null) });
  const procedureSection = h("section", { class: "cd-section", "aria-label": "Procedures" },
    h("h3", {}, "Procedures"), procedureTable, procedureField.element,
    h("datalist", { id: physicians }, ...setup.physicians.map((name) => h("option", { value: name }))));
  const notes = h("textarea", {
    class: "cd-input cd-own-notes", rows: 2, "aria-label": "Notes of your own", placeholder: "Notes of your own, kept with the answer",
    on: { input: () => notesSoon(), blur: () => notesSoon.now() },
  });
  const notesSoon = debounce(() => set({ ...state(), notes: notes.value }), 350);
  const body = h("div", { class: "cd-abstract-body" },
    encounter.element,
    h("section", { class: "cd-section", "aria-label": "Diagnoses" }, diagnosisTable, diagnosisField.element),
    procedureSection,
    h("section", { class: "cd-section", "aria-label": "Notes" }, h("h3", {}, "Notes"), notes));
  const tools = h("div", { class: "cd-tools" });
  const element = h("section", { class: "cd-pane cd-abstract", "aria-label": "Abstract" },
    h("div", { class: "cd-bar" }, h("h2", {}, "Abstract"), line, tools), body);

  function table(label, rows, kind, field) {
    const columns = ["place", "code", "title", ...(field ? [field[0]] : []), `${kind}-actions`];
    return h("table", { class: "cd-entries", "aria-label": label },
      h("colgroup", {}, ...columns.map((name) => h("col", { class: `cd-col-${name}` }))),
      h("thead", {}, h("tr", {},
        h("th", { scope: "col" }, "#"), h("th", { scope: "col" }, "Code"), h("th", { scope: "col" }, kind === "diagnosis" ? "Diagnosis" : "Procedure"),
        field ? h("th", { scope: "col" }, field[1]) : null,
        h("th", { scope: "col" }, h("span", { class: "cd-hidden" }, "Change")))),
      rows);
  }

  function put(next, key) {
    if (next !== state()) set(next);
    const entry = entryOf(next, key);
    const list = next.procedures.includes(entry) ? next.procedures : diagnosesOf(next);
    const isFirst = next.principal === entry;
    const row = rows.get(key);
    // A button that the move made useless hands the focus to the code of its row.
    const at = document.activeElement;
    if (!row.contains(at) || at.disabled || at.style.visibility === "hidden") row.parts.code.focus({ preventScroll: true });
    reveal(body, row, 0.5);
    say(isFirst ? `${entry.code} is now the ${first} diagnosis.` : `${entry.code} is now number ${list.indexOf(entry) + 1}.`);
  }

  /** The entry above or below, over from the diagnoses to the procedures. */
  function neighbour(key, by) {
    const all = entriesOf(state());
    return all[all.findIndex((each) => each.key === key) + by]?.key;
  }

  /** The focus to the same part of the row above or below. */
  function step(key, by, from) {
    const row = rows.get(neighbour(key, by));
    if (!row) return;
    const part = from.dataset.part && row.querySelector(`[data-part="${from.dataset.part}"]`);
    (part || row.parts.code).focus({ preventScroll: true });
    reveal(body, row, 0.5);
  }

  /**
   * Enter a code; wanted is "principal", "other", "next" for principal while there is none,
   * "procedure", "admitting", or "replace" for the code of `row`, whose other fields stay; title
   * where it is known. False where it stands in the list already: its row is shown instead.
   */
  function add(system, code, wanted, row = null, title = "") {
    // What the books call it stands in the row at once, so that the row keeps its height.
    if (title) codes = { [`${system} ${code}`]: { title }, ...codes };
    const place = wanted === "next" ? (state().principal ? "other" : "principal") : wanted;
    if (system === "icd-10-pcs" && !setup.inpatient) {
      say("ICD-10-PCS is reported for inpatient stays only.");
      return false;
    }
    if (place === "admitting") {
      set({ ...state(), admitting: code });
      say(`${code} is now the admitting diagnosis.`);
      return true;
    }
    const twin = system === "icd-10-cm" && diagnosesOf(state()).find((each) => each.code === code);
    if (twin) {
      if (place === "principal" && twin !== state().principal) {
        act.makePrincipal(twin.key);
        return true;
      }
      say(`${code} is entered already.`);
      flash(twin.key);
      return false;
    }
    if (place === "replace" && entryOf(state(), row.key)) {
      set(change(state(), row.key, { code }));
      say(`${row.code} replaced by ${code}.`);
      flash(row.key);
      return true;
    }
    const before = new Set(entriesOf(state()).map((each) => each.key));
    if (system === "icd-10-pcs") set(addProcedure(state(), code));
    else set(addDiagnosis(state(), code, place === "principal"));
    const as = { principal: `as ${first} diagnosis`, procedure: "as procedure" }[place] ?? "as other diagnosis";
    say(`${code} added ${as}.`);
    flash(entriesOf(state()).find((each) => !before.has(each.key)).key);
    return true;
  }

  function flash(key) {
    const row = rows.get(key);
    if (!row) return;
    reveal(body, row, 0.5);
    row.classList.remove("cd-flash");
    void row.offsetWidth; // begins the animation anew
    row.classList.add("cd-flash");
  }

  const EMPTY = { key: "empty" };

  function makeRow(make) {
    return (entry) => {
      const row = make(entry, act, setup);
      rows.set(entry.key, row);
      return row;
    };
  }

  function makeDiagnosis(entry) {
    if (entry !== EMPTY) return makeRow(diagnosisRow)(entry);
    return h("tr", { class: "cd-empty" },
      h("th", { scope: "row" }, h("span", { class: "cd-place" }, setup.inpatient ? "PDX" : "1st")),
      h("td", { colspan: setup.reports_poa ? 4 : 3 }, `No ${first} diagnosis yet: find its code above, or type it below.`));
  }

  function markEntry(row, entry, system) {
    const findings = told.findings.filter((each) => each.severity !== "reminder" && each.keys.includes(entry.key));
    markRow(row, { findings, level: told.levels[`${system} ${entry.code}`] });
  }

  /** Bring the page in line with the entries. */
  function draw() {
    const now = state();
    const list = diagnosesOf(now);
    patchList(diagnoses, now.principal ? list : [EMPTY, ...list], (each) => each.key, makeDiagnosis, (row, entry, index) => {
      if (entry === EMPTY) return;
      updateDiagnosis(row, entry, {
        setup, known: codes[`icd-10-cm ${entry.code}`], principal: entry === now.principal, place: index + 1,
        last: entry === list.at(-1),
      });
      markEntry(row, entry, "icd-10-cm");
    });
    patchList(procedures, now.procedures, (each) => each.key, makeRow(procedureRow), (row, entry, index) => {
      updateProcedure(row, entry, {
        known: codes[`icd-10-pcs ${entry.code}`], place: index + 1, last: index === now.procedures.length - 1,
      });
      markEntry(row, entry, "icd-10-pcs");
    });
    encounter.draw(codes[`icd-10-cm ${now.admitting}`]);
    procedureSection.hidden = !setup.inpatient && !now.procedures.length;
    procedureTable.hidden = !now.procedures.length;
    diagnosisField.field.placeholder = now.principal ? "Type a diagnosis code" : `Type the ${first} code`;
    procedureField.field.placeholder = "Type a procedure code";
    if (notes !== document.activeElement && notes.value !== now.notes) notes.value = now.notes;
  }

  return {
    element,
    tools,
    focus: () => diagnosisField.field.focus(),
    add,
    draw,
    /** Send what is still being typed; says whether anything was. */
    flush: () => [notesSoon.now(), typingSoon.now(), encounter.flush()].some(Boolean),
    /** Take back a removal, while its button is shown. */
    undo: () => undo.hidden || undo.click(),
    /** What the code books say of the codes entered. */
    describe(known) {
      codes = known;
      draw();
    },
    /** What the edits and the grouper say: findings with the `keys` of rows, levels by code. */
    mark(findings, levels) {
      told = { findings, levels };
      draw();
    },
    /** The entries by key, for whoever attaches something to one. */
    targets: () => entriesOf(state()).map(({ key, code }) => ({
      key, label: [code, codes[`icd-10-cm ${code}`]?.title ?? codes[`icd-10-pcs ${code}`]?.title].filter(Boolean).join(" "),
    })),
    attach(passage, key) {
      const next = attach(state(), key, passage);
      if (next === state()) {
        say("That passage is attached already.");
        return;
      }
      set(next);
      say(`Attached to ${entryOf(next, key).code} as evidence.`);
      flash(key);
    },
    /** Lead to the row of an entry. */
    showRow(key) {
      flash(key);
      rows.get(key)?.parts.code.focus({ preventScroll: true });
    },
  };
}
