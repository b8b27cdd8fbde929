// The coder's desk: the record at the left, the code books and the abstract at the right.
//
// The upper right pane holds views as tabs. `view(name, label, element)` adds one: `element` is
// drawn by its own module, which asks the kernel by `line.ask(type, content)`, reads the entries
// by `() => state` and changes them by `set(next)`. It gives { open(), isOpen(), count(n) }.

import { abstract } from "./abstract.js";
import { h, inWords } from "./dom.js";
import { editsList, liveCheck } from "./edits.js";
import { diagnosesOf, fromResponse, passagesOf, sameEntries, toResponse } from "./entries.js";
import { groupLine } from "./group.js";
import { header } from "./header.js";
import { openKeeper, openLine } from "./kernel.js";
import { keysDialog } from "./keys.js";
import { marking } from "./marking.js";
import { meetOthers } from "./other_desks.js";
import { queryWindow } from "./query_window.js";
import { record } from "./record.js";
import { codeSearch } from "./search.js";
import { splitter } from "./splitter.js";
import { stopwatch, timer } from "./timer.js";
import { views } from "./views.js";

const LOW = 860; // pixels of height below which code books and abstract share them evenly
const OWN_HEIGHT = { query: "--cd-upper-query", marking: "--cd-upper-marking" };

function render({ model, el, signal }) {
  const setup = model.get("setup");
  const chart = model.get("chart");
  let state = fromResponse(model.get("entered").response);
  const watch = stopwatch({ place: setup.place, kept: state.seconds });

  const line = openLine(model, signal, (message) => {
    if (message.type !== "codes") return;
    if (message.error) top.tell(inWords(message));
    else sheet.describe(message.codes);
  });
  const titles = new Map(chart.documents.map((each) => [each.id, [each.type, each.day].filter(Boolean).join(", ")]));
  const source = ({ document: id }) => titles.get(id) ?? id;
  const root = h("div", { class: "coder-desk", "data-lm-suppress-shortcuts": "true" });
  const keys = keysDialog();
  const top = header({
    setup, chart,
    time: timer({ watch, element: root, signal }),
    keys: keys.open,
    enlarge: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.()),
    retry: () => keeper.retry(response()),
    reload,
    saveOver: () => keeper.saveOver(),
  });
  const keeper = openKeeper(model, line, top.show);
  const upper = views("Code books and findings");
  const view = upper.add;
  const books = codeSearch({ setup, ask: line.ask, add: (...what) => sheet.add(...what) });
  const sheet = abstract({
    setup, state: () => state, set, source,
    openCode: (...what) => showCode(...what),
    show: (passage) => papers.show(passage),
    showEdits(key) {
      inEdits.open();
      edits.reveal(key);
    },
  });
  const papers = record(chart, {
    // Kept with the next change: looking at a document alone is no answer.
    opened(id) {
      if (!state.opened.includes(id)) state = { ...state, opened: [...state.opened, id] };
    },
    targets: () => sheet.targets(),
    attach: (passage, key) => sheet.attach(passage, key),
    quote(passage) {
      inQuery.open();
      asking.quote(passage);
      asking.focus();
    },
  });
  const marks = marking({
    ask: line.ask,
    show: papers.show,
    before: flush,
    open: () => inMarking.open(),
  });
  const asking = queryWindow({
    setup, ask: line.ask, state: () => state, set, chart, source,
    show: (passage) => papers.show(passage),
  });

  const inBooks = view("books", "Code books", books.element);
  const edits = editsList({ state: () => state, showRow: (key) => sheet.showRow(key), count: (n) => inEdits.count(n) });
  const inEdits = view("edits", "Edits", edits.element, { hidden: !setup.aids.edits });
  const group = groupLine({ open: () => inGroup.open() });
  const inGroup = view("group", "Group", group.page, { hidden: !setup.aids.group });
  const inQuery = view("query", "Query", asking.element);
  const inMarking = view("marking", "Marking", marks.element, { hidden: true });
  if (setup.practice) sheet.tools.append(marks.press);
  if (setup.aids.edits) sheet.element.append(edits.said);
  if (setup.aids.group) sheet.element.append(group.element);

  const check = liveCheck({ ask: line.ask, state: () => state, told: showCheck });
  const checked = setup.aids.edits || setup.aids.group;

  function showCheck(answer) {
    edits.show(answer);
    if (answer.group) group.show(answer.group);
    if (!answer.error) sheet.mark(answer.findings, answer.group?.codes ?? {});
  }

  let painted = "";

  /** The abstract and the queries, and in the record the passages attached to codes. */
  function draw() {
    sheet.draw();
    books.wantsPrincipal(!state.principal);
    asking.draw();
    const passages = passagesOf(state);
    const now = JSON.stringify(passages);
    if (now === painted) return;
    painted = now;
    papers.showEvidence(passages);
  }

  /** Send what is still being typed; true where something was. */
  function flush() {
    return [sheet.flush(), asking.flush()].some(Boolean);
  }

  function response() {
    return { ...toResponse(state), seconds: watch.seconds() };
  }

  function set(next) {
    state = next;
    draw();
    marks.changed();
    // Edits and group wait until the change is kept; they never hold it up.
    keeper.change(response()).then(checkSoon);
  }

  function checkSoon() {
    if (checked) check.soon();
  }

  function toBooks() {
    inBooks.open();
    books.focusSearch();
  }

  function showCode(system, code, entry) {
    inBooks.open();
    books.open(system, code, entry);
  }

  async function reload() {
    const answer = await keeper.reload();
    if (answer.error) return;
    if (answer.notice) top.tell(answer.notice);
    take(model.get("entered").response);
  }

  /** Take over entries that did not come from this page. */
  function take(theirs) {
    watch.learn(theirs.seconds);
    if (sameEntries(theirs, toResponse(state))) return;
    const opened = [...new Set([...state.opened, ...theirs.opened])];
    state = fromResponse({ ...theirs, opened });
    draw();
    checkSoon();
  }

  const right = h("div", { class: "cd-right" }, upper.element,
    splitter({
      label: "Height of the code books", vertical: false, share: innerHeight > LOW ? 0.42 : 0.5, least: 0.2, most: 0.85,
      set: (share) => root.style.setProperty(OWN_HEIGHT[upper.shown()] ?? "--cd-upper", `${share * 100}%`),
    }),
    sheet.element);
  const panes = h("div", { class: "cd-panes" }, papers.element,
    splitter({
      label: "Width of the record", vertical: true, share: 0.52, least: 0.25, most: 0.75,
      set: (share) => root.style.setProperty("--cd-left", `${share * 100}%`),
    }),
    right);
  root.append(top.element, panes, keys.element);
  root.addEventListener("keydown", (event) => onKey(event, {
    papers, sheet, keys, flush,
    search: toBooks,
    beside: (target) => upper.shown() !== "books" && upper.element.contains(target),
    panes: [
      { element: papers.element, focus: papers.focusDocument },
      { element: upper.element, focus: () => (inBooks.isOpen() ? books.focusSearch() : upper.focus()) },
      { element: sheet.element, focus: sheet.focus },
    ],
    retry: () => keeper.retry(response()),
  }));
  el.append(root);

  draw();
  top.show(model.get("saved"));
  const onEntered = () => {
    const entered = model.get("entered");
    if (entered.by !== line.view) take(entered.response);
  };
  const onSaved = () => keeper.follow(model.get("saved"));
  model.on("change:entered", onEntered);
  model.on("change:saved", onSaved);
  window.addEventListener("pagehide", flush, { signal });
  signal.addEventListener("abort", flush);

  const draft = keeper.draft();
  if (draft && !sameEntries(draft, toResponse(state))) {
    top.tell("Entries that had not been saved before were brought back.");
    set(fromResponse(draft));
  }
  line.ask("hello").then(books.shelve);
  if (diagnosesOf(state).length || state.procedures.length) checkSoon();
  meetOthers({ place: setup.place, desk: setup.desk, signal, told: top.tell });
}

/** Keys of the whole desk. Nothing typed here reaches the notebook's own shortcuts. */
function onKey(event, { papers, sheet, keys, flush, search, beside, panes, retry }) {
  event.stopPropagation();
  if (event.target.closest("dialog")) return; // it has keys of its own
  const command = event.ctrlKey || event.metaKey;
  const typing = event.target.matches("input, textarea, select");
  const key = event.key.toLowerCase();
  if (event.defaultPrevented) return;
  if (key === "/" && !command && !typing) search();
  else if (key === "escape" && beside(event.target)) search();
  else if (key === "?" && !command && !typing) keys.open();
  else if (key === "f6") nextPane(panes, event.target, event.shiftKey ? -1 : 1);
  else if (command && key === "f") papers.focusSearch();
  else if (command && key === "s") flush() || retry();
  else if (command && key === "z" && !typing) sheet.undo();
  else return;
  event.preventDefault();
}

/** The focus to where the work in the next pane begins. */
function nextPane(panes, from, by) {
  const at = panes.findIndex(({ element }) => element.contains(from));
  panes[(Math.max(at, by < 0 ? 0 : -1) + by + panes.length) % panes.length].focus();
}

export default { render };
