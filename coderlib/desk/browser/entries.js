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

/** Whether two responses hold the same entries, queries and notes. */
export function sameEntries(one, other) {
  const shown = ({ principal, others, procedures, queries, notes }) =>
    JSON.stringify([
      principal && [principal.code, principal.poa],
      others.map((each) => [each.code, each.poa]),
      procedures.map((each) => [each.code, each.day]),
      queries ?? [],
      notes,
    ]);
  return shown(one) === shown(other);
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

export function entryOf(state, key) {
  return [...diagnosesOf(state), ...state.procedures].find((each) => each.key === key) ?? null;
}

/** Add a diagnosis; the principal one before it, if any, becomes the first of the others. */
export function addDiagnosis(state, code, asPrincipal) {
  const entry = keyed({ code, poa: null });
  if (!asPrincipal) return { ...state, others: [...state.others, entry] };
  return { ...state, principal: entry, others: diagnosesOf(state) };
}

export function addProcedure(state, code) {
  return { ...state, procedures: [...state.procedures, keyed({ code, day: null })] };
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
