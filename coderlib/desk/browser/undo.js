// Telling what was done, with a button that takes it back where that can be.

import { button, setText } from "./dom.js";

/** `said` holds the words; gives `say(text, undoing)` and the button to stand beside them. */
export function withUndo(said) {
  const undo = button("Undo", null, { class: "cd-link", hidden: true });

  function say(text, undoing = null) {
    setText(said, text);
    undo.hidden = !undoing;
    undo.onclick = () => {
      undoing?.();
      say("");
    };
  }

  return { say, undo };
}
