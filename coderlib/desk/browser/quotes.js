// Quotes of the chart that lead to their place in the record.

import { h, icon } from "./dom.js";

/** A button that shows a passage by `show(passage)`; `words` are what it says. */
export function quoteButton(passage, show, ...words) {
  return h("button", {
    type: "button", class: "cd-quote", title: "Show in the record", on: { click: () => show(passage) },
  }, ...words);
}

/** An indicator of a query, with the document it stands in as `source(passage)` names it. */
export function indicatorButton(passage, show, source) {
  return quoteButton(passage, show, icon("quote"),
    h("span", {}, passage.quote, h("span", { class: "cd-quote-source" }, ` ${source(passage)}`)));
}
