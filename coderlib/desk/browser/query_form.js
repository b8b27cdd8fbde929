// The parts of a query that is being written: reason, indicators, question, options.

import { findWords } from "./document_page.js";
import { button, debounce, h, iconButton, newId, patchList, setText } from "./dom.js";
import { spotOf } from "./entries.js";
import { LONGEST_QUOTE, trimmedPassage } from "./passages.js";
import { MOST_INDICATORS, MOST_OPTIONS, missingOptions } from "./queries.js";
import { indicatorButton } from "./quotes.js";

const SHOWN_PLACES = 5;
const CLAUSE_END = /[;\n]|[.,](?=\s|$)/g;

/**
 * `put(fields)` changes the query, `quote(passage)` adds an indicator, `show(passage)` shows it
 * in the record, `source(passage)` names its document, `say(line)` tells the user.
 */
export function queryForm({ setup, chart, put, quote, show, source, say }) {
  const { kinds, forms, providers } = setup.querying;
  let query = null;

  const reason = choice("Reason", "Choose", kinds.map(({ value, title }) => [value, title]), (kind) => put({ kind: kind || null }));
  const provider = choice("Provider", "Choose", providers.map(({ name, role }) => [name, `${name}, ${role}`]), (name) => put({ provider: name }));
  const form = choice("Form", "Choose", forms.map(({ value, title }) => [value, title]), (value) => put({ form: value || null }));
  const meaning = h("p", { class: "cd-hint cd-reason-help" });
  const indicators = h("ul", { class: "cd-indicators", "aria-label": "Indicators" });
  const places = h("ul", { class: "cd-places", "aria-label": "Places of these words", hidden: true });
  const seek = h("input", {
    class: "cd-input", "aria-label": "Quote words of the record", placeholder: "Type words of the record to quote them", autocomplete: "off", spellcheck: "false",
    on: {
      keydown(event) {
        if (event.key !== "Enter") return;
        event.preventDefault();
        find();
      },
    },
  });
  const quoting = part("Indicators", indicators, h("div", { class: "cd-adding" }, seek, button("Quote", find, { class: "cd-button cd-small" })), places);
  quoting.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || places.hidden) return;
    event.stopPropagation();
    offer([]);
    seek.focus();
  });
  const title = written("title", h("input", { class: "cd-input", maxlength: 200, autocomplete: "off" }));
  const stem = written("stem", h("textarea", { class: "cd-input", rows: 3, maxlength: 2000 }));
  const options = h("ul", { class: "cd-options", "aria-label": "Options" });
  const standard = h("span", { class: "cd-standard" });
  const add = button("Add option", () => addOption(""), { class: "cd-button cd-small" });
  const optionPart = part("Options", options, h("div", { class: "cd-adding" }, add, standard));
  const element = h("div", { class: "cd-query-form" },
    h("div", { class: "cd-query-who" }, reason.element, provider.element, form.element),
    meaning,
    quoting,
    labelled("Title", title.field),
    labelled("Question", stem.field),
    optionPart);

  function part(name, ...children) {
    return h("section", { class: "cd-query-part", "aria-label": name }, h("h4", {}, name), ...children);
  }

  function labelled(name, field) {
    field.id = newId(name.toLowerCase());
    return h("div", { class: "cd-query-part" }, h("label", { for: field.id }, name), field);
  }

  function choice(name, none, values, chosen) {
    const field = h("select", { class: "cd-input", on: { change: () => chosen(field.value) } },
      h("option", { value: "" }, none), ...values.map(([value, text]) => h("option", { value }, text)));
    return { field, element: labelled(name, field) };
  }

  /** A field whose text is kept a moment after the last key, or at once when it is left. */
  function written(name, field) {
    // The query it was typed in: another may be shown by the time it is kept.
    const soon = debounce((id, text) => put({ [name]: text }, id), 300);
    field.addEventListener("input", () => soon(query.id, field.value));
    field.addEventListener("blur", () => soon.now());
    return { field, soon };
  }

  function find() {
    const words = seek.value;
    const found = chart.documents.flatMap((doc) =>
      findWords(doc.text, words).map((at) => quotable(doc, words, at)));
    if (!found.length) say(words.trim() ? "These words do not stand in the record." : "Type words of the record first.");
    else if (found.length === 1) take(found[0]);
    else offer(found);
  }

  /** Several places: the coder says which one. */
  function offer(found) {
    places.hidden = !found.length;
    places.replaceChildren(...found.slice(0, SHOWN_PLACES).map((each) =>
      h("li", {}, h("button", { type: "button", class: "cd-place-choice", on: { click: () => take(each) } },
        h("strong", {}, source(each)), ` ${each.around}`))));
    if (found.length > SHOWN_PLACES) places.append(h("li", { class: "cd-hint" }, `${found.length - SHOWN_PLACES} more places: type more of the words.`));
    if (found.length) places.querySelector("button").focus();
  }

  function take({ around: _, ...passage }) {
    if (!quote(passage)) return;
    seek.value = "";
    offer([]);
    seek.focus();
  }

  function addOption(text) {
    flush();
    if (query.options.length >= MOST_OPTIONS) return say(`A query offers at most ${MOST_OPTIONS} options.`);
    put({ options: [...query.options, text] });
    if (!text) options.lastElementChild.querySelector("input").focus();
    return null;
  }

  function optionRow({ place, id }) {
    const soon = debounce((text) => put((now) => ({ options: now.options.map((each, at) => (at === place ? text : each)) }), id), 300);
    const field = h("input", {
      class: "cd-input", "aria-label": `Option ${place + 1}`, maxlength: 500, autocomplete: "off",
      on: {
        input: () => soon(field.value),
        blur: () => soon.now(),
        keydown(event) {
          if (event.key !== "Enter") return;
          event.preventDefault();
          soon.now();
          addOption("");
        },
      },
    });
    const remove = iconButton("remove", `Remove option ${place + 1}`, () => {
      flush();
      put({ options: query.options.filter((_, at) => at !== place) });
      (options.children[Math.min(place, query.options.length - 1)]?.querySelector("input") ?? add).focus();
    });
    const row = h("li", {}, field, remove);
    Object.assign(row, { field, soon });
    return row;
  }

  function indicatorRow(passage) {
    return h("li", {},
      indicatorButton(passage, show, source),
      iconButton("remove", `Remove the quote ${passage.quote.slice(0, 40)}`, () => {
        put({ indicators: query.indicators.filter((each) => spotOf(each) !== spotOf(passage)) });
        seek.focus();
      }));
  }

  function draw(now) {
    const another = query?.id !== now.id;
    query = now;
    if (another) {
      seek.value = "";
      offer([]);
    }
    for (const [field, value] of [[reason.field, now.kind], [provider.field, now.provider], [form.field, now.form]]) {
      if (field.value !== (value ?? "")) field.value = value ?? "";
    }
    setText(meaning, kinds.find(({ value }) => value === now.kind)?.help ?? "The reason decides which form is allowed.");
    for (const [{ field }, value] of [[title, now.title], [stem, now.stem]]) {
      if ((another || field !== document.activeElement) && field.value !== value) field.value = value;
    }
    patchList(indicators, now.indicators, spotOf, indicatorRow);
    const list = now.options.map((text, place) => ({ text, place, id: now.id }));
    patchList(options, list, ({ place, id }) => `${id} ${place}`, optionRow, (row, { text }) => {
      if (row.field !== document.activeElement && row.field.value !== text) row.field.value = text;
    });
    const known = forms.find(({ value }) => value === now.form)?.standard ?? forms[0].standard;
    patchList(standard, missingOptions(now, known), (each) => each, (each) => button(`+ ${each.split(" (")[0]}`, () => addOption(each), { class: "cd-button cd-small", "aria-label": `Add the option ${each}` }));
    optionPart.hidden = now.form === "open" && !now.options.length;
  }

  /** Keep at once what is still being typed; whether anything was. */
  function flush() {
    const rows = [...options.children].map((row) => row.soon.now());
    return [title.soon.now(), stem.soon.now(), ...rows].some(Boolean);
  }

  /** Give the focus to the first part that is empty. */
  function focus() {
    const first = [[reason.field, !query.kind], [provider.field, !query.provider], [seek, !query.indicators.length], [title.field, !query.title], [stem.field, true]].find(([, empty]) => empty);
    first[0].focus();
  }

  return { element, draw, flush, focus };
}

