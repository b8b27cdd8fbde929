// Marking of a practice case: the points of its parts, what to look at again, what is right.

import { button, h, inWords, setText } from "./dom.js";
import { remarkRow, rightRow } from "./remarks.js";

const points = (number) => String(Math.round(number * 100) / 100);

/**
 * `ask` asks the kernel to mark, `show(span)` shows a passage, `before()` sends what is pending,
 * `open()` brings the marking to view.
 */
export function marking({ ask, show, before, open }) {
  const summary = h("p", { class: "cd-mark-sum", role: "status", tabindex: -1 });
  const stale = h("p", { class: "cd-hint", role: "status" });
  const body = h("div", { class: "cd-marking-body" });
  const element = h("section", { class: "cd-marking", "aria-label": "Marking" },
    h("div", { class: "cd-bar" }, summary, stale), body);
  const press = button("Mark", mark, { class: "cd-button cd-primary cd-mark-press" });

  async function mark() {
    before();
    press.disabled = true;
    const slow = setTimeout(() => setText(press, "Marking…"), 400);
    const answer = await ask("mark");
    clearTimeout(slow);
    setText(press, "Mark");
    press.disabled = false;
    setText(stale, "");
    setText(summary, answer.error ? inWords(answer) : `${points(answer.points)} of ${points(answer.max_points)} points`);
    body.replaceChildren(...(answer.error ? [] : parts(answer.remarks)));
    body.scrollTop = 0;
    open();
    summary.focus({ preventScroll: true });
  }

  /** The remarks in three lists; each is asked about further by its number in the whole. */
  function parts(remarks) {
    const numbered = remarks.map((remark, number) => ({ remark, number }));
    const scored = numbered.filter(({ remark }) => remark.max_points);
    const others = numbered.filter((each) => !scored.includes(each));
    const right = others.filter(({ remark }) => remark.verdict === "right");
    const again = others.filter((each) => !right.includes(each));
    const row = ({ remark, number }) => remarkRow({ remark, number, ask, show, points });
    return [
      ...list("", "Parts of the mark", scored, row),
      ...list(`To look at again: ${again.length}`, "To look at again", again, row),
      ...list(`Right: ${right.length}`, "What is right", right, ({ remark }) => rightRow({ remark, show })),
    ];
  }

  function list(heading, label, items, row) {
    if (!items.length) return [];
    return [
      ...(heading ? [h("h3", {}, heading)] : []),
      h("ol", { class: heading ? "cd-remarks" : "cd-remarks cd-mark-parts", "aria-label": label }, ...items.map(row)),
    ];
  }

  return {
    element,
    press,
    /** The abstract is another now than the one marked. */
    changed() {
      if (summary.textContent) setText(stale, "Changed since: mark it again.");
    },
  };
}
