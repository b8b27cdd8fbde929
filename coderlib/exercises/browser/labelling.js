// A picture with numbered pins. A pin opens a menu of labels; beside the picture stands a list
// for each pin, which does the same from the keyboard.

import { drawingOf } from "./drawing.js";
import { make, setText } from "./elements.js";
import { chosenPairs, pairProgress, partSelect, showPairs } from "./pairing.js";

function labelMenu(labels, current, choose, close) {
  const entries = labels.map((label) =>
    make(
      "button",
      {
        type: "button",
        role: "menuitemradio",
        class: "cx-menu-entry",
        "aria-checked": label.id === current ? "true" : "false",
        onclick: () => choose(label.id),
      },
      label.text,
    ),
  );
  if (current) {
    entries.push(
      make(
        "button",
        { type: "button", role: "menuitem", class: "cx-menu-entry cx-menu-clear", onclick: () => choose("") },
        "Take the label away",
      ),
    );
  }
  const move = (event) => {
    const at = entries.indexOf(document.activeElement);
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Escape") close();
    else if (event.key in steps) {
      entries[(at + steps[event.key] + entries.length) % entries.length].focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const menu = make("div", { role: "menu", class: "cx-menu", onkeydown: move }, ...entries);
  return { menu, first: entries.find((one) => one.getAttribute("aria-checked") === "true") ?? entries[0] };
}

/** A picture to label. */
export function labellingField(item, labelledBy, changed) {
  const selects = new Map();
  const pins = new Map();
  const texts = new Map(item.labels.map((label) => [label.id, label.text]));
  let open = null;

  const close = (back = true) => {
    if (!open) return;
    const { menu, pin } = open;
    open = null;
    menu.remove();
    pin.setAttribute("aria-expanded", "false");
    if (back) pin.focus();
  };
  const drawPins = () => {
    for (const [id, pin] of pins) {
      const text = texts.get(selects.get(id).value);
      const name = `Pin ${id}: ${text ?? "no label yet"}`;
      pin.classList.toggle("cx-pin-done", Boolean(text));
      if (pin.getAttribute("aria-label") !== name) pin.setAttribute("aria-label", name);
      pin.title = name;
    }
  };
  const choose = (id, label) => {
    const select = selects.get(id);
    close();
    if (select.value === label) return;
    select.value = label;
    drawPins();
    changed();
  };
  const openMenu = (id) => {
    const pin = pins.get(id);
    const again = open?.pin === pin;
    close(false);
    if (again) return;
    const { menu, first } = labelMenu(
      item.labels, selects.get(id).value, (label) => choose(id, label), close,
    );
    menu.setAttribute("aria-label", `Label for pin ${id}`);
    const at = item.pins.find((one) => one.id === id);
    menu.style.left = `${Math.min(at.x, 0.62) * 100}%`;
    if (at.y > 0.55) menu.style.bottom = `calc(${(1 - at.y) * 100}% + 16px)`;
    else menu.style.top = `calc(${at.y * 100}% + 16px)`;
    menu.addEventListener("focusout", (event) => {
      if (!menu.contains(event.relatedTarget) && event.relatedTarget !== pin) close(false);
    });
    open = { menu, pin };
    pin.setAttribute("aria-expanded", "true");
    stage.append(menu);
    first.focus({ preventScroll: true });
  };

  const rows = item.pins.map((pin) => {
    const select = partSelect(item.labels, `Label for pin ${pin.id}`, () => {
      drawPins();
      changed();
    });
    const button = make(
      "button",
      {
        type: "button",
        class: "cx-pin",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        style: `left: ${pin.x * 100}%; top: ${pin.y * 100}%`,
        onclick: () => openMenu(pin.id),
      },
      pin.id,
    );
    const lit = (on) => () => button.classList.toggle("cx-pin-lit", on);
    select.addEventListener("focus", lit(true));
    select.addEventListener("blur", lit(false));
    selects.set(pin.id, select);
    pins.set(pin.id, button);
    const row = make(
      "div",
      { class: "cx-pin-row" },
      make("span", { class: "cx-pin-number", "aria-hidden": "true" }, pin.id),
      select,
    );
    row.addEventListener("mouseenter", lit(true));
    row.addEventListener("mouseleave", lit(false));
    return row;
  });

  const drawing = drawingOf(item.picture.svg);
  const picture = make("div", { class: "cx-drawing", role: "img", "aria-label": item.picture.alt });
  if (drawing) picture.append(drawing);
  else setText(picture, "The picture could not be drawn.");
  const stage = make("div", { class: "cx-stage" }, picture, ...pins.values());
  const element = make(
    "div",
    { role: "group", "aria-labelledby": labelledBy, class: "cx-labelling-field" },
    make(
      "figure",
      { class: "cx-figure" },
      stage,
      make("figcaption", {}, item.picture.credit),
    ),
    make(
      "div",
      { class: "cx-pin-rows" },
      make("p", { class: "cx-how" }, "Click a pin and choose its label, or choose here."),
      ...rows,
    ),
  );
  drawPins();
  return {
    element,
    value: () => chosenPairs(selects),
    show(value) {
      showPairs(selects, value);
      drawPins();
    },
    progress: () => pairProgress(selects),
  };
}
