// The coder's desk: the record at the left, the code books and the abstract at the right.

import { abstract } from "./abstract.js";
import { button, h, inWords } from "./dom.js";
import { change, diagnosesOf, entryOf, fromResponse, sameEntries, toResponse } from "./entries.js";
import { header } from "./header.js";
import { openKeeper, openLine } from "./kernel.js";
import { marking } from "./marking.js";
import { queryWindow } from "./query_window.js";
import { record } from "./record.js";
import { codeSearch } from "./search.js";
import { splitter } from "./splitter.js";

function render({ model, el, signal }) {
  const setup = model.get("setup");
  const chart = model.get("chart");
  let state = fromResponse(model.get("entered").response);
  const time = timer(signal);

  const line = openLine(model, signal, (message) => {
    if (message.type !== "codes") return;
    if (message.error) top.tell(inWords(message));
    else sheet.describe(message.codes);
  });
  const root = h("div", { class: "coder-desk", "data-lm-suppress-shortcuts": "true" });
  const top = header({
    setup, chart,
    enlarge: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.()),
    retry: () => keeper.retry(response()),
    reload,
    saveOver: () => keeper.saveOver(),
  });
  const keeper = openKeeper(model, line, top.show);
  const books = codeSearch({ setup, ask: line.ask, add: (...what) => sheet.add(...what) });
  const sheet = abstract({ setup, state: () => state, set, openCode: (...what) => showCode(...what) });
  const papers = record(chart, {
    opened(id) {
      // Kept with the next change: looking at a document alone is no answer.
      if (!state.opened.includes(id)) state = { ...state, opened: [...state.opened, id] };
    },
    targets: () => [...diagnosesOf(state), ...state.procedures].map(({ key, code }) => ({ key, label: code })),
    attach(passage, key) {
      const evidence = [...(entryOf(state, key).evidence ?? []), passage];
      set(change(state, key, { evidence }));
    },
  });
  const upper = h("section", { class: "cd-pane cd-upper", "aria-label": "Code books" }, books.element);
  const marks = marking({
    ask: line.ask,
    show: papers.show,
    before: () => flush(),
    close(open) {
      showQueries(false);
      marks.element.hidden = !open;
      books.element.hidden = open;
    },
  });
  const asking = queryWindow({
    setup, ask: line.ask, state: () => state, set, chart, show: papers.show, close: () => showQueries(false),
  });
  const queryButton = button("Query", () => showQueries(asking.element.hidden), { "aria-expanded": "false" });
  upper.append(asking.element);
  sheet.tools.append(queryButton);
  asking.element.hidden = true;
  if (setup.practice) {
    upper.append(marks.element);
    sheet.tools.append(marks.press);
  }

  function response() {
    return { ...toResponse(state), seconds: state.seconds + time.seconds() };
  }

  function set(next) {
    state = next;
    sheet.draw();
    papers.showEvidence(evidenceOf(state));
    asking.draw();
    keeper.change(response());
  }

  function showCode(system, code, entry) {
    showQueries(false);
    books.open(system, code, entry);
  }

  /** The query window takes the place of the code books, or gives it back. */
  function showQueries(open) {
    const had = asking.element.contains(document.activeElement);
    marks.element.hidden = true;
    asking.element.hidden = !open;
    books.element.hidden = open;
    queryButton.setAttribute("aria-expanded", String(open));
    if (open) {
      asking.draw();
      asking.focus();
    } else if (had) queryButton.focus();
  }

  /** Keep at once what is still being typed; whether anything was. */
  function flush() {
    return [asking.flush(), sheet.flush()].some(Boolean);
  }

  async function reload() {
    const answer = await keeper.reload();
    if (answer.error) return;
    if (answer.notice) top.tell(answer.notice);
    take(model.get("entered").response);
  }

  /** Take over entries that did not come from this page. */
  function take(theirs) {
    if (sameEntries(theirs, toResponse(state))) return;
    const opened = [...new Set([...state.opened, ...theirs.opened])];
    state = fromResponse({ ...theirs, opened, seconds: state.seconds });
    sheet.draw();
    papers.showEvidence(evidenceOf(state));
    asking.draw();
  }

  const right = h("div", { class: "cd-right" }, upper,
    splitter({
      label: "Height of the code books", vertical: false, share: 0.5, least: 0.2, most: 0.8,
      set: (share) => root.style.setProperty("--cd-upper", `${share * 100}%`),
    }),
    sheet.element);
  const panes = h("div", { class: "cd-panes" }, papers.element,
    splitter({
      label: "Width of the record", vertical: true, share: 0.52, least: 0.25, most: 0.75,
      set: (share) => root.style.setProperty("--cd-left", `${share * 100}%`),
    }),
    right);
  root.append(top.element, panes);
  root.addEventListener("keydown", (event) => onKey(event, { books: { focusSearch: () => (showQueries(false), books.focusSearch()) }, papers, flush, retry: () => keeper.retry(response()) }));
  el.append(root);

  sheet.draw();
  papers.showEvidence(evidenceOf(state));
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
}

/** The passages that the record paints, each with its code. */
function evidenceOf(state) {
  return [...diagnosesOf(state), ...state.procedures].flatMap(({ code, evidence = [] }) =>
    evidence.map((passage) => ({ ...passage, label: code })));
}

/** Keys of the whole desk. Nothing typed here reaches the notebook's own shortcuts. */
function onKey(event, { books, papers, flush, retry }) {
  event.stopPropagation();
  const command = event.ctrlKey || event.metaKey;
  const typing = event.target.matches("input, textarea, select");
  if (event.key === "/" && !command && !typing) {
    event.preventDefault();
    books.focusSearch();
  } else if (command && event.key.toLowerCase() === "f") {
    event.preventDefault();
    papers.focusSearch();
  } else if (command && event.key.toLowerCase() === "s") {
    event.preventDefault();
    if (!flush()) retry();
  }
}

/** Counts the seconds in which the page is in view. */
function timer(signal) {
  let counted = 0;
  const tick = setInterval(() => {
    if (document.visibilityState === "visible") counted += 1;
  }, 1000);
  signal.addEventListener("abort", () => clearInterval(tick));
  return { seconds: () => counted };
}

export default { render };
