// A code of ICD-10-PCS built character by character, from the section to the qualifier.

import { button, h, icon, inWords, setName, setText } from "./dom.js";
import { pcsColumn } from "./pcs_column.js";
import { possibleValues, withValue } from "./pcs_choice.js";

const LENGTH = 7;
const TABLE = 3;
const FIRST_AXES = ["Section", "Body System", "Operation"];
const MADE = "Rows are made of the codes valid on the day; labels marked * are read off titles, because the official tables are not imported.";

/**
 * `add(code, row)` enters a finished code, in place of `row` if any, `openEntry(code)` shows it in the Tabular, `say(line)`
 * tells what cannot be chosen, `leave()` goes back one step.
 */
export function pcsTable({ ask, add, openEntry, say, leave, inpatient }) {
  const answers = new Map(); // what the kernel said, by the first three characters
  let chosen = "";
  let at = 0; // the place being chosen
  let queue = Promise.resolve(); // keys wait for the table of the keys before them
  let row = null; // the entry of the abstract that the code may replace
  let title = { code: "", text: "", derived: false };

  const slots = Array.from({ length: LENGTH }, (_, n) =>
    h("button", { type: "button", class: "cd-slot", tabindex: -1, on: { click: () => turn(() => focusColumn(n)) } }));
  const named = h("span", {});
  const tag = h("span", { class: "cd-tag", hidden: true, title: "No title is at hand: it is made of the labels" }, "derived title");
  const replaceButton = button("", () => replace(), { class: "cd-button cd-primary", hidden: true });
  const addButton = button("Add procedure", () => add(chosen, null), { class: "cd-button cd-primary", "aria-keyshortcuts": "Control+Enter" });
  const entryButton = button("Tabular", () => openEntry(chosen), { "aria-label": "Open in the Tabular" });
  const backWords = h("span", {}, "Back");
  const definition = h("summary", {});
  const more = h("p", {});
  const meaning = h("details", { class: "cd-definition" }, definition, more);
  const columns = Array.from({ length: LENGTH }, (_, n) =>
    pcsColumn({
      place: n,
      pick: (value) => turn(() => pick(n, value)),
      pointed: (value) => { if (n === TABLE - 1) showMeaning(value); },
    }));
  const element = h("section", { class: "cd-build", "aria-label": "ICD-10-PCS table", hidden: true, on: { keydown: onKey } },
    h("div", { class: "cd-build-top" },
      h("button", { type: "button", class: "cd-link", on: { click: () => leave() } }, icon("left"), backWords),
      h("div", { class: "cd-slots", role: "group", "aria-label": "Characters chosen" }, ...slots),
      h("div", { class: "cd-build-actions" }, entryButton, replaceButton, addButton)),
    h("p", { class: "cd-built-line", "aria-live": "polite" }, named, tag),
    meaning,
    h("div", { class: "cd-columns", on: { focusin: onReach } }, ...columns.map((each) => each.element)));

  const known = () => answers.get(chosen.slice(0, TABLE));
  const rowsOf = (answer) => answer?.table?.rows ?? [];

  function replace() {
    if (add(chosen, row)) row = null;
    draw();
    if (!row) addButton.focus();
  }

  /** Do one thing after those before it. */
  function turn(act) {
    queue = queue.then(act, act);
    return queue;
  }

  /** What may stand after the characters chosen; false where the kernel could not say. */
  async function learn(characters) {
    const key = characters.slice(0, TABLE);
    if (answers.has(key) && characters.length <= TABLE) return answers.get(key);
    const slow = setTimeout(() => say("The kernel reads the tables."), 400);
    const answer = await ask("table", { characters });
    clearTimeout(slow);
    if (answer.error) {
      say(inWords(answer));
      return null;
    }
    answers.set(answer.characters.slice(0, TABLE), answer);
    return answer;
  }

  async function open(characters) {
    const answer = await learn(characters);
    if (!answer) return;
    take(answer);
    say(answer.problem ?? "");
    draw();
    focusColumn(Math.min(chosen.length, LENGTH - 1));
    if (chosen.length === LENGTH) mainButton().focus();
  }

  /** What a finished code is most likely for. */
  function mainButton() {
    if (!inpatient) return entryButton;
    return row && row.code !== chosen ? replaceButton : addButton;
  }

  function take(answer) {
    chosen = answer.characters;
    title = { code: answer.title ? chosen : "", text: answer.title, derived: answer.title_derived };
  }

  function valuesAt(n) {
    const answer = known();
    if (n >= TABLE) return possibleValues(rowsOf(answer), chosen.slice(TABLE), n - TABLE);
    const upTo = answers.get(chosen.slice(0, n));
    return (answer?.axes[n] ?? upTo?.axes[n])?.values ?? [];
  }

  async function pick(n, value) {
    if (n > chosen.length) {
      say(`Choose the ${axisTitle(chosen.length).toLowerCase()} first.`);
      focusColumn(chosen.length);
      return;
    }
    const picked = valuesAt(n).find((one) => one.value === value);
    if (!picked) {
      const allowed = valuesAt(n).map((one) => one.value).join(" ");
      say(allowed ? `${value} is not possible as ${axisTitle(n).toLowerCase()}; there are ${allowed}.` : "");
      return;
    }
    say("");
    if (n >= TABLE) {
      chosen = chosen.slice(0, TABLE) + withValue(rowsOf(known()), chosen.slice(TABLE), n - TABLE, value);
    } else {
      const before = chosen.slice(0, n) + value;
      const answer = await learn(before);
      if (!answer) return;
      say("");
      chosen = before;
    }
    draw();
    if (chosen.length === LENGTH) await finish(n);
    else focusColumn(n + 1);
  }

  /** The code is whole: read its title, and lead on to entering it. */
  async function finish(n) {
    if (n === LENGTH - 1) mainButton().focus();
    else focusColumn(n + 1);
    const code = chosen;
    const answer = await ask("table", { characters: code });
    if (answer.error || chosen !== code) return;
    title = { code, text: answer.title, derived: answer.title_derived };
    draw();
  }

  async function stepBack() {
    if (!chosen) return;
    chosen = chosen.slice(0, -1);
    await learn(chosen);
    say("");
    draw();
    focusColumn(chosen.length);
  }

  function focusColumn(n) {
    const to = Math.min(n, chosen.length, LENGTH - 1);
    at = to;
    draw();
    columns[to].focus();
  }

  function axisTitle(n) {
    const answer = known();
    return (n < TABLE ? answer?.axes[n]?.title : answer?.table?.axes[n - TABLE]) ?? FIRST_AXES[n] ?? "";
  }

  /** A character typed is meant for the column that has the focus, however it came there. */
  function onReach(event) {
    const n = columns.findIndex(({ element: column }) => column.contains(event.target));
    if (n > chosen.length || n === at) return;
    at = n;
    draw();
  }

  /** What the character chosen at a place is called. */
  function labelAt(n) {
    return valuesAt(n).find((one) => one.value === chosen[n])?.label ?? "";
  }

  /** What the operation pointed to or chosen does, and, opened, what tells it from others. */
  function showMeaning(value) {
    const operation = valuesAt(TABLE - 1).find((one) => one.value === (value ?? chosen[TABLE - 1]));
    const meant = operation?.definition ?? (operation ? "No definition is at hand." : "");
    definition.replaceChildren(h("b", {}, operation?.label ?? "Operation"), ` ${meant || "not chosen yet"}`);
    const told = [
      ...(operation?.examples?.length ? [`For example ${operation.examples.join(", ")}.`] : []),
      ...(operation?.confused_with ?? []).map(([other, how]) => `Not ${other}: ${how}`),
      known()?.table?.printed ? "Rows and labels are those of the official table." : MADE,
    ];
    setText(more, told.join("\n"));
  }

  function draw() {
    const inTable = at >= TABLE;
    slots.forEach((slot, n) => {
      setText(slot, chosen[n] ?? "");
      slot.classList.toggle("cd-at", n === at);
      slot.disabled = n > chosen.length;
      const label = n < chosen.length ? `${chosen[n]} ${labelAt(n)}` : "not chosen yet";
      setName(slot, `${[`Character ${n + 1}`, axisTitle(n)].filter(Boolean).join(", ")}: ${label}`);
    });
    const whole = chosen.length === LENGTH;
    const labels = [...chosen].map((_, n) => labelAt(n)).slice(chosen.length > TABLE ? 2 : 0).filter((label) => label && !/^No (Device|Qualifier)$/.test(label));
    setText(named, whole && title.code === chosen ? title.text : labels.join(", ") || "Choose a section, or type the characters of a code.");
    tag.hidden = !(whole && title.code === chosen && title.derived);
    for (const each of [addButton, entryButton]) each.disabled = !whole;
    replaceButton.hidden = !row; // else it stays in its place, so that nothing moves while characters are chosen
    replaceButton.disabled = !whole || row?.code === chosen;
    addButton.classList.toggle("cd-primary", !row);
    setText(replaceButton, row ? `Replace ${row.code}` : "");
    addButton.hidden = !inpatient;
    columns.forEach((column, n) => {
      column.element.hidden = inTable !== (n >= TABLE);
      if (column.element.hidden) return;
      column.show({ title: axisTitle(n), values: n <= chosen.length || inTable ? valuesAt(n) : [], chosen: chosen[n] ?? "", current: n === at });
    });
    if (at !== TABLE - 1) showMeaning(null);
  }

  function onKey(event) {
    if (event.altKey) return;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && command) {
      if (chosen.length === LENGTH && inpatient) add(chosen, null);
    } else if (command) return;
    else if (event.key === "Backspace") turn(stepBack);
    else if (event.key === "ArrowLeft") turn(() => focusColumn(Math.max(0, at - 1)));
    else if (event.key === "ArrowRight") turn(() => focusColumn(at + 1));
    else if (/^[0-9a-z]$/i.test(event.key)) {
      const value = event.key.toUpperCase();
      turn(() => pick(at, value));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return {
    element,
    /** Begin with characters of a code, or go on where one was. */
    open: (characters, from, replacing) => {
      setText(backWords, from);
      row = replacing;
      return turn(() => open(characters));
    },
    chosen: () => chosen,
    /** The finished code with its title, or null where it is another. */
    entry: (code) => (title.code === code ? { code, title: title.text, valid: true } : null),
    focus: () => focusColumn(at),
  };
}
