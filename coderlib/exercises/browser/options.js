// Choosing one option, or ticking all that apply.

import { freshId, make } from "./elements.js";

function optionRows(item, type, changed) {
  const group = freshId("options");
  const inputs = new Map();
  const rows = item.options.map((option) => {
    const input = make("input", { type, name: group, value: option.id, onchange: changed });
    inputs.set(option.id, input);
    return make("label", { class: "cx-option" }, input, make("span", {}, option.text));
  });
  return { inputs, rows };
}

/** One option of several: radio buttons. */
export function choiceField(item, labelledBy, changed) {
  const { inputs, rows } = optionRows(item, "radio", () => changed());
  const ticked = () => [...inputs].find(([, input]) => input.checked);
  const element = make("div", { role: "radiogroup", "aria-labelledby": labelledBy }, ...rows);
  return {
    element,
    value: () => ticked()?.[0] ?? null,
    show(value) {
      for (const [id, input] of inputs) input.checked = id === value;
    },
    progress: () => (ticked() ? "whole" : "none"),
  };
}

/** All options that apply: check boxes. */
export function multipleChoiceField(item, labelledBy, changed) {
  const { inputs, rows } = optionRows(item, "checkbox", () => changed());
  const ticked = () => [...inputs].filter(([, input]) => input.checked).map(([id]) => id);
  const element = make(
    "div",
    { role: "group", "aria-labelledby": labelledBy },
    make("p", { class: "cx-how" }, "Tick all that apply."),
    ...rows,
  );
  return {
    element,
    value: () => (ticked().length ? ticked() : null),
    show(value) {
      const ids = Array.isArray(value) ? value : [];
      for (const [id, input] of inputs) input.checked = ids.includes(id);
    },
    progress: () => (ticked().length ? "whole" : "none"),
  };
}
