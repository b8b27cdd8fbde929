// A query as the provider sees it, the reply, and in practice how it was marked.

import { h, icon, setText } from "./dom.js";
import { indicatorButton } from "./quotes.js";
import { remarkHead } from "./remarks.js";

const BOX = { "multiple-choice": "☐", "yes-no": "○" };

/** `show(passage)` shows a passage; `source(passage)` names the document it stands in. */
export function queryPaper({ chart, show, source }) {
  const header = Object.fromEntries(chart.header.map(({ label, text }) => [label, text]));
  const body = h("div", { class: "cd-paper" });
  let drawn = "";

  function draw(query, marked) {
    // Nothing here is typed in: it is drawn anew, but only when something changed.
    const now = JSON.stringify([query, marked]);
    if (now === drawn) return;
    drawn = now;
    body.replaceChildren(...parts(query, marked));
  }

  function parts(query, marked) {
    const blank = (text, instead) => (text.trim() ? text : h("em", { class: "cd-blank" }, instead));
    return [
      query.sent ? reply(query) : null,
      h("p", { class: "cd-paper-line" }, "To ", blank(query.provider, "nobody yet")),
      h("p", { class: "cd-paper-line" }, `About ${header.Patient}, ${header["Age, sex"]}, MRN ${header.MRN}`),
      h("h3", {}, blank(query.title, "No title yet")),
      query.indicators.length
        ? h("ul", { class: "cd-paper-indicators", "aria-label": "Indicators" }, ...query.indicators.map((each) => h("li", {}, indicatorButton(each, show, source))))
        : h("p", {}, h("em", { class: "cd-blank" }, "Nothing quoted yet")),
      h("p", { class: "cd-paper-stem" }, blank(query.stem, "No question yet")),
      query.form === "open"
        ? h("p", { class: "cd-paper-room" }, "Answer:")
        : h("ul", { class: "cd-paper-options", "aria-label": "Options" }, ...query.options.filter((each) => each.trim()).map((option) =>
          h("li", {}, h("span", { "aria-hidden": "true" }, `${BOX[query.form] ?? "☐"} `), option))),
      marked ? marks(marked) : null,
    ].filter(Boolean);
  }

  function reply(query) {
    return h("div", { class: "cd-reply" },
      h("h4", {}, query.answer ? `Reply of ${query.provider || "the provider"}` : "Sent"),
      h("p", {}, query.answer || "It is kept with your answer and marked with it. In graded work no reply comes."));
  }

  function marks({ findings, needed }) {
    return h("div", { class: "cd-query-marks" },
      h("h4", {}, needed ? "How it is marked" : "It was not needed"),
      h("ul", { class: "cd-remarks" }, ...findings.map((each) =>
        h("li", { class: `cd-remark cd-is-${each.verdict}` },
          remarkHead(each.verdict, each.title),
          h("p", {}, each.text),
          h("p", { class: "cd-citation" }, each.citation)))));
  }

  return { element: body, draw, marks: () => body.querySelector(".cd-query-marks") };
}

/** The lines of the checklist, always the same ones: `[{part, state, text}]`. */
export function queryChecks() {
  const SIGNS = { done: "done", fault: "warning" };
  const STATES = { done: "Done", missing: "Open", fault: "Fault" };
  const parts = [
    ["reason", "Reason"], ["provider", "Provider"], ["indicators", "Indicators"], ["question", "Question"],
    ["form", "Form"], ["options", "Options"], ["compliance", "Compliance"], ["leading", "Not leading"],
  ].map(([part, title]) => {
    const sign = h("span", { class: "cd-check-sign" });
    const state = h("span", { class: "cd-hidden" });
    const text = h("span", { class: "cd-check-text" });
    const element = h("li", { class: "cd-check" }, sign, h("div", {}, h("strong", {}, title), state, text));
    return { part, element, sign, state, text, stands: "" };
  });
  const element = h("ul", { class: "cd-checks", "aria-label": "Checklist" }, ...parts.map((each) => each.element));

  function draw(checks) {
    for (const each of parts) {
      const check = checks.find(({ part }) => part === each.part) ?? { state: "missing", text: "" };
      if (each.stands !== check.state) {
        each.stands = check.state;
        each.element.className = `cd-check cd-is-${check.state}`;
        each.text.classList.toggle("cd-hidden", check.state === "done");
        each.sign.replaceChildren(...(SIGNS[check.state] ? [icon(SIGNS[check.state])] : []));
      }
      setText(each.state, `, ${STATES[check.state]}: `);
      setText(each.text, check.text);
    }
  }
  return { element, draw };
}

/** What a chart calls for and nobody asked, once the queries are marked. */
export function missedQueries(missed) {
  return h("div", { class: "cd-missed" },
    h("h4", {}, missed.length ? "Not asked" : "Nothing was left unasked"),
    ...missed.map((each) => h("p", {}, `${each.about}: ${each.why} `, h("span", { class: "cd-citation" }, each.citation))));
}
