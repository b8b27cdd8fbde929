// The rows of the abstract: one entry each, patched in place.

import { h, icon, iconButton, newId, setName, setText } from "./dom.js";
import { evidence } from "./evidence.js";

const POA_KEYS = { y: "Y", n: "N", u: "U", w: "W", e: "exempt" };

/** Keys of a row, whatever in it has the focus. `takesPoa` says whether letters set POA. */
function onRowKey(act, key, takesPoa) {
  return (event) => {
    const types = event.target.matches("input, textarea");
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    const up = event.key === "ArrowUp";
    if (up || event.key === "ArrowDown") {
      if (event.altKey) act.move(key, up ? -1 : 1);
      else if (!types && !modified && !event.target.matches("select")) act.step(key, up ? -1 : 1, event.target);
      else return;
    } else if (types || modified) return;
    else if (event.key === "Delete") act.remove(key);
    else if (takesPoa && POA_KEYS[event.key.toLowerCase()]) act.change(key, { poa: POA_KEYS[event.key.toLowerCase()] });
    else return;
    event.preventDefault();
  };
}

/** Dragging by the grip; rows of the same table are the places to drop on. */
function draggable(row, grip, key, act) {
  grip.addEventListener("dragstart", (event) => {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", String(key));
    event.dataTransfer.setDragImage(row, 12, 12);
    act.dragged = { key, table: row.parentElement };
  });
  grip.addEventListener("dragend", () => (act.dragged = null));
  const here = () => act.dragged && act.dragged.table === row.parentElement;
  row.addEventListener("dragover", (event) => {
    if (!here()) return;
    event.preventDefault();
    row.classList.add("cd-drop");
  });
  row.addEventListener("dragleave", () => row.classList.remove("cd-drop"));
  row.addEventListener("drop", (event) => {
    row.classList.remove("cd-drop");
    if (!here()) return;
    event.preventDefault();
    act.moveTo(act.dragged.key, key);
  });
}

function rowParts(entry, act, system) {
  const place = h("span", { class: "cd-place" });
  const grip = h("span", { class: "cd-grip", draggable: "true", title: "Drag to reorder", "aria-hidden": "true" }, icon("grip"));
  const edits = newId("edits");
  const code = h("button", {
    type: "button", class: "cd-link cd-code", "data-part": "code", "aria-describedby": edits, on: { click: () => act.open(system, entry.key) },
  });
  const title = h("span", {});
  const fault = h("span", { class: "cd-fault" });
  const level = h("span", { class: "cd-level", role: "img" });
  const mark = h("button", { type: "button", class: "cd-mark-edit", on: { click: () => act.showEdits(entry.key) } }, icon("warning"), h("span", {}));
  const told = h("span", { class: "cd-hidden", id: edits });
  const proof = evidence(entry.key, act);
  const up = iconButton("up", "", () => act.move(entry.key, -1), { class: "cd-icon-button cd-step" });
  const down = iconButton("down", "", () => act.move(entry.key, 1), { class: "cd-icon-button cd-step" });
  const first = system === "icd-10-cm" ? iconButton("first", "", () => act.makePrincipal(entry.key)) : null;
  const remove = iconButton("remove", "", () => act.remove(entry.key));
  return { place, grip, code, title, fault, level, mark, told, proof, up, down, first, remove };
}

function showCode(parts, entry, known) {
  setText(parts.code, entry.code);
  setName(parts.code, `${entry.code}, show in the Tabular`);
  setText(parts.title, known?.title ?? "");
  setText(parts.fault, known?.line ?? "");
  parts.fault.hidden = !known?.line;
  parts.proof.draw(entry);
  setName(parts.up, `Move ${entry.code} up`);
  setName(parts.down, `Move ${entry.code} down`);
  setName(parts.remove, `Remove ${entry.code}`);
}

/** What the edits and the grouper say of an entry; their places stay while nothing is said. */
export function markRow(row, { findings, level }) {
  const { mark, told, level: tag, code } = row.parts;
  const worst = findings[0]?.severity ?? "none";
  if (mark.dataset.severity !== worst) mark.dataset.severity = worst;
  mark.style.visibility = findings.length ? "" : "hidden";
  setText(mark.lastChild, findings.length ? String(findings.length) : "");
  const titles = findings.map((each) => each.title).join(". ");
  setName(mark, findings.length ? `${code.textContent}: ${titles}. Show the edits` : "");
  setText(told, titles && `Edits: ${titles}.`);
  const shown = level && level.level !== "none" && level.role === "other" ? level.level : "";
  setText(tag, shown);
  tag.classList.toggle("cd-counts", Boolean(shown && level.counts));
  tag.title = shown ? level.explanation : "";
  tag.setAttribute("aria-label", shown ? `${shown}. ${level.explanation}` : "");
  tag.setAttribute("aria-hidden", String(!shown));
}

