// What an abstract says of the encounter itself: admitting diagnosis and disposition.

import { button, debounce, h, newId, setName, setText } from "./dom.js";
import { readCode } from "./entries.js";

const SYSTEM = "icd-10-cm";

/** `state()` and `set(next)` as in the abstract; `open(code)` shows a code in the Tabular. */
export function encounterFields({ setup, state, set, open }) {
  const shape = setup.shapes[SYSTEM];
  const saidId = newId("admitting");
  let typing = false;
  let told = null;
  const code = h("input", {
    class: "cd-input cd-typed cd-admitting", id: newId("field"), "aria-describedby": saidId, autocomplete: "off", spellcheck: "false", maxlength: 40,
    on: {
      input() {
        typing = true;
        soon();
      },
      blur: () => settle(),
      keydown(event) {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        settle();
      },
    },
  });
  const soon = debounce(() => put(code.value), 350);
  const title = button("", () => open(state().admitting), { class: "cd-link cd-admitting-title cd-cut" });
  const wrong = h("span", { class: "cd-fault cd-cut" });
  const said = h("span", { id: saidId, class: "cd-admitting-said" }, title, wrong);
  const status = h("select", {
    class: "cd-input cd-disposition", id: newId("field"),
    on: { change: () => set({ ...state(), disposition: status.value === setup.disposition ? "" : status.value }) },
  }, ...setup.dispositions.map(({ value, title: words }) => h("option", { value }, `${value} ${words}`)));
  const differs = h("span", { class: "cd-differs", role: "status" });
  const element = h("section", { class: "cd-fields", "aria-label": "Encounter in the abstract" },
    setup.inpatient
      ? h("div", { class: "cd-field" }, h("label", { for: code.id }, "Admitting"), code, said)
      : null,
    h("div", { class: "cd-field" }, h("label", { for: status.id }, "Disposition"), status, differs));

  /** Keep a code as it was typed; the same again is no change. */
  function put(text) {
    if (text !== (state().admitting ?? "")) set({ ...state(), admitting: text });
  }

  /** Typing is done: a code takes its one spelling, anything else is told and stays. */
  function settle() {
    typing = false;
    code.value = readCode(shape.shape, SYSTEM, code.value) ?? code.value.trim();
    if (!soon.now()) put(code.value);
    draw(told);
  }

  /** `known` is what the books say of the code. */
  function draw(known) {
    told = known;
    const { admitting = "", disposition = "" } = state();
    if (!typing && code.value !== admitting) code.value = admitting;
    const shaped = !admitting || readCode(shape.shape, SYSTEM, admitting);
    setText(title, known?.title ?? "");
    setName(title, known?.title ? `${admitting} ${known.title}, show in the Tabular` : "Show in the Tabular");
    // A code being typed is not wrong yet.
    const fault = shaped ? (known?.line ?? "") : `Not shaped like an ${shape.title} code.`;
    setText(wrong, typing ? "" : fault);
    wrong.title = wrong.textContent;
    title.hidden = typing || fault !== "" || !known?.title;
    const value = disposition || setup.disposition;
    if (status.value !== value) status.value = value;
    setText(differs, value === setup.disposition ? "" : `registered: ${setup.disposition}`);
  }

  return { element, draw, flush: () => soon.now() };
}
