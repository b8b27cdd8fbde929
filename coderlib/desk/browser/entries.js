// The entries of the abstract, as values: each function gives a new state.
// Each entry has a `key` of its own, which the page knows it by and no file keeps.

let keys = 0;

function keyed(entry) {
  keys += 1;
  return { ...entry, key: keys };
}

function plain({ key, ...entry }) {
  return entry;
}

export function fromResponse(response) {
  return {
    ...response,
    principal: response.principal ? keyed(response.principal) : null,
    others: response.others.map(keyed),
    procedures: response.procedures.map(keyed),
  };
}

export function toResponse(state) {
  return {
    ...state,
    principal: state.principal ? plain(state.principal) : null,
    others: state.others.map(plain),
    procedures: state.procedures.map(plain),
  };
}

/** Whether two responses hold the same, whatever was looked at and however long it took. */
export function sameEntries(one, other) {
  const plainly = (_, value) => {
    if (value === "" || (Array.isArray(value) && !value.length)) return null;
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== "" && each.length !== 0).sort());
  };
  const held = ({ opened, seconds, ...rest }) => JSON.stringify(rest, plainly);
  return held(one) === held(other);
}

/** A code in its one spelling, or null where it has not the shape of its classification. */
export function readCode(shape, system, text) {
  let code = text.replace(/[\s.]/g, "").toUpperCase();
  if (system === "icd-10-cm" && code.length > 3) code = `${code.slice(0, 3)}.${code.slice(3)}`;
  return new RegExp(`^(?:${shape})$`).test(code) ? code : null;
}

export function diagnosesOf(state) {
  return state.principal ? [state.principal, ...state.others] : state.others;
}

/** All entries, as they stand on the page. */
export function entriesOf(state) {
  return [...diagnosesOf(state), ...state.procedures];
}

export function entryOf(state, key) {
  return entriesOf(state).find((each) => each.key === key) ?? null;
}

/** Add a diagnosis; the principal one before it, if any, becomes the first of the others. */
export function addDiagnosis(state, code, asPrincipal) {
  const entry = keyed({ code, poa: null, evidence: [] });
  if (!asPrincipal) return { ...state, others: [...state.others, entry] };
  return { ...state, principal: entry, others: diagnosesOf(state) };
}

export function addProcedure(state, code) {
  return { ...state, procedures: [...state.procedures, keyed({ code, day: null, surgeon: "", evidence: [] })] };
}

/** Change fields of one entry wherever it stands. */
export function change(state, key, fields) {
  const changed = (entry) => (entry && entry.key === key ? { ...entry, ...fields } : entry);
  return {
    ...state,
    principal: changed(state.principal),
    others: state.others.map(changed),
    procedures: state.procedures.map(changed),
  };
}

export function remove(state, key) {
  const stays = (entry) => entry.key !== key;
  return {
    ...state,
    principal: state.principal && stays(state.principal) ? state.principal : null,
    others: state.others.filter(stays),
    procedures: state.procedures.filter(stays),
  };
}

/** Put a removed entry back to where it stood in the state before, among what came since. */
export function restore(state, before, key) {
  if (entryOf(state, key)) return state;
  const entry = entryOf(before, key);
  if (before.principal === entry && !state.principal) return { ...state, principal: entry };
  const name = before.procedures.includes(entry) ? "procedures" : "others";
  const at = Math.max(0, before[name].indexOf(entry));
  return { ...state, [name]: [...state[name].slice(0, at), entry, ...state[name].slice(at)] };
}

const MOST_PASSAGES = 40; // of one entry, as the answer file takes them

/** A passage by its place in the chart. */
export function spotOf({ document, start, end }) {
  return `${document} ${start} ${end}`;
}

/** Attach a passage of the chart to an entry; the same state where it stands there already. */
export function attach(state, key, passage) {
  const held = entryOf(state, key)?.evidence ?? [];
  if (!entryOf(state, key) || held.length >= MOST_PASSAGES) return state;
  if (held.some((each) => spotOf(each) === spotOf(passage))) return state;
  const { document, start, end, quote } = passage;
  return change(state, key, { evidence: [...held, { document, start, end, quote }] });
}

export function detach(state, key, passage) {
  const held = entryOf(state, key)?.evidence ?? [];
  return change(state, key, { evidence: held.filter((each) => spotOf(each) !== spotOf(passage)) });
}

/** All passages attached, each labelled by the code it supports. */
export function passagesOf(state) {
  return entriesOf(state).flatMap((entry) =>
    (entry.evidence ?? []).map((passage) => ({ ...passage, label: entry.code })));
}

export function makePrincipal(state, key) {
  const entry = state.others.find((each) => each.key === key);
  if (!entry) return state;
  const rest = state.others.filter((each) => each.key !== key);
  return { ...state, principal: entry, others: state.principal ? [state.principal, ...rest] : rest };
}

/** Move an entry by a number of places; past the first of the others it becomes principal. */
export function move(state, key, by) {
  if (state.procedures.some((each) => each.key === key)) {
    return { ...state, procedures: moved(state.procedures, key, by) };
  }
  if (state.principal) {
    const [principal, ...others] = moved(diagnosesOf(state), key, by);
    return { ...state, principal, others };
  }
  if (by < 0 && state.others[0]?.key === key) return makePrincipal(state, key);
  return { ...state, others: moved(state.others, key, by) };
}

/** Move an entry to where another of its list stands. */
export function moveTo(state, key, target) {
  for (const list of [diagnosesOf(state), state.procedures]) {
    const from = list.findIndex((each) => each.key === key);
    const to = list.findIndex((each) => each.key === target);
    if (from >= 0 && to >= 0 && from !== to) return move(state, key, to - from);
  }
  return state;
}

function moved(list, key, by) {
  const from = list.findIndex((each) => each.key === key);
  const to = Math.min(list.length - 1, Math.max(0, from + by));
  if (from < 0 || from === to) return list;
  const next = list.slice();
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
