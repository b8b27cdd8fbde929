// Reading by keyboard: a cursor that steps from sentence to sentence and marks passages.

import { LONGEST_QUOTE, readingSteps, trimmedPassage } from "./passages.js";

const BY = { ArrowDown: 1, j: 1, J: 1, ArrowUp: -1, k: -1, K: -1 };

/**
 * `draw(pane, follow)` paints the pane anew, `take(pane)` offers what to do with the passage,
 * `tell(text)` is read out.
 */
export function readingCursor({ draw, take, tell }) {
  let place = null; // {pane, leaf, steps, from, to}: indices of the first step and of the moving one

  function held(pane) {
    return place?.pane === pane && place.leaf === pane.leaf() ? place : null;
  }

  function passage(pane) {
    const { leaf, steps, from, to } = held(pane) ?? {};
    if (!leaf) return null;
    return trimmedPassage(leaf, steps[Math.min(from, to)].start, steps[Math.max(from, to)].end);
  }

  function move(pane, by, extend) {
    const now = held(pane);
    if (!now) {
      const steps = readingSteps(pane.leaf());
      if (!steps.length) return;
      const first = firstInView(pane, steps);
      place = { pane, leaf: pane.leaf(), steps, from: first, to: first };
    } else {
      const to = Math.min(now.steps.length - 1, Math.max(0, now.to + by));
      const before = passage(pane);
      const next = { ...now, from: extend ? now.from : to, to };
      place = next;
      if (extend && passage(pane).quote.length > LONGEST_QUOTE) {
        place = now;
        tell("A passage cannot be longer.");
        return;
      }
      if (before.start === passage(pane).start && before.end === passage(pane).end) return;
    }
    draw(pane, "caret");
    const { start, end } = place.steps[place.to];
    tell(place.leaf.text.slice(start, end));
  }

  function leave() {
    if (!place) return false;
    const { pane } = place;
    place = null;
    draw(pane);
    return true;
  }

  return {
    passage,
    leave,
    /** The passage as a mark for the page, where the cursor stands in this pane. */
    mark: (pane) => (passage(pane) ? [{ ...passage(pane), kind: "caret" }] : []),
    onKey(pane, event) {
      if (event.target !== pane.panel() || !pane.page() || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key in BY) {
        getSelection()?.removeAllRanges();
        move(pane, BY[event.key], event.shiftKey);
      } else if (event.key === "e" || event.key === "E") {
        take(pane);
      } else if (event.key !== "Escape" || !leave()) {
        return;
      }
      event.preventDefault();
    },
  };
}

/** The first step whose words show in the panel. */
function firstInView(pane, steps) {
  const top = pane.panel().getBoundingClientRect().top;
  const { runs } = pane.page();
  const run = runs.find(({ element }) => element.getBoundingClientRect().bottom > top + 4);
  const index = steps.findIndex((step) => run && step.end > run.start);
  return Math.max(0, index);
}
