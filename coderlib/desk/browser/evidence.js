// The evidence of an entry: how many passages are attached, and a list that leads to each.

import { h, icon, iconButton, newId, patchList, setName, setText } from "./dom.js";
import { spotOf } from "./entries.js";
import { quoteButton } from "./quotes.js";

/** `act`: show(passage), detach(key, passage), source(passage). */
export function evidence(key, act) {
  const listId = newId("evidence");
  const count = h("span", {});
  const chip = h("button", {
    type: "button", class: "cd-chip", "aria-expanded": "false", "aria-controls": listId,
    on: { click: () => unfold(list.hidden) },
  }, icon("quote"), count);
  const list = h("ul", { class: "cd-passages", id: listId, hidden: true });
  let code = "";

  function unfold(open) {
    list.hidden = !open;
    chip.setAttribute("aria-expanded", String(open));
  }

  function passage(each) {
    return h("li", {},
      quoteButton(each, act.show, h("span", { class: "cd-quote-from" }, act.source(each)), h("span", {}, each.quote)),
      iconButton("remove", `Detach “${each.quote.slice(0, 60)}” from ${code}`, () => {
        act.detach(key, each);
        (list.hidden ? chip : (list.querySelector("button") ?? chip)).focus();
      }));
  }

  return {
    chip,
    list,
    draw(entry) {
      const held = entry.evidence ?? [];
      code = entry.code;
      patchList(list, held, spotOf, passage);
      setText(count, String(held.length));
      setName(chip, `${held.length} passage${held.length === 1 ? "" : "s"} attached to ${entry.code} as evidence`);
      // With nothing attached its place stays, so that the row does not move when something is.
      chip.style.visibility = held.length ? "" : "hidden";
      if (!held.length) unfold(false);
    },
  };
}
