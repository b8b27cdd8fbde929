// Live edits: asks for them after each change, and lists what they find.

import { debounce, h, inWords, patchList, setText } from "./dom.js";
import { entryOf } from "./entries.js";

const SEVERITIES = { certain: "Certain", possible: "Possible", reminder: "Reminder" };

/** Asks the kernel for edits and group once changes rest; at most one question is under way. */
export function liveCheck({ ask, state, told }) {
  let asking = false;
  let again = false;
  const soon = debounce(check, 200);

  async function check() {
    again = asking;
    if (asking) return;
    asking = true;
    // Findings name places; the rows that stand there now are known by their keys later.
    const { principal, others, procedures } = state();
    const lists = { principal: principal ? [principal] : [], others, procedures };
    const answer = await ask("check");
    asking = false;
    const findings = (answer.findings ?? []).map((each) => ({
      ...each,
      keys: each.rows.map(([list, index]) => lists[list][index]?.key).filter((key) => key !== undefined),
    }));
    told({ ...answer, findings });
    if (again) soon();
  }

  return { soon };
}

/** The findings as a list. `showRow(key)` leads to a row, `count(n)` is told how many weigh. */
export function editsList({ state, showRow, count }) {
  const summary = h("p", { class: "cd-edits-sum" }, "The edits run with the first code.");
  // Said aloud too while another view is shown.
  const said = h("p", { class: "cd-hidden", role: "status" });
  const list = h("ol", { class: "cd-findings" });
  const reminders = h("ol", { class: "cd-findings" });
  const more = h("summary", {});
  const fold = h("details", { class: "cd-reminders", hidden: true }, more, reminders);
  const element = h("section", { class: "cd-edits", "aria-label": "Edits" }, summary, h("div", { class: "cd-edits-body", role: "group", "aria-label": "Findings", tabindex: 0 }, list, fold));

  function make(each) {
    const go = h("button", { type: "button", class: "cd-finding-go", on: { click: () => lead(item) } },
      h("span", { class: `cd-severity cd-is-${each.severity}` }, SEVERITIES[each.severity]),
      h("span", { class: "cd-code" }, each.codes.join(", ")),
      h("span", { class: "cd-finding-title" }, each.title));
    const item = h("li", { class: "cd-finding", tabindex: -1 }, go,
      h("p", {}, each.explanation), h("p", { class: "cd-mend" }, each.mend), h("p", { class: "cd-citation" }, each.citation));
    return item;
  }

  /** To the first row that a finding concerns and that still stands. */
  function lead({ keys }) {
    const key = keys.find((each) => entryOf(state(), each));
    if (key !== undefined) showRow(key);
  }

  const name = (each) => JSON.stringify([each.rule, each.codes, each.explanation]);
  const update = (item, each) => (item.keys = each.keys);

  return {
    element,
    said,
    show({ findings, error, hint }) {
      if (error) {
        setText(summary, inWords({ error, hint }));
        return;
      }
      const weigh = findings.filter((each) => each.severity !== "reminder");
      const rest = findings.filter((each) => each.severity === "reminder");
      const certain = weigh.filter((each) => each.severity === "certain").length;
      setText(summary, weigh.length
        ? `${certain} certain, ${weigh.length - certain} possible.`
        : "No edit: what is entered breaks none of the rules.");
      patchList(list, weigh, name, make, update);
      patchList(reminders, rest, name, make, update);
      setText(said, weigh.length ? `Edits: ${summary.textContent}` : "");
      setText(more, `${rest.length} reminder${rest.length === 1 ? "" : "s"} to look at the chart again`);
      fold.hidden = !rest.length;
      count(weigh.length);
    },
    /** Show the first finding of a row. */
    reveal(key) {
      const item = [...list.children].find((each) => each.keys.includes(key));
      if (!item) return;
      item.scrollIntoView({ block: "nearest" });
      item.querySelector("button").focus({ preventScroll: true });
    },
  };
}
