// What is said of one part of an abstract, with the words of the chart it rests on. Of an error
// the kernel tells one step at a time: where to look, which rule, the answer.

import { button, h, icon, inWords, newId, setText } from "./dom.js";
import { quoteButton } from "./quotes.js";

const VERDICTS = { right: "Right", partly: "Partly right", wrong: "Wrong", note: "Note" };

/** The head of a remark: the verdict in a word, the title, and what stands beside it. */
export function remarkHead(verdict, title, ...beside) {
  return h("h4", {},
    h("span", { class: "cd-verdict" }, VERDICTS[verdict]),
    h("span", { class: "cd-remark-title" }, title),
    ...beside);
}

/** A part of the mark or an error, with a button for its next step. */
export function remarkRow({ remark: first, number, ask, show, points }) {
  const title = h("span", {}, first.title);
  const steps = h("div", { class: "cd-told", "aria-live": "polite" }, ...told(first, show));
  let { step, left } = first;
  const more = button("", next, { class: "cd-button cd-small cd-more" });

  let asking = false; // a button that is disabled meanwhile would lose the focus

  async function next() {
    if (asking) return;
    asking = true;
    const answer = await ask("more", { remark: number, step: step + 1 });
    asking = false;
    if (answer.error) {
      steps.append(h("p", { class: "cd-fault" }, inWords(answer)));
      return;
    }
    ({ step, left } = answer.remark);
    setText(title, answer.remark.title);
    const made = told(answer.remark, show);
    steps.append(h("div", { class: "cd-told-more" }, ...made));
    const evidence = answer.remark.quotes.find((each) => each.span);
    if (evidence) show(evidence.span);
    offer();
    if (!left) made[0]?.focus({ preventScroll: true });
    more.closest("li").scrollIntoView({ block: "nearest" });
  }

  function offer() {
    more.hidden = !left;
    setText(more, left > 1 ? "Which rule?" : "Show the answer");
    more.setAttribute("aria-label", `${more.textContent} ${title.textContent}`);
  }

  offer();
  return h("li", { class: `cd-remark cd-is-${first.verdict}` },
    remarkHead(first.verdict, title,
      first.max_points ? h("span", { class: "cd-points" }, `${points(first.points)} / ${points(first.max_points)}`) : null),
    steps,
    more);
}

/** What is right in one line, with the first words it rests on; the rest unfolds. */
export function rightRow({ remark, show }) {
  const [first, ...others] = remark.quotes;
  const why = h("div", { class: "cd-told", id: newId("why"), hidden: true }, ...told({ ...remark, quotes: others }, show));
  const unfold = button("Why", () => {
    why.hidden = !why.hidden;
    unfold.setAttribute("aria-expanded", String(!why.hidden));
  }, { class: "cd-button cd-small", "aria-expanded": "false", "aria-controls": why.id, "aria-label": `Why ${remark.title} is right` });
  return h("li", { class: "cd-remark cd-is-right" },
    h("div", { class: "cd-right-line" },
      remarkHead("right", remark.title),
      first ? quote(first, show) : h("span", { class: "cd-right-room" }),
      unfold),
    why);
}

/** What one step says: its text, the words of the chart, where the rule stands. */
function told(each, show) {
  return [
    each.text ? h("p", { tabindex: -1 }, each.text) : null,
    ...each.quotes.map((one) => quote(one, show)),
    each.citation ? h("p", { class: "cd-citation" }, each.citation) : null,
  ].filter(Boolean);
}

function quote({ text, span }, show) {
  if (!span) return h("blockquote", { class: "cd-quote" }, text);
  return quoteButton(span, show, icon("quote"), h("span", {}, text));
}
