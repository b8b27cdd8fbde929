// The abstract: diagnoses in their order with POA, procedures with their dates, own notes.

import { diagnosisRow, procedureRow, updateDiagnosis, updateProcedure } from "./abstract_rows.js";
import { button, debounce, h, patchList, reveal, setText } from "./dom.js";
import {
  addDiagnosis, addProcedure, change, diagnosesOf, entryOf, makePrincipal, move, moveTo, readCode, remove,
} from "./entries.js";

/**
 * `state()` gives the entries, `set(next)` changes and keeps them, `openCode(system, code, entry)`
 * shows the Tabular entry of one.
 */
export function abstract({ setup, state, set, openCode }) {
  let codes = {};
  const first = setup.inpatient ? "principal" : "first-listed";

  const act = {
    dragged: null,
    open: (system, key) => openCode(system, entryOf(state(), key).code, entryOf(state(), key)),
    move: (key, by) => put(move(state(), key, by), key),
    moveTo: (key, target) => put(moveTo(state(), key, target), key),
    makePrincipal: (key) => put(makePrincipal(state(), key), key),
    change: (key, fields) => set(change(state(), key, fields)),
    remove(key) {
      const [before, entry] = [state(), entryOf(state(), key)];
      set(remove(before, key));
      say(`${entry.code} removed.`, () => set({ ...before, notes: state().notes }));
    },
  };

  const said = h("span", {});
  const undo = button("Undo", null, { class: "cd-link", hidden: true });
  const line = h("p", { class: "cd-line", role: "status" }, said, undo);
  const diagnoses = h("tbody", {});
  const procedures = h("tbody", {});
  const diagnosisTable = table("Diagnoses", diagnoses, "diagnosis", setup.reports_poa ? ["poa", "POA"] : null);
  const procedureTable = table("Procedures", procedures, "procedure", ["day", "Date"]);
  const diagnosisField = typedCode("icd-10-cm", "Type a diagnosis code", () => (state().principal ? "other" : "principal"));
  const procedureField = typedCode("icd-10-pcs", "Type a procedure code", () => "procedure");
  const procedureSection = h("section", { class: "cd-section", "aria-label": "Procedures" },
    h("h3", {}, "Procedures"), procedureTable, procedureField.element);
  const notes = h("textarea", {
    class: "cd-input cd-own-notes", rows: 3, "aria-label": "Notes of your own", placeholder: "Notes of your own, kept with the answer",
    on: { input: () => notesSoon(), blur: () => notesSoon.now() },
  });
  const notesSoon = debounce(() => set({ ...state(), notes: notes.value }), 350);
  const body = h("div", { class: "cd-abstract-body" },
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
        h("th", { scope: "col" }, "#"), h("th", { scope: "col" }, "Code"), h("th", { scope: "col" }, "Title"),
        field ? h("th", { scope: "col" }, field[1]) : null,
        h("th", { scope: "col" }, h("span", { class: "cd-hidden" }, "Change")))),
      rows);
  }

  /** A field for a code typed straight in; what is not shaped like a code stays in it. */
  function typedCode(system, label, place) {
    const shape = setup.shapes[system];
    const wrong = h("span", { class: "cd-fault", role: "alert" });
    const enter = () => {
      const code = readCode(shape.shape, system, field.value);
      if (!field.value.trim()) return;
      setText(wrong, code ? "" : `Not shaped like an ${shape.title} code: ${shape.words}.`);
      if (!code) return;
      if (add(system, code, place())) field.value = "";
    };
    const field = h("input", {
      class: "cd-input cd-typed", "aria-label": label, autocomplete: "off", spellcheck: "false", maxlength: 20,
      on: {
        input: () => setText(wrong, ""),
        keydown(event) {
          if (event.key !== "Enter") return;
          event.preventDefault();
          enter();
        },
      },
    });
    return { field, element: h("div", { class: "cd-typing" }, field, button("Add", enter, { "aria-label": `Add typed ${shape.title} code` }), wrong) };
  }

  function put(next, key) {
    if (next !== state()) set(next);
    const entry = entryOf(next, key);
    const list = next.procedures.includes(entry) ? next.procedures : diagnosesOf(next);
    const isFirst = next.principal === entry;
    say(isFirst ? `${entry.code} is now the ${first} diagnosis.` : `${entry.code} is now number ${list.indexOf(entry) + 1}.`);
  }

  function say(text, undoing = null) {
    setText(said, text);
    undo.hidden = !undoing;
    undo.onclick = () => {
      undoing?.();
      say("");
    };
  }

  /** Enter a code. False where it stands in the list already: its row is shown instead. */
  function add(system, code, place, row = null) {
    if (system === "icd-10-pcs" && !setup.inpatient) {
      say("ICD-10-PCS is reported for inpatient stays only.");
      return false;
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
    const before = new Set([...diagnosesOf(state()), ...state().procedures].map((each) => each.key));
    if (system === "icd-10-pcs") set(addProcedure(state(), code));
    else set(addDiagnosis(state(), code, place === "principal"));
    const as = { principal: `as ${first} diagnosis`, procedure: "as procedure" }[place] ?? "as other diagnosis";
    say(`${code} added ${as}.`);
    flash([...diagnosesOf(state()), ...state().procedures].find((each) => !before.has(each.key)).key);
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

  const rows = new Map();
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
    });
    patchList(procedures, now.procedures, (each) => each.key, makeRow(procedureRow), (row, entry, index) =>
      updateProcedure(row, entry, {
        known: codes[`icd-10-pcs ${entry.code}`], place: index + 1, last: index === now.procedures.length - 1,
      }),
    );
    procedureSection.hidden = !setup.inpatient && !now.procedures.length;
    procedureTable.hidden = !now.procedures.length;
    diagnosisField.field.placeholder = now.principal ? "Type another code" : `Type the ${first} code`;
    procedureField.field.placeholder = "Type an ICD-10-PCS code";
    if (notes !== document.activeElement && notes.value !== now.notes) notes.value = now.notes;
  }

  return {
    element,
    tools,
    add,
    draw,
    /** Send what is still being typed into the notes. */
    flush: () => notesSoon.now(),
    /** What the code books say of the codes entered. */
    describe(known) {
      codes = known;
      draw();
    },
  };
}
