// One question: its number, its stem, its field, and whether it is answered.

import { freshId, make, setText } from "./elements.js";
import { labellingField } from "./labelling.js";
import { matchingField } from "./matching.js";
import { choiceField, multipleChoiceField } from "./options.js";
import { shortField } from "./short.js";

const FIELDS = {
  choice: choiceField,
  multiple_choice: multipleChoiceField,
  short: shortField,
  matching: matchingField,
  labelling: labellingField,
};

export const STATES = { none: "not answered", part: "answered in part", whole: "answered" };

/** A question of the page; `changed(id)` is called when its value did. */
export function makeQuestion(item, number, total, changed) {
  const heading = freshId("heading");
  const stem = freshId("stem");
  const state = make("span", { class: "cx-state" });
  const field = FIELDS[item.kind](item, stem, () => {
    drawState();
    changed(item.id);
  });
  const element = make(
    "section",
    { class: `cx-question cx-${item.kind}`, "aria-labelledby": heading },
    make(
      "header",
      { class: "cx-question-head" },
      make("h4", { id: heading }, `Question ${number} of ${total}`),
      state,
    ),
    make("p", { class: "cx-stem", id: stem }, item.stem),
    field.element,
  );
  function drawState() {
    const progress = field.progress();
    setText(state, STATES[progress]);
    element.dataset.progress = progress;
  }
  drawState();
  return {
    id: item.id,
    element,
    value: () => field.value(),
    show(value) {
      field.show(value);
      drawState();
    },
    progress: () => field.progress(),
    flush: () => field.flush?.(),
  };
}

/** The response that a list of questions holds now. */
export function responseOf(questions) {
  const items = {};
  for (const question of questions) {
    const value = question.value();
    if (value !== null) items[question.id] = value;
  }
  return { items };
}
