// The rows of the abstract: one entry each, patched in place.

import { h, icon, iconButton, setName, setText } from "./dom.js";

/** The keys by which a row is moved, whatever in it has the focus. */
function onRowKey(act, key) {
  return (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    act.move(key, event.key === "ArrowUp" ? -1 : 1);
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
  const code = h("button", { type: "button", class: "cd-link cd-code", on: { click: () => act.open(system, entry.key) } });
  const title = h("span", { class: "cd-entry-title" });
  const fault = h("span", { class: "cd-fault" });
  const up = iconButton("up", "", () => act.move(entry.key, -1));
  const down = iconButton("down", "", () => act.move(entry.key, 1));
  const first = system === "icd-10-cm" ? iconButton("first", "", () => act.makePrincipal(entry.key)) : null;
  const remove = iconButton("remove", "", () => act.remove(entry.key));
  return { place, grip, code, title, fault, up, down, first, remove };
}

function showCode(parts, entry, known) {
  setText(parts.code, entry.code);
  setName(parts.code, `${entry.code}, show in the Tabular`);
  setText(parts.title, known?.title ?? "");
  setText(parts.fault, known?.line ?? "");
  parts.fault.hidden = !known?.line;
  setName(parts.up, `Move ${entry.code} up`);
  setName(parts.down, `Move ${entry.code} down`);
  setName(parts.remove, `Remove ${entry.code}`);
}

function assemble(entry, act, parts, field) {
  const row = h(
    "tr",
    { class: "cd-entry", on: { keydown: onRowKey(act, entry.key) } },
    h("th", { scope: "row" }, parts.grip, parts.place),
    h("td", { class: "cd-cell-code" }, parts.code),
    h("td", { class: "cd-cell-title" }, parts.title, parts.fault),
    field ? h("td", { class: "cd-cell-field" }, field) : null,
    h("td", { class: "cd-cell-actions" }, parts.first, parts.up, parts.down, parts.remove),
  );
  row.parts = { ...parts, field };
  draggable(row, parts.grip, entry.key, act);
  return row;
}

/** `act`: open, move, moveTo, makePrincipal, remove, change. */
export function diagnosisRow(entry, act, setup) {
  const poa = setup.reports_poa
    ? h(
        "select",
        { class: "cd-input cd-poa", on: { change: () => act.change(entry.key, { poa: poa.value || null }) } },
        h("option", { value: "" }, "–"),
        ...setup.poa.map(({ value, title }) => h("option", { value, title }, value === "exempt" ? "Exempt" : value)),
      )
    : null;
  return assemble(entry, act, rowParts(entry, act, "icd-10-cm"), poa);
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
  if (parts.field) {
    parts.field.setAttribute("aria-label", `POA of ${entry.code}`);
    if (parts.field.value !== (entry.poa ?? "")) parts.field.value = entry.poa ?? "";
    parts.field.classList.toggle("cd-missing", !entry.poa);
    parts.field.title = setup.poa.find((each) => each.value === entry.poa)?.title ?? "Present on admission: not chosen yet";
  }
}

export function procedureRow(entry, act, setup) {
  const day = h("input", {
    type: "date", class: "cd-input cd-day", min: setup.first_day, max: setup.last_day,
    on: { change: () => act.change(entry.key, { day: day.value || null }) },
  });
  return assemble(entry, act, rowParts(entry, act, "icd-10-pcs"), day);
}

export function updateProcedure(row, entry, { known, place, last }) {
  const { parts } = row;
  showCode(parts, entry, known);
  setText(parts.place, String(place));
  parts.up.disabled = place === 1;
  parts.down.disabled = last;
  parts.field.setAttribute("aria-label", `Date of ${entry.code}`);
  // A date being typed is empty until it is whole: leave it alone.
  if (parts.field !== document.activeElement && parts.field.value !== (entry.day ?? "")) {
    parts.field.value = entry.day ?? "";
  }
  parts.field.classList.toggle("cd-missing", !entry.day);
}
