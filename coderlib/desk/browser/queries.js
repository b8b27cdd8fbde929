// Queries to the provider as values: each function gives a new state.

export const MOST_QUERIES = 20;
export const MOST_INDICATORS = 40;
export const MOST_OPTIONS = 20;

const BLANK = {
  kind: null, form: null, provider: "", title: "", stem: "", indicators: [], options: [], sent: false, answer: "",
};

export function queriesOf(state) {
  return state.queries ?? [];
}

export function queryOf(state, id) {
  return queriesOf(state).find((each) => each.id === id) ?? null;
}

/** Begin a query with some of its fields; its id is the last one's plus one. */
export function beginQuery(state, fields = {}) {
  const numbers = queriesOf(state).map((each) => Number(each.id.slice(1)) || 0);
  const query = { ...BLANK, ...fields, id: `q${Math.max(0, ...numbers) + 1}` };
  return [{ ...state, queries: [...queriesOf(state), query] }, query.id];
}

export function changeQuery(state, id, fields) {
  return { ...state, queries: queriesOf(state).map((each) => (each.id === id ? { ...each, ...fields } : each)) };
}

export function dropQuery(state, id) {
  return { ...state, queries: queriesOf(state).filter((each) => each.id !== id) };
}

/** The same draft again, to be sent anew. */
export function copyQuery(state, id) {
  const { kind, form, provider, title, stem, indicators, options } = queryOf(state, id);
  return beginQuery(state, { kind, form, provider, title, stem, indicators, options });
}

/** The standard options of a form that a query does not offer yet. */
export function missingOptions(query, standard) {
  const offered = query.options.map((each) => each.trim().toLowerCase());
  const first = (option) => option.toLowerCase().split(" (")[0];
  return standard.filter((option) => !offered.some((each) => each.startsWith(first(option))));
}
