// The exam paper: the entry module of the widget.

import { freshId, keepKeys, make, setText } from "../../../coderlib/exercises/browser/elements.js";
import { makeKeeper } from "../../../coderlib/exercises/browser/keeping.js";
import { makeQuestion, responseOf } from "../../../coderlib/exercises/browser/question.js";
import { makeClock } from "./clock.js";
import { makeEnding } from "./ending.js";
import { makeGrid } from "./grid.js";

const LAST_MOMENT = 900; // milliseconds before the end at which what is being typed is sent

function render({ model, el }) {
  const view = freshId("view");
  const page = model.get("page");
  const exam = model.get("exam");
  const total = page.items.length;
  const flagged = new Set();
  let current = 0;
  let over = false;

  const ask = () => model.send({ type: "clock", view });
  const keeper = makeKeeper(model, view, ask);
  const questions = page.items.map((item, n) => makeQuestion(item, n + 1, total, changed));
  const clock = makeClock(ask, () => end(false));
  const grid = makeGrid(questions, goTo);
  const ending = makeEnding(exam.charts, state, submit);

  const count = make("span", { class: "cx-count", role: "status" });
  const asks = make("button", { type: "button", class: "cx-button", onclick: () => ending.ask() }, "Submit the exam");
  const before = make("button", { type: "button", class: "cx-button", onclick: () => goTo(current - 1) }, "Previous");
  const after = make("button", { type: "button", class: "cx-button cx-primary", onclick: () => goTo(current + 1) }, "Next");
  const flag = make("button", { type: "button", class: "cx-button cx-flag", "aria-pressed": "false", onclick: turnFlag }, "Flag this question");
  const overLine = make("p", { class: "cx-notice", role: "alert" });
  overLine.hidden = true;
  const sheet = make("fieldset", { class: "cx-sheet" }, ...questions.map((one) => one.element));

  function state() {
    const by = { none: 0, part: 0, whole: 0 };
    for (const question of questions) by[question.progress()] += 1;
    return { open: by.none, part: by.part, done: by.whole, flagged: flagged.size };
  }
  function draw() {
    questions.forEach((question, n) => {
      question.element.hidden = n !== current;
    });
    const marked = flagged.has(questions[current].id);
    flag.setAttribute("aria-pressed", String(marked));
    setText(flag, marked ? "Flagged: take the flag away" : "Flag this question");
    before.disabled = current === 0;
    after.disabled = current === total - 1;
    const { done, flagged: flags } = state();
    setText(count, `${done} of ${total} answered${flags ? `, ${flags} flagged` : ""}`);
    grid.draw(current, flagged);
  }
  function send() {
    keeper.send({ ...responseOf(questions), flagged: [...flagged] });
  }
  function changed() {
    draw();
    send();
  }
  function goTo(n) {
    questions[current].flush();
    current = Math.max(0, Math.min(total - 1, n));
    draw();
  }
  function turnFlag() {
    const { id } = questions[current];
    if (!flagged.delete(id)) flagged.add(id);
    changed();
  }
  function submit() {
    questions[current].flush();
    model.send({ type: "submit", view });
  }
  function end(submitted) {
    if (over) return;
    over = true;
    ending.hide();
    sheet.disabled = true;
    for (const button of [asks, flag]) button.disabled = true;
    const { done } = state();
    const why = submitted ? "The exam is submitted." : "The time is over.";
    setText(overLine, `${why} ${done} of ${total} questions are answered; everything saved in time will be scored.`);
    overLine.hidden = false;
    root.classList.add("cx-over");
  }
  function heed(message) {
    if (message?.type !== "clock" || (message.view !== null && message.view !== view)) return;
    if (message.fault) ending.tell(message.fault);
    clearTimeout(lastMoment);
    if (!message.over) {
      lastMoment = setTimeout(() => questions[current].flush(), message.left * 1000 - LAST_MOMENT);
    }
    clock.set(message.left, message.over);
    if (message.over) end(message.submitted);
  }
  function show() {
    const { response, by } = model.get("entered");
    if (by === view) return;
    for (const question of questions) question.show(response.items?.[question.id] ?? null);
    flagged.clear();
    for (const id of response.flagged ?? []) flagged.add(id);
    draw();
  }
  const flush = () => questions[current].flush();
  let lastMoment = null;

  const root = make(
    "div",
    { class: "cx-page cx-exam" },
    make("h3", { class: "cx-title" }, page.title),
    make("p", { class: "cx-instructions" }, exam.notice),
    page.notice ? make("p", { class: "cx-notice", role: "alert" }, page.notice) : null,
    make("div", { class: "cx-bar" }, clock.time, clock.warning, count, keeper.element, asks),
    overLine,
    ending.element,
    make(
      "div",
      { class: "cx-body" },
      grid.element,
      make("div", { class: "cx-main" }, sheet, make("div", { class: "cx-buttons" }, before, after, flag)),
    ),
  );
  el.append(keepKeys(root));
  model.on("change:entered", show);
  model.on("msg:custom", heed);
  window.addEventListener("beforeunload", flush);
  show();
  ask();
  return () => {
    flush();
    clearTimeout(lastMoment);
    clock.stop();
    keeper.stop();
    model.off("change:entered", show);
    model.off("msg:custom", heed);
    window.removeEventListener("beforeunload", flush);
  };
}

export default { render };
