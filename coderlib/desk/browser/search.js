// The code books: search as one types, and the Tabular entry of what was found.

import { debounce, h, icon, inWords, newId, patchList, reveal, setText } from "./dom.js";
import { tabular } from "./tabular.js";

const DIAGNOSES = "icd-10-cm";
const PROCEDURES = "icd-10-pcs";

/** `add(system, code, place)` enters a code; place is "principal", "other" or "procedure". */
export function codeSearch({ setup, ask, add }) {
  let system = DIAGNOSES;
  let results = [];
  let active = -1;
  let asked = 0;
  let opened = 0;

  const listId = newId("results");
  const field = h("input", {
    type: "search",
    class: "cd-input",
    placeholder: "Words or a code",
    "aria-label": "Search codes",
    role: "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": listId,
    autocomplete: "off",
    spellcheck: "false",
    on: { input: () => seekSoon(), keydown: onKey },
  });
  let seeking = null; // the search under way
  const seekSoon = debounce(() => (seeking = seek()), 40);
  const release = h("span", { class: "cd-release" });
  const status = h("p", { class: "cd-hint", role: "status" });
  const list = h("ul", { id: listId, class: "cd-results", role: "listbox", "aria-label": "Results" });
  const listing = h("div", { class: "cd-listing" }, list, status);
  const entry = tabular({ setup, open, add, close });
  const books = [DIAGNOSES, PROCEDURES].map((name) =>
    h("button", {
      type: "button", role: "radio", class: "cd-choice", "aria-checked": String(name === system),
      tabindex: name === system ? 0 : -1,
      on: { click: () => choose(name), keydown: onBookKey },
    }, setup.shapes[name].title),
  );
  const element = h(
    "div",
    { class: "cd-codes" },
    h("div", { class: "cd-bar" },
      h("div", { class: "cd-choices", role: "radiogroup", "aria-label": "Classification" }, ...books),
      h("div", { class: "cd-search-field" }, icon("search"), field),
      release),
    h("div", { class: "cd-codes-body" }, listing, entry.element),
  );
  let shelf = [];
  hint();

  function choose(name) {
    system = name;
    books.forEach((book, n) => {
      const chosen = [DIAGNOSES, PROCEDURES][n] === name;
      book.setAttribute("aria-checked", String(chosen));
      book.tabIndex = chosen ? 0 : -1;
    });
    showRelease();
    close();
    seeking = seek();
  }

  function onBookKey(event) {
    if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    choose(system === DIAGNOSES ? PROCEDURES : DIAGNOSES);
    books[system === DIAGNOSES ? 0 : 1].focus();
  }

  function showRelease() {
    setText(release, shelf.find((book) => book.system === system)?.release ?? "");
  }

  function hint(line = "") {
    const add_ = system === PROCEDURES ? "adds the procedure" : "adds it as other diagnosis";
    setText(status, line || (results.length ? `Enter opens the Tabular, Ctrl+Enter ${add_}.` : "Type words, or the beginning of a code. The key / leads here from anywhere in the desk."));
  }

  async function seek() {
    asked += 1;
    const mine = asked;
    const words = field.value;
    if (!words.trim()) {
      show([]);
      hint();
      return;
    }
    const slow = setTimeout(() => hint("The kernel is busy; the search waits for it."), 800);
    const answer = await ask("find", { system, words });
    clearTimeout(slow);
    if (mine !== asked) return;
    close();
    if (answer.error) {
      show([]);
      hint(inWords(answer));
    } else {
      show(answer.results);
      hint(answer.results.length ? "" : `Nothing found for “${words.trim()}”. Try fewer or other words.`);
    }
  }

  function show(found) {
    results = found;
    active = -1;
    patchList(list, results, (hit) => `${system} ${hit.code} ${hit.matched}`, makeResult, (row, hit, n) => {
      row.onclick = () => open(system, hit.code);
      row.setAttribute("aria-posinset", n + 1);
      row.setAttribute("aria-setsize", results.length);
    });
    list.scrollTop = 0;
    field.setAttribute("aria-expanded", String(results.length > 0));
    point(results.length ? 0 : -1);
  }

  function makeResult(hit) {
    return h(
      "li",
      { role: "option", id: newId("result"), class: hit.valid ? "cd-result" : "cd-result cd-category", "aria-selected": "false" },
      h("span", { class: "cd-code" }, hit.code),
      h("span", { class: "cd-result-title" }, hit.title,
        hit.matched ? h("span", { class: "cd-matched" }, hit.matched) : null),
      hit.valid ? null : h("span", { class: "cd-tag", title: "Not valid by itself: more characters are needed" }, "needs more"),
    );
  }

  function point(to) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = to;
    const row = list.children[active];
    if (row) {
      row.setAttribute("aria-selected", "true");
      field.setAttribute("aria-activedescendant", row.id);
      reveal(list, row, 0.5);
    } else field.removeAttribute("aria-activedescendant");
  }

  function onKey(event) {
    const last = results.length - 1;
    const to = {
      ArrowDown: Math.min(last, active + 1), ArrowUp: Math.max(0, active - 1),
      PageDown: Math.min(last, active + 8), PageUp: Math.max(0, active - 8),
    }[event.key];
    if (to !== undefined && last >= 0) {
      event.preventDefault();
      point(to);
    } else if (event.key === "Enter") {
      event.preventDefault();
      pick(event);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (entry.isOpen()) close();
      else {
        field.value = "";
        seek();
      }
    }
  }

  async function pick(event) {
    seekSoon.now();
    await seeking; // a quick Enter means what was typed, not what was found before
    const hit = results[active];
    if (!hit) return;
    if (!(event.ctrlKey || event.metaKey)) open(system, hit.code);
    else if (system === PROCEDURES) add(system, hit.code, "procedure");
    else add(system, hit.code, event.shiftKey ? "principal" : "other");
  }

  /** Show the Tabular entry of a code; `row` is the entry of the abstract it was opened from. */
  async function open(of, code, row = null) {
    opened += 1;
    const mine = opened;
    const answer = await ask("entry", { system: of, code });
    if (mine !== opened) return;
    if (answer.error) {
      hint(inWords(answer));
      close();
      return;
    }
    entry.show(answer.entry, row);
    element.classList.add("cd-open");
  }

  function close() {
    if (!entry.isOpen()) return;
    const inside = entry.element.contains(document.activeElement);
    entry.hide();
    element.classList.remove("cd-open");
    if (inside) field.focus();
  }

  return {
    element,
    open,
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