/** A place where words stand. One or two words are no finding: their clause is quoted. */
function quotable(doc, words, { start, end }) {
  const { text } = doc;
  let passage = trimmedPassage(doc, start, end);
  if (words.trim().split(/\s+/).length < 3) {
    const before = [...text.slice(0, start).matchAll(CLAUSE_END)].at(-1);
    const after = text.slice(end).search(CLAUSE_END);
    passage = trimmedPassage(doc, before ? before.index + before[0].length : 0, after < 0 ? text.length : end + after);
  }
  return { ...passage, around: around(text, passage.start, passage.end) };
}

/** Words about a passage, so that one of several places can be told from another. */
function around(text, start, end) {
  const [from, to] = [Math.max(0, start - 25), Math.min(text.length, end + 25)];
  return `${from ? "…" : ""}${text.slice(from, to).replace(/\s+/g, " ")}${to < text.length ? "…" : ""}`;
}

/** A line for a passage that cannot be quoted, or an empty one. */
export function whyNotQuoted(query, passage) {
  if (!passage.quote.trim()) return "Mark some words first.";
  if (passage.quote.length > LONGEST_QUOTE) return "That is too long to be quoted: mark the finding alone.";
  if (query.indicators.length >= MOST_INDICATORS) return `A query quotes at most ${MOST_INDICATORS} passages.`;
  return query.indicators.some((each) => spotOf(each) === spotOf(passage)) ? "That is quoted already." : "";
}
