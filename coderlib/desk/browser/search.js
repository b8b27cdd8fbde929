// The code books: one search field, the pages it leads to, and the Tabular entry beside them.

import { booksFoot } from "./books_foot.js";
import { choice } from "./choice.js";
import { debounce, h, icon, inWords } from "./dom.js";
import { indexPage } from "./index_page.js";
import { withoutDash } from "./index_tree.js";
import { pcsTable } from "./pcs_table.js";
import { rememberCode } from "./recent.js";
import { searchField } from "./results_list.js";
import { resultsPage } from "./results_page.js";
import { tabular } from "./tabular.js";
import { travelKey, visits } from "./visited.js";

const DIAGNOSES = "icd-10-cm";
const PROCEDURES = "icd-10-pcs";
const PAGES = { search: "Search", index: "Index", table: "Tables" };
const WAYS_BACK = { search: "Results", index: "Index", table: "Table" };
const FIELD = { search: "Words or a code", index: "A main term, then subterms", table: "Words or a code" };

/**
 * `add(system, code, place, row, title)` enters a code; place is "principal", "other", "procedure", or "next":
 * principal while there is none, else other.
 */
export function codeSearch({ setup, ask, add }) {
  let system = DIAGNOSES;
  let page = "search";
  let opened = 0;
  let shelf = [];
  let beforeTable = null; // where the table was opened from: {page, entry, row}
  const seen = visits(
    (one, other) => one.system === other.system && one.code === other.code,
    (visit) => open(visit.system, visit.code, visit.row, { travelling: true }),
  );

  const field = searchField({ input: () => seekSoon(), keydown: onKey });
  let seeking = null; // the search under way
  const seekSoon = debounce(() => (seeking = seek()), 25);
  const foot = booksFoot();
  const results = resultsPage({
    ask,
    say: hint,
    pick: (hit) => open(system, hit.code),
    pointed: (id) => (id ? field.setAttribute("aria-activedescendant", id) : field.removeAttribute("aria-activedescendant")),
  });
  const index = indexPage({
    ask,
    say: hint,
    leave: () => field.focus(),
    named: (words) => (field.value = words),
    open: (code) => (system === PROCEDURES && withoutDash(code).length < 7 ? openTable(withoutDash(code)) : open(system, withoutDash(code))),
  });
  const table = pcsTable({
    ask,
    say: hint,
    leave: leaveTable,
    inpatient: setup.inpatient,
    add: (code, row) => enter(PROCEDURES, code, row ? "replace" : "procedure", row),
    openEntry: (code) => open(PROCEDURES, code),
  });
  const entry = tabular({ setup, open, close, inIndex, inTable: openTable, add: enter, travel: seen });
  const listing = h("div", { class: "cd-listing" }, results.element, index.element, table.element);
  const books = choice("Classification", [[DIAGNOSES, setup.shapes[DIAGNOSES].title], [PROCEDURES, setup.shapes[PROCEDURES].title]], choose);
  const pages = choice("Page of the code books", Object.entries(PAGES), turnTo);
  const element = h(
    "div",
    { class: "cd-codes", on: { keydown: onTravelKey } },
    h("div", { class: "cd-bar" },
      books.element,
      h("div", { class: "cd-search-field" }, icon("search"), field),
      pages.element),
    h("div", { class: "cd-codes-body" }, listing, entry.element),
    foot.element,
  );
  showPage("search");
  books.set(system);
  showRecent();

  function choose(name) {
    turnSystem(name);
    close();
    showPage(page === "table" && system === DIAGNOSES ? "search" : page);
    if (page !== "table") seeking = seek();
  }

  function showPage(name) {
    page = name;
    pages.set(page);
    pages.hide("table", system !== PROCEDURES);
    results.element.hidden = page !== "search";
    index.element.hidden = page !== "index";
    table.element.hidden = page !== "table";
    element.dataset.page = page;
    field.placeholder = FIELD[page];
    field.setAttribute("aria-controls", page === "index" ? index.tree.id : results.list.id);
    field.setAttribute("aria-haspopup", page === "index" ? "tree" : "listbox");
    if (page !== "search") field.removeAttribute("aria-activedescendant");
    if (page === "index") field.setAttribute("aria-expanded", "true");
  }

  /** Turn to a page by its button: what is typed is looked up there too. */
  function turnTo(name) {
    if (name === page) return;
    if (name === "table") {
      openTable(table.chosen());
      return;
    }
    close();
    showPage(name);
    seeking = seek();
  }

  function showRelease() {
    foot.showRelease(shelf.find((each) => each.system === system));
  }

  /** Tell how the look-up went, or which keys lead on. */
  function hint(line = "") {
    if (line) foot.say(line);
    else if (entry.isOpen()) foot.keys("entry");
    else if (page === "search" && !field.value.trim() && results.count()) foot.keys("recent");
    else foot.keys(page, page === "search" ? results.count() : 0, system === PROCEDURES ? "table" : "index");
  }

  async function seek() {
    const words = field.value;
    if (page === "table") showPage("search");
    if (page === "index" || !words.trim()) {
      results.forget();
      close();
      if (page === "index") await index.seek(system, words);
      else showRecent();
      return;
    }
    const line = await results.find(system, words);
    if (line === null) return;
    close();
    field.setAttribute("aria-expanded", String(results.count() > 0));
    hint(line);
  }

  function showRecent() {
    results.showRecent(system);
    field.setAttribute("aria-expanded", String(results.count() > 0));
    hint();
  }

  function onKey(event) {
    if (page === "index" && (event.key === "ArrowDown" || event.key === "Enter")) {
      event.preventDefault();
      toIndex();
    } else if (page === "search" && results.move(event.key)) event.preventDefault();
    else if (event.key === "Enter") {
      event.preventDefault();
      pick(event);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (entry.isOpen()) close();
      else if (!field.value && page === "index") turnTo("search");
      else if (page === "table") leaveTable();
      else {
        field.value = "";
        seek();
      }
    }
  }

  async function toIndex() {
    seekSoon.now();
    await seeking;
    index.focus();
  }

  async function pick(event) {
    seekSoon.now();
    await seeking; // a quick Enter means what was typed, not what was found before
    const hit = results.chosen();
    if (!hit || page !== "search") return;
    if (event.altKey) {
      if (system === PROCEDURES) openTable(hit.code);
      else inIndex(system, hit.code);
    } else if (!(event.ctrlKey || event.metaKey)) open(system, hit.code);
    else if (system === PROCEDURES) enter(system, hit.code, "procedure");
    else enter(system, hit.code, event.shiftKey ? "principal" : "next");
  }

  function onTravelKey(event) {
    const shown = entry.isOpen() && entry.element.contains(event.target) ? entry.shown() : null;
    if (event.altKey && event.key === "Enter" && shown) {
      event.preventDefault();
      if (shown.system === PROCEDURES) openTable(shown.code);
      else inIndex(shown.system, shown.code);
      return;
    }
    const way = travelKey(event);
    if (!way) return;
    event.preventDefault(); // it would leave the page
    if (way === "forward") seen.forward();
    else if (entry.isOpen()) seen.back();
    else if (page !== "index" || !index.goBack()) seen.here();
  }

  /** Enter a code of the books; it is offered again among those lately used. */
  function enter(of, code, place, row = null) {
    const known = [entry.shown(), results.chosen()].find((each) => each?.code === code) ?? table.entry(code);
    if (known) rememberCode(of, known);
    return add(of, code, place, row, known?.title);
  }

  /** Show the Tabular entry of a code; `row` is the entry of the abstract it was opened from. */
  async function open(of, code, row = null, { travelling = false } = {}) {
    opened += 1;
    const mine = opened;
    const answer = await ask("entry", { system: of, code });
    if (mine !== opened) return;
    if (answer.error) {
      close();
      hint(inWords(answer));
      // The table shows how far such a code is sound, and what may stand instead.
      if (of === PROCEDURES && setup.inpatient) openTable(code, row);
      return;
    }
    if (!travelling) seen.add({ system: of, code: answer.entry.code, row });
    rememberCode(of, answer.entry);
    entry.show(answer.entry, row, WAYS_BACK[page]);
    element.classList.add("cd-open");
    hint();
  }

  function close() {
    opened += 1; // an entry that is on its way is not wanted any more
    if (!entry.isOpen()) return;
    const inside = entry.element.contains(document.activeElement);
    entry.hide();
    element.classList.remove("cd-open");
    hint();
    if (inside) ({ search: field, index, table })[page].focus();
    if (page === "search" && !field.value.trim()) showRecent();
  }

  /** Show how the index leads to a code. */
  async function inIndex(of, code) {
    turnSystem(of);
    close();
    showPage("index");
    hint();
    await index.showCode(of, code);
  }

  /** Build a code of ICD-10-PCS from characters of it; `row` is the entry of the abstract it is for. */
  async function openTable(code = "", row = null) {
    const from = entry.isOpen() ? { entry: entry.shown(), row: entry.row() } : { entry: null, row };
    if (page !== "table" || from.entry || row) beforeTable = { page: page === "table" ? beforeTable.page : page, system, ...from };
    turnSystem(PROCEDURES);
    close();
    showPage("table");
    hint();
    await table.open(code, beforeTable.entry ? "Tabular" : WAYS_BACK[beforeTable.page], beforeTable.row);
  }

  /** Go back to where the table was opened from. */
  function leaveTable() {
    const to = beforeTable ?? { page: "search", system, entry: null };
    turnSystem(to.system);
    showPage(to.page);
    hint();
    if (to.entry) open(to.entry.system, to.entry.code, to.row);
    else ({ search: field, index })[to.page].focus();
  }

  function turnSystem(of) {
    system = of;
    books.set(system);
    showRelease();
  }

  return {
    element,
    open,
    /** Whether the next diagnosis is to be the principal one. */
    wantsPrincipal: entry.wantsPrincipal,
    focusSearch() {
      field.focus();
      field.select();
    },
    /** The classifications with their releases, once the kernel has opened them. */
    shelve(answer) {
      shelf = answer.books ?? [];
      showRelease();
      if (answer.error) hint(inWords(answer));
    },
  };
}
