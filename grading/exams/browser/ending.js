// Submitting: asked once more, because it cannot be taken back.

import { counted, make, setText } from "../../../coderlib/exercises/browser/elements.js";

/** The panel that asks before submitting. `state()` gives open, part and flagged counts. */
export function makeEnding(charts, state, submit) {
  const text = make("p", {});
  const fault = make("p", { class: "cx-fault", role: "alert" });
  const back = make("button", { type: "button", class: "cx-button", onclick: hide }, "Back to the questions");
  const sure = make("button", { type: "button", class: "cx-button cx-primary", onclick: submit }, "Submit for good");
  const panel = make(
    "div",
    { class: "cx-panel", role: "alertdialog", "aria-label": "Submit the exam?" },
    make("h4", {}, "Submit the exam?"),
    text,
    fault,
    make("div", { class: "cx-buttons" }, back, sure),
  );
  panel.hidden = true;

  function hide() {
    panel.hidden = true;
  }
  return {
    element: panel,
    ask() {
      const { open, part, flagged } = state();
      const sentences = [
        open + part === 0
          ? "All questions are answered."
          : `${counted(open + part, "question is", "questions are")} not fully answered.`,
      ];
      if (flagged) sentences.push(`${counted(flagged, "is", "are")} flagged.`);
      if (charts.length) {
        sentences.push(
          `The ${charts.length === 1 ? "chart" : `${charts.length} charts`} below will be taken as saved.`,
        );
      }
      sentences.push("After submitting nothing can be changed.");
      setText(text, sentences.join(" "));
      setText(fault, "");
      panel.hidden = false;
      back.focus();
    },
    hide,
    tell(message) {
      setText(fault, message);
    },
  };
}
