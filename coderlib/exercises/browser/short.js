// A term to type. It is sent a moment after the last key, and at once when the field is left.

import { make } from "./elements.js";

const PAUSE = 300; // milliseconds after the last key
const LONGEST = 200; // as the marker reads

/** A text field. */
export function shortField(item, labelledBy, changed) {
  let timer = null;
  const flush = () => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    changed();
  };
  const input = make("input", {
    type: "text",
    class: "cx-text",
    maxlength: LONGEST,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    placeholder: "Type your answer",
    "aria-labelledby": labelledBy,
    oninput: () => {
      clearTimeout(timer);
      timer = setTimeout(flush, PAUSE);
    },
    onblur: flush,
  });
  return {
    element: make("div", {}, input),
    value: () => (input.value.trim() ? input.value : null),
    show(value) {
      const text = typeof value === "string" ? value : "";
      if (timer === null && input.value !== text) input.value = text;
    },
    progress: () => (input.value.trim() ? "whole" : "none"),
    flush,
  };
}