function assemble(entry, act, parts, fields, takesPoa) {
  const marks = h("span", { class: "cd-marks" }, act.aids.group ? parts.level : null, act.aids.edits ? parts.mark : null, parts.proof.chip, parts.told);
  const row = h(
    "tr",
    { class: "cd-entry", on: { keydown: onRowKey(act, entry.key, takesPoa) } },
    h("th", { scope: "row" }, parts.grip, parts.place),
    h("td", { class: "cd-cell-code" }, parts.code),
    h("td", { class: "cd-cell-title" },
      h("div", { class: "cd-title-line" }, h("span", { class: "cd-title-words" }, parts.title, parts.fault), marks), parts.proof.list),
    fields.length ? h("td", {}, h("div", { class: "cd-cell-fields" }, ...fields)) : null,
    h("td", { class: "cd-cell-actions" }, parts.first, parts.up, parts.down, parts.remove),
  );
  row.parts = { ...parts, fields };
  draggable(row, parts.grip, entry.key, act);
  return row;
}

/** `act`: open, move, moveTo, step, makePrincipal, remove, change, typing, show, detach, showEdits. */
export function diagnosisRow(entry, act, setup) {
  const poa = setup.reports_poa
    ? h(
        "select",
        { class: "cd-input cd-poa", "data-part": "poa", on: { change: () => act.change(entry.key, { poa: poa.value || null }) } },
        h("option", { value: "" }, "–"),
        ...setup.poa.map(({ value, title }) => h("option", { value, title }, value === "exempt" ? "Exempt" : value)),
      )
    : null;
  return assemble(entry, act, rowParts(entry, act, "icd-10-cm"), poa ? [poa] : [], setup.reports_poa);
}

export function updateDiagnosis(row, entry, { known, place, principal, last, setup }) {
  const { parts } = row;
  row.classList.toggle("cd-principal", principal);
  showCode(parts, entry, known);
  setText(parts.place, principal ? (setup.inpatient ? "PDX" : "1st") : String(place));
  parts.place.title = principal ? (setup.inpatient ? "Principal diagnosis" : "First-listed diagnosis") : "";
  setName(parts.first, `Make ${entry.code} ${setup.inpatient ? "principal" : "first-listed"}`);
  parts.first.style.visibility = principal ? "hidden" : "";
  parts.up.disabled = principal;
  parts.down.disabled = last;
  const [poa] = parts.fields;
  if (!poa) return;
  poa.setAttribute("aria-label", `POA of ${entry.code}`);
  if (poa.value !== (entry.poa ?? "")) poa.value = entry.poa ?? "";
  poa.classList.toggle("cd-missing", !entry.poa);
  poa.title = setup.poa.find((each) => each.value === entry.poa)?.title ?? "Present on admission: not chosen yet";
}

export function procedureRow(entry, act, setup) {
  const day = h("input", {
    type: "date", class: "cd-input cd-day", min: setup.first_day, max: setup.last_day,
    on: { change: () => act.change(entry.key, { day: day.value || null }) },
  });
  const surgeon = h("input", {
    class: "cd-input cd-surgeon", list: act.physicians, autocomplete: "off", spellcheck: "false", maxlength: 200, placeholder: "Surgeon",
    on: { input: () => act.typing(entry.key, { surgeon: surgeon.value }), blur: () => act.typed() },
  });
  return assemble(entry, act, rowParts(entry, act, "icd-10-pcs"), [day, surgeon], false);
}

export function updateProcedure(row, entry, { known, place, last }) {
  const { parts } = row;
  showCode(parts, entry, known);
  setText(parts.place, String(place));
  parts.up.disabled = place === 1;
  parts.down.disabled = last;
  const [day, surgeon] = parts.fields;
  day.setAttribute("aria-label", `Date of ${entry.code}`);
  surgeon.setAttribute("aria-label", `Surgeon of ${entry.code}`);
  // What is being typed is left alone; a date is empty until it is whole.
  for (const [field, value] of [[day, entry.day ?? ""], [surgeon, entry.surgeon ?? ""]]) {
    if (field !== document.activeElement && field.value !== value) field.value = value;
  }
  day.classList.toggle("cd-missing", !entry.day);
}
