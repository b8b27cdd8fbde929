// The query window: the queries of this chart, the one being written, and what came back.

import { button, debounce, h, inWords, patchList, setName, setText } from "./dom.js";
import { MOST_QUERIES, beginQuery, changeQuery, copyQuery, dropQuery, queriesOf, queryOf } from "./queries.js";
import { queryForm, whyNotQuoted } from "./query_form.js";
import { missedQueries, queryChecks, queryPaper } from "./query_paper.js";
import { withUndo } from "./undo.js";

const percent = (share) => `${Math.round(share * 100)} %`;

/**
 * `ask(type, content)` asks the kernel, `state()` and `set(next)` read and keep what is entered,
 * upon which it is drawn. `show(passage)` shows a passage in the record, `source(passage)` names
 * its document.
 *
 * Gives `quote(passage)`, which adds a passage `{document, start, end, quote}` to the query
 * being written, or begins one with it.
 */
export function queryWindow({ setup, ask, state, set, chart, show, source }) {
  let current = null; // the id of the query shown
  let previewed = false;
  let checked = { id: null, checks: [] };
  let asked = 0;
  let pressed = null; // the query whose open points were told once
  let marks = null;

  const status = h("p", { class: "cd-line", role: "status" });
  const { say, undo } = withUndo(status);
  const form = queryForm({ setup, chart, put, quote, show, source, say });
  const paper = queryPaper({ chart, show, source });
  const checks = queryChecks();
  const list = h("div", { class: "cd-query-list", role: "tablist", "aria-label": "Queries" });
  const fresh = button("New query", () => begin() && form.focus(), { class: "cd-button cd-small" });
  const preview = button("Preview", () => view(!previewed), { class: "cd-button" });
  const remove = button("Remove", drop, { class: "cd-button" });
  const again = button("Write anew", anew, { class: "cd-button" });
  const mark = button("Mark queries", markAll, { class: "cd-button" });
  const send = button("Send", sendIt, { class: "cd-button cd-primary", title: "Ctrl+Enter" });
  const none = h("p", { class: "cd-hint cd-no-query" },
    "A query asks a provider about a record that is conflicting, incomplete, unclear or not supported. Many records need none. ",
    setup.querying.answers ? "In practice the provider replies." : "Queries are kept with your answer and marked with it; no reply comes.");
  const missed = h("div", {});
  const page = h("div", { class: "cd-query-page", role: "tabpanel", "aria-label": "Query", tabindex: -1 }, none, form.element, paper.element, missed);
  const aside = h("aside", { class: "cd-query-aside", "aria-label": "What the query still lacks" }, h("h4", {}, "Checklist"), checks.element);
  const element = h("section", { class: "cd-query", "aria-label": "Queries to the provider", on: { keydown: onKey } },
    h("div", { class: "cd-bar" }, list, fresh),
    h("div", { class: "cd-query-body" }, page, aside),
    h("div", { class: "cd-query-foot" }, status, undo, remove, again, mark, preview, send));
  const checkSoon = debounce(check, 150);

  function begin() {
    form.flush();
    if (isFull()) return null;
    const providers = setup.querying.providers;
    const [next, id] = beginQuery(state(), { provider: providers.length === 1 ? providers[0].name : "" });
    open(id, next);
    return id;
  }

  function isFull() {
    if (queriesOf(state()).length < MOST_QUERIES) return false;
    say(`A chart keeps at most ${MOST_QUERIES} queries.`);
    return true;
  }

  /** Show a query, with a new state where there is one. */
  function open(id, next = null) {
    form.flush();
    current = id;
    previewed = false;
    pressed = null;
    say("");
    if (next) set(next);
    else draw();
  }

  /** Change fields of a query, of the one shown where none is named. */
  function put(fields, id = current) {
    const query = queryOf(state(), id);
    if (!query || query.sent) return;
    pressed = null;
    say("");
    set(changeQuery(state(), id, typeof fields === "function" ? fields(query) : fields));
  }

  function quote(passage) {
    const open_ = queryOf(state(), current);
    const id = open_ && !open_.sent ? current : begin();
    if (!id) return false;
    const fault = whyNotQuoted(queryOf(state(), id), passage);
    if (fault) {
      say(fault);
      return false;
    }
    const { document: doc, start, end, quote: words } = passage;
    put((query) => ({ indicators: [...query.indicators, { document: doc, start, end, quote: words }] }), id);
    say("Quoted.");
    return true;
  }

  function view(paperly) {
    form.flush();
    previewed = paperly;
    draw();
  }

  function drop() {
    form.flush();
    const [query, list_] = [queryOf(state(), current), queriesOf(state())];
    const place = list_.indexOf(query);
    const next = dropQuery(state(), query.id);
    open(queriesOf(next)[Math.min(place, list_.length - 2)]?.id ?? null, next);
    say("The query was removed.", () => {
      const before = queriesOf(state());
      open(query.id, { ...state(), queries: [...before.slice(0, place), query, ...before.slice(place)] });
    });
    (current ? page : fresh).focus();
  }

  function anew() {
    if (isFull()) return;
    const [next, id] = copyQuery(state(), current);
    open(id, next);
    form.focus();
  }

  async function check() {
    const query = queryOf(state(), current);
    if (!query || query.sent) return;
    asked += 1;
    const mine = asked;
    const answer = await ask("query", { do: "check", query });
    if (mine !== asked || answer.error) return;
    checked = { id: query.id, checks: answer.checks };
    checks.draw(answer.checks);
  }

  async function sendIt() {
    form.flush();
    const query = queryOf(state(), current);
    await check();
    const open_ = checked.id === query.id ? checked.checks.filter((each) => each.state !== "done") : [];
    if (open_.length && pressed !== query.id) {
      pressed = query.id;
      say(`${open_.length} of the checklist open. Send again to send it as it is.`);
      return;
    }
    send.disabled = true;
    const answer = await ask("query", { do: "send", query });
    send.disabled = false;
    if (answer.error) {
      say(inWords(answer));
      send.focus();
      return;
    }
    marks = null; // of the queries before this one
    set(changeQuery(state(), query.id, { sent: true, answer: answer.query.answer }));
    say(answer.query.answer ? `The provider replied: ${answer.query.answer}` : "Sent. It is kept with your answer.");
    page.scrollTop = 0;
    page.focus();
  }

  async function markAll() {
    form.flush();
    mark.disabled = true;
    const answer = await ask("query", { do: "mark" });
    mark.disabled = false;
    mark.focus({ preventScroll: true }); // it lost it while it was disabled
    if (answer.error) {
      say(inWords(answer));
      return;
    }
    marks = answer;
    missed.replaceChildren(missedQueries(answer.missed));
    draw();
    say(`Queries: ${percent(answer.total)}.`);
    page.scrollTop = (paper.marks() ?? missed).offsetTop - page.offsetTop;
  }

  function tab(query) {
    return h("button", { type: "button", role: "tab", class: "cd-query-tab", on: { click: () => open(query.id) } },
      h("span", { class: "cd-query-tab-title" }), h("span", { class: "cd-query-tab-state" }));
  }

  function onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && !send.hidden) {
      event.preventDefault();
      sendIt();
    } else if (event.target.role === "tab" && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      event.preventDefault();
      const all = queriesOf(state());
      const place = all.findIndex(({ id }) => id === current) + (event.key === "ArrowLeft" ? -1 : 1);
      open(all[(place + all.length) % all.length].id);
      list.children[(place + all.length) % all.length].focus();
    }
  }

  /** Bring the window in line with what is entered. */
  function draw() {
    const all = queriesOf(state());
    if (!queryOf(state(), current)) current = all.at(-1)?.id ?? null;
    const query = queryOf(state(), current);
    patchList(list, all, ({ id }) => id, tab, (element_, each, index) => {
      const stands = each.sent ? (each.answer ? "answered" : "sent") : "draft";
      setText(element_.firstChild, each.title.trim() || `Query ${index + 1}`);
      setText(element_.lastChild, stands);
      setName(element_, `${each.title.trim() || `Query ${index + 1}`}, ${stands}`);
      element_.setAttribute("aria-selected", String(each.id === current));
      element_.tabIndex = each.id === current ? 0 : -1;
    });
    const writing = Boolean(query) && !query.sent;
    none.hidden = Boolean(query);
    form.element.hidden = !writing || previewed;
    paper.element.hidden = !query || !form.element.hidden;
    aside.hidden = !writing;
    missed.hidden = !marks || writing;
    list.hidden = !all.length;
    remove.hidden = !query;
    again.hidden = !query || writing;
    preview.hidden = send.hidden = !writing;
    mark.hidden = !setup.querying.answers || writing;
    setText(preview, previewed ? "Go on writing" : "Preview");
    if (!query) return;
    if (writing) {
      form.draw(query);
      if (checked.id !== query.id) checks.draw([]);
      checkSoon();
    }
    if (!paper.element.hidden) paper.draw(query, marks?.queries.find((each) => each.query === query.id) ?? null);
  }

  return {
    element,
    quote,
    draw,
    focus: () => (queryOf(state(), current)?.sent === false ? form.focus() : fresh.focus()),
    /** Keep at once what is still being typed; whether anything was. */
    flush: () => form.flush(),
  };
}
