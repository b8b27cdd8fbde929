// Marking of a practice case: points and remarks, each with the words of the chart it rests on.

import { button, h, icon, inWords, setText } from "./dom.js";

const VERDICTS = { right: "Right", partly: "Partly right", wrong: "Wrong", note: "Note" };

const points = (number) => String(Math.round(number * 100) / 100);

/** `ask` asks the kernel to mark, `show(span)` shows a passage, `before()` sends what is pending. */
export function marking({ ask, show, before, close }) {
  const summary = h("p", { class: "cd-mark-sum", role: "status" });
  const list = h("ol", { class: "cd-remarks" });
  const element = h("section", { class: "cd-marking", "aria-label": "Marking", hidden: true },
    h("div", { class: "cd-tabular-top" },
      h("button", { type: "button", class: "cd-link cd-back", on: { click: () => hide() } }, icon("left"), "Code search"),
      summary),
    list);
  const press = button("Mark", mark, { class: "cd-button cd-primary" });

  function hide() {
    element.hidden = true;
    close(false);
  }

  async function mark() {
    before();
    press.disabled = true;
    const answer = await ask("mark");
    press.disabled = false;
    element.hidden = false;
    close(true);
    if (answer.error) {
      setText(summary, inWords(answer));
      list.replaceChildren();
      return;
    }
    setText(summary, `${points(answer.points)} of ${points(answer.max_points)} points`);
    list.replaceChildren(...answer.remarks.map(remark));
    list.scrollTop = 0;
  }

  function remark(each) {
    return h("li", { class: `cd-remark cd-is-${each.verdict}` },
      h("h4", {},
        h("span", { class: "cd-verdict" }, VERDICTS[each.verdict]),
        h("span", { class: "cd-remark-title" }, each.title),
        each.max_points ? h("span", { class: "cd-points" }, `${points(each.points)} / ${points(each.max_points)}`) : null),
      each.text ? h("p", {}, each.text) : null,
      ...each.quotes.map(quote),
      each.citation ? h("p", { class: "cd-citation" }, each.citation) : null);
  }

  function quote({ text, span }) {
    if (!span) return h("blockquote", { class: "cd-quote" }, text);
    return h("button", {
      type: "button", class: "cd-quote", title: "Show in the record", on: { click: () => show(span) },
    }, icon("quote"), h("span", {}, text));
  }

  return { element, press };
}
