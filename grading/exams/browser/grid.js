// The grid of all questions: which are answered, which are flagged, and the way to each.

import { make } from "../../../coderlib/exercises/browser/elements.js";
import { STATES } from "../../../coderlib/exercises/browser/question.js";

export function makeGrid(questions, goTo) {
  const cells = questions.map((question, n) =>
    make("button", { type: "button", class: "cx-cell", onclick: () => goTo(n) }, String(n + 1)),
  );
  return {
    element: make("nav", { class: "cx-grid", "aria-label": "All questions" }, ...cells),
    draw(current, flagged) {
      questions.forEach((question, n) => {
        const cell = cells[n];
        const progress = question.progress();
        const flag = flagged.has(question.id);
        cell.dataset.progress = progress;
        cell.classList.toggle("cx-flagged", flag);
        const name = `Question ${n + 1}, ${STATES[progress]}${flag ? ", flagged" : ""}`;
        if (cell.getAttribute("aria-label") !== name) cell.setAttribute("aria-label", name);
        if (n === current) cell.setAttribute("aria-current", "true");
        else cell.removeAttribute("aria-current");
      });
    },
  };
}
