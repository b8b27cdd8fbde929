// The line below the code books: how the look-up went or which keys lead on, and the release in force.

import { h, setText } from "./dom.js";

const NEXT_KEYS = {
  entry: "Ctrl+Enter: add · [ ]: code before, after · Esc: back",
  recent: "Enter: Tabular · Ctrl+Enter: add",
  search: "/ leads to the search from anywhere · ? lists the keys",
  index: "↓ into the lines · → opens · Enter: Tabular",
  table: "Type the characters · Backspace: back · * read off titles",
};

export function booksFoot() {
  const status = h("p", { class: "cd-hint cd-cut", role: "status" });
  const release = h("span", { class: "cd-release" });
  return {
    element: h("div", { class: "cd-codes-foot" }, status, release),
    say: (line) => setText(status, line),
    /** Which keys lead on from a page, or from what was found. */
    keys(page, found = 0, further = "index") {
      setText(status, found ? `${found} found · Enter: Tabular · Ctrl+Enter: add · Alt+Enter: ${further}` : NEXT_KEYS[page]);
    },
    /** The release whose codes are valid, and the book that its words are from where that is another. */
    showRelease(book) {
      if (!book) return;
      const words = book.book === book.release ? "" : `; titles and notes: ${book.book}`;
      const whole = `${book.title} ${book.release}, valid on the discharge date ${book.day}${words}`;
      release.replaceChildren(
        h("span", { class: "cd-hidden cd-whole" }, whole),
        h("span", { class: "cd-short", "aria-hidden": "true" }, book.release, h("span", { class: "cd-release-day" }, `, valid on ${book.day}`)));
      release.title = whole;
    },
  };
}
