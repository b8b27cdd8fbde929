// Marking of a practice case: points and remarks, each with the words of the chart it rests on.
// Of an error the kernel tells one step at a time: where to look, which rule, the answer.

import { button, h, icon, inWords, setText } from "./dom.js";

const VERDICTS = { right: "Right", partly: "Partly right", wrong: "Wrong", note: "Note" };

const points = (number) => String(Math.round(number * 100) / 100);

/** `ask` asks the kernel to mark, `show(span)` shows a passage, `before()` sends what is pending. */
export function marking({ ask, show, before, close }) {
  const summary = h("p", { class: "cd-mark-sum", role: "status", tabindex: -1 });
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
      summary.focus({ preventScroll: true });
      return;
    }
    setText(summary, `${points(answer.points)} of ${points(answer.max_points)} points`);
    list.replaceChildren(...answer.remarks.map(remark));
    list.scrollTop = 0;
    summary.focus({ preventScroll: true });
  }

  function remark(first, number) {
    const title = h("span", { class: "cd-remark-title" }, first.title);
    const steps = h("div", { class: "cd-steps", "aria-live": "polite" }, ...told(first));
    let { step, left } = first;
    let asking = false; // a button that is disabled meanwhile would lose the focus
    const more = button("", async () => {
      if (asking) return;
      asking = true;
      const answer = await ask("more", { remark: number, step: step + 1 });
      asking = false;
      if (answer.error) {
        steps.append(h("p", { class: "cd-fault" }, inWords(answer)));
        return;
      }
      const next = answer.remark;
      ({ step, left } = next);
      setText(title, next.title);
      const made = told(next);
      steps.append(...made);
      const evidence = next.quotes.find((each) => each.span);
      if (evidence) show(evidence.span);
      offer();
      if (!left) made[0]?.focus({ preventScroll: true });
    }, { class: "cd-button cd-more" });
    const offer = () => {
      more.hidden = !left;
      setText(more, left > 1 ? "Which rule?" : "Show the answer");
      more.setAttribute("aria-label", `${more.textContent} ${title.textContent}`);
    };
    offer();
    return h("li", { class: `cd-remark cd-is-${first.verdict}` },
      h("h4", {},
        h("span", { class: "cd-verdict" }, VERDICTS[first.verdict]),
        title,
        first.max_points ? h("span", { class: "cd-points" }, `${points(first.points)} / ${points(first.max_points)}`) : null),
      steps,
      more);
  }

  /** What one step says: its text, the words of the chart, where the rule stands. */
  function told(each) {
    return [
      each.text ? h("p", { tabindex: -1 }, each.text) : null,
      ...each.quotes.map(quote),
      each.citation ? h("p", { class: "cd-citation" }, each.citation) : null,
    ].filter(Boolean);
  }

  function quote({ text, span }) {
    if (!span) return h("blockquote", { class: "cd-quote" }, text);
    return h("button", {
      type: "button", class: "cd-quote", title: "Show in the record", on: { click: () => show(span) },
    }, icon("quote"), h("span", {}, text));
  }

  return { element, press };
}
