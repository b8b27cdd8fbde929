// A page of questions: the entry module of the widget.

import { freshId, keepKeys, make, setText } from "./elements.js";
import { makeKeeper } from "./keeping.js";
import { makeQuestion, responseOf } from "./question.js";

function render({ model, el }) {
  const view = freshId("view");
  const page = model.get("page");
  const total = page.items.length;
  const count = make("span", { class: "cx-count", role: "status" });
  const bar = make("progress", { max: total, "aria-label": "Questions answered" });
  const keeper = makeKeeper(model, view);
  const questions = page.items.map((item, n) => makeQuestion(item, n + 1, total, changed));

  function drawCount() {
    const done = questions.filter((question) => question.progress() === "whole").length;
    setText(count, `${done} of ${total} answered`);
    bar.value = done;
  }
  function changed() {
    drawCount();
    keeper.send(responseOf(questions));
  }
  function show() {
    const { response, by } = model.get("entered");
    if (by === view) return;
    for (const question of questions) question.show(response.items?.[question.id] ?? null);
    drawCount();
  }
  const flush = () => questions.forEach((question) => question.flush());

  const root = make(
    "div",
    { class: "cx-page" },
    make("h3", { class: "cx-title" }, page.title),
    page.instructions ? make("p", { class: "cx-instructions" }, page.instructions) : null,
    page.notice ? make("p", { class: "cx-notice", role: "alert" }, page.notice) : null,
    make("div", { class: "cx-bar" }, count, bar, keeper.element),
    ...questions.map((question) => question.element),
  );
  el.append(keepKeys(root));
  model.on("change:entered", show);
  window.addEventListener("beforeunload", flush);
  show();
  return () => {
    flush();
    model.off("change:entered", show);
    window.removeEventListener("beforeunload", flush);
    keeper.stop();
  };
}

export default { render };
