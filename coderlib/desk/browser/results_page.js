// The page of results: what a search found or, with nothing typed, the codes lately used and how to begin.

import { booksGuide } from "./books_guide.js";
import { h, inWords } from "./dom.js";
import { recentCodes } from "./recent.js";
import { resultsList } from "./results_list.js";

/** `ask` asks the kernel, `say(line)` tells that it waits, `pick(hit)` and `pointed(id)` as in the list. */
export function resultsPage({ ask, say, pick, pointed }) {
  let asked = 0;
  const heading = h("h3", { class: "cd-results-head" }, "Recently used");
  const list = resultsList({ pick, pointed });
  const guide = booksGuide();
  const element = h("div", { class: "cd-results-page" }, heading, list.element, guide.element);

  function show(system, hits, label) {
    list.show(system, hits, label);
    heading.hidden = label !== "Recently used" || !hits.length;
    list.element.hidden = !hits.length;
    guide.element.hidden = hits.length > 0;
    guide.show(system);
  }

  return {
    element,
    list: list.element,
    count: list.count,
    chosen: list.chosen,
    move: list.move,
    /** With nothing typed, offer the codes lately used. */
    showRecent: (system) => show(system, recentCodes(system), "Recently used"),
    /** What is under way is not wanted any more. */
    forget() {
      asked += 1;
    },
    /** Search for words: a line that tells how it went, or null where something else was asked since. */
    async find(system, words) {
      asked += 1;
      const mine = asked;
      const slow = setTimeout(() => say("The kernel is busy; the search waits for it."), 800);
      const answer = await ask("find", { system, words });
      clearTimeout(slow);
      if (mine !== asked) return null;
      show(system, answer.error ? [] : answer.results, "Results");
      if (answer.error) return inWords(answer);
      return answer.results.length ? "" : `Nothing found for “${words.trim()}”. Try fewer or other words.`;
    },
  };
}
