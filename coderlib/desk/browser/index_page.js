// The alphabetic index: main terms with their lines, walked by keyboard, on the way to the Tabular.

import { choice } from "./choice.js";
import { h, iconButton, inWords, newId, patchList, reveal, setText } from "./dom.js";
import { indexLine, updateIndexLine } from "./index_line.js";
import { linesOnView, linesThatSay, openAtFirst, openToShow, placedLines, wayTo } from "./index_tree.js";

const KIND_TITLES = { diseases: "Diseases and injuries", external_causes: "External causes" };
const DERIVED = "Derived from the Tabular: the official index is not imported.";
const MOST_KNOWN = 30;

/**
 * `open(code)` leads to the Tabular (or to a table of ICD-10-PCS), `say(line)` tells how the look-up
 * went, `leave()` gives the focus back to the search field, `named(title)` writes a term into it.
 */
export function indexPage({ ask, open, say, leave, named }) {
  let system = "icd-10-cm";
  let kind = "diseases";
  let terms = []; // main terms or ways to a code: {title, line, path, lines, opened, only}
  let rows = []; // the lines on view: {key, term, line}
  let at = 0; // the row that is pointed to
  let asked = 0;
  let before = []; // where references were followed from
  let typed = "";
  const known = new Map(); // lines of main terms already read

  const kinds = choice("Index", Object.entries(KIND_TITLES), (name) => {
    turn(name);
    seek(typed);
  });
  kinds.set(kind);
  const back = iconButton("left", "Back to the term before (Alt+Left)", () => goBack(), { hidden: true });
  const source = h("p", { class: "cd-source", id: newId("source") });
  const tree = h("ul", {
    id: newId("tree"), class: "cd-index-tree", role: "tree", "aria-label": "Index", "aria-describedby": source.id,
    on: { keydown: onKey },
  });
  const element = h("section", { class: "cd-index", "aria-label": "Alphabetic index", hidden: true },
    h("div", { class: "cd-index-top" }, back, kinds.element, source), tree);

  const act = {
    toggle: (row) => toggle(row),
    point: (row) => point(rows.findIndex((each) => each.key === row.key)),
    open: (code) => open(code),
    follow,
    path: (path) => show({ path }, true),
  };

  function turn(name) {
    kind = name;
    kinds.set(name);
  }

  const book = () => ({ system, which: system === "icd-10-cm" ? kind : null });

  /** Ask the kernel; null where it could not, or something else was asked since. */
  async function look(type, content) {
    asked += 1;
    const mine = asked;
    const answer = await ask(type, { ...book(), ...content });
    if (mine !== asked) return null;
    if (answer.error) {
      say(inWords(answer));
      return null;
    }
    setText(source, answer.derived ? DERIVED : "Official index");
    return answer;
  }

  /** Show the main terms that words begin to name, and among their lines what the words add. */
  async function seek(words) {
    typed = words;
    before = [];
    const answer = await look("index", { words });
    if (!answer) return;
    terms = answer.terms.map(mainTerm);
    at = 0;
    say(terms.length || answer.others.length ? "" : `No main term begins with “${words.trim()}”.`);
    draw();
    const { rest } = answer;
    if (!words.trim()) return;
    if (!rest.length) {
      const exact = terms[0]?.title.toLowerCase() === words.trim().toLowerCase();
      if (exact || terms.length === 1) await load(terms[0]);
      return;
    }
    const meant = [...terms.slice(0, 1).map((term) => ({ term, rest })),
      ...answer.others.map((other) => ({ term: mainTerm(other.line), rest: other.rest }))];
    for (const each of meant) {
      if (!(await load(each.term, each.rest))) return;
      if (each.term.only) {
        terms = [each.term, ...terms.filter((term) => term !== each.term)];
        draw();
        point(rows.findIndex((row) => row.line.n === each.term.first));
        return;
      }
    }
    say(`No line says “${words.trim()}”.`);
  }

  const mainTerm = (line) => ({ title: line.title, line: { ...line, n: 0, parent: null, more: true }, lines: null });

  /** Read the lines of a main term, and show those that say words, or all; false where it was overtaken. */
  async function load(term, words = []) {
    const name = [system, kind, term.title].join("#");
    if (!known.has(name)) {
      const answer = await look("index_term", { path: [term.title] });
      if (!answer) return false;
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(name, answer.lines);
    }
    fill(term, known.get(name));
    const found = linesThatSay(term.lines, words);
    if (found) {
      term.only = found.shown;
      term.first = found.first;
      term.opened = openToShow(term.lines, found);
    }
    draw();
    return true;
  }

  function fill(term, lines) {
    term.lines = placedLines(lines);
    term.line = term.lines[0];
    term.opened = openAtFirst(term.lines);
    term.only = null;
  }

  /** Show one main term with the line that a path, a reference or a code leads to. */
  async function show(wanted, focused) {
    const answer = await look("code" in wanted ? "index" : "index_term", wanted);
    if (!answer) return;
    if (terms.length) before.push({ terms, at, typed });
    if (answer.lines) {
      const term = { title: answer.lines[0].title };
      fill(term, answer.lines);
      wayTo(term.lines, answer.at).forEach((n) => term.opened.add(n));
      terms = [term];
      typed = term.title;
      say("");
    } else {
      terms = answer.paths.map((path) => ({ title: path.join(", "), path, line: { n: 0, title: path.join(", ") }, lines: null }));
      typed = "";
      say(`The index leads to ${wanted.code} in ${answer.paths.length} ways.`);
    }
    named(typed);
    draw();
    point(answer.lines ? rows.findIndex((row) => row.line.n === answer.at) : 0, focused);
  }

  function follow(reference) {
    show({ reference }, true);
  }

  function goBack() {
    if (!before.length) return false;
    ({ terms, at, typed } = before.pop());
    named(typed);
    draw();
    point(at, true);
    return true;
  }

  const isOpen = ({ term, line }) => Boolean(term.opened?.has(line.n));
  const stateOf = (row, pointed) => ({ pointed, opened: isOpen(row) });

  function draw() {
    // A line is drawn once, so its key names all that it says.
    const of = system === "icd-10-cm" ? kind : system;
    rows = terms.flatMap((term) => {
      const numbers = term.lines ? linesOnView(term.lines, term.opened, term.only) : [0];
      return numbers.map((n) => ({ key: [of, term.path ? "way" : "", term.title, n].join("#"), term, line: term.lines ? term.lines[n] : term.line }));
    });
    kinds.element.hidden = system !== "icd-10-cm";
    back.hidden = !before.length;
    patchList(tree, rows, (row) => row.key, (row) => indexLine(row, act), (item, row, n) => updateIndexLine(item, row, stateOf(row, n === at)));
  }

  function point(to, focused = false) {
    if (to < 0 || to >= rows.length) return;
    const [from, item] = [tree.children[at], tree.children[to]];
    const holds = focused || tree.contains(document.activeElement);
    if (from && rows[at]) updateIndexLine(from, rows[at], stateOf(rows[at], false));
    at = to;
    updateIndexLine(item, rows[at], stateOf(rows[at], true));
    reveal(tree, item, 0.4);
    if (holds) item.focus({ preventScroll: true });
  }

  async function toggle({ term, line }, wanted = null) {
    if (term.path) return;
    if (!term.lines) {
      await load(term);
      return;
    }
    term.only = null; // who opens or closes a line wants the term whole
    const opening = wanted ?? !term.opened.has(line.n);
    if (opening) term.opened.add(line.n);
    else term.opened.delete(line.n);
    draw();
  }

  function enter(row) {
    const { line, term } = row;
    if (term.path) act.path(term.path);
    else if (line.codes?.length) open(line.codes[0]);
    else if (line.see?.length) follow(line.see[0]);
    else toggle(row);
  }

  function onKey(event) {
    const row = rows[at];
    if (!row || event.altKey || event.target.matches("button")) return;
    const { term, line } = row;
    const opened = isOpen(row);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -rows.length, End: rows.length }[event.key];
    if (event.key === "Escape") {
      if (!goBack()) leave();
    } else if (event.key === "ArrowUp" && at === 0) leave();
    else if (steps) point(Math.max(0, Math.min(rows.length - 1, at + steps)));
    else if (event.key === "ArrowRight") {
      if (line.more && !opened) toggle(row, true);
      else if (line.more) point(at + 1);
    } else if (event.key === "ArrowLeft") {
      if (line.more && opened) toggle(row, false);
      else if (line.parent !== null && line.parent !== undefined) {
        point(rows.findIndex((each) => each.term === term && each.line.n === line.parent));
      }
    } else if (event.key === "Enter") enter(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return {
    element,
    tree,
    seek(of, words) {
      system = of;
      return seek(words);
    },
    /** Show how the index leads to a code. */
    showCode(of, code) {
      system = of;
      if (system === "icd-10-cm") turn(/^[V-Y]/.test(code) ? "external_causes" : "diseases");
      return show({ code }, true);
    },
    goBack,
    focus() {
      if (rows.length) point(at, true);
      else leave();
    },
  };
}
