// All numeric results of the chart in one place: a flow sheet for each kind of document.

import { flagClass } from "./document_page.js";
import { h } from "./dom.js";
import { trend } from "./trend.js";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `results` as the chart view tells them; `show(span)` leads to a value in its document. */
export function flowSheet(results, show) {
  const sheets = [...new Set(results.map((each) => each.sheet))];
  sheets.sort((a, b) => Number(b === "Laboratory") - Number(a === "Laboratory"));
  return h(
    "div",
    { class: "cd-flow" },
    h("p", { class: "cd-byline" }, "Press a value to see it in its document. ▲ above, ▼ below the reference range, as flagged in the chart."),
    ...sheets.map((sheet) => sheetTable(sheet, results.filter((each) => each.sheet === sheet), show)),
  );
}

/** A grid: one stop of the Tab key, and arrow keys lead from value to value. */
function sheetTable(sheet, tests, show) {
  const times = timesOf(tests);
  const rows = tests.map((test) => ({ test, cells: times.map((at) => valueCell(test, at, show)) }));
  const grid = rows.map(({ cells }) => cells.map((cell) => cell.querySelector("button")));
  const stops = grid.flat().filter(Boolean);
  if (stops.length) stops[0].tabIndex = 0;
  let panel = null;
  const body = h("tbody");
  for (const { test, cells } of rows) {
    if (test.panel !== panel) {
      panel = test.panel;
      body.append(h("tr", { class: "cd-test-panel" },
        h("th", { scope: "rowgroup", colspan: 2 }, panel), h("td", { colspan: times.length })));
    }
    body.append(h("tr", {}, nameCell(test), h("td", { class: "cd-flow-trend" }, trend(test)), ...cells));
  }
  return h(
    "div",
    { class: "cd-flow-sheet" },
    h("h3", {}, sheet),
    h(
      "table",
      { role: "grid", "aria-label": sheet, on: { keydown: (event) => onGridKey(event, grid, stops) } },
      h(
        "thead",
        {},
        h("tr", {},
          h("th", { scope: "col", rowspan: 2, class: "cd-flow-name" }, "Test"),
          h("th", { scope: "col", rowspan: 2, class: "cd-flow-trend" }, "Trend"),
          ...daysOf(times).map(({ day, width }) => h("th", { scope: "colgroup", colspan: width, class: "cd-flow-day" }, dayName(day)))),
        h("tr", {}, ...times.map((at, index) =>
          h("th", { scope: "col", class: begins(times, index) }, at.slice(11) || "–"))),
      ),
      body,
    ),
  );
}

/** Times of collection of all tests, in order. */
function timesOf(tests) {
  return [...new Set(tests.flatMap((test) => test.values.map((value) => value.at)))].sort();
}

function daysOf(times) {
  const days = [];
  for (const at of times) {
    if (days.at(-1)?.day === at.slice(0, 10)) days.at(-1).width += 1;
    else days.push({ day: at.slice(0, 10), width: 1 });
  }
  return days;
}

function begins(times, index) {
  return times[index].slice(0, 10) === times[index - 1]?.slice(0, 10) ? null : "cd-flow-begins";
}

function dayName(day) {
  return `${MONTHS[Number(day.slice(5, 7)) - 1]} ${Number(day.slice(8, 10))}`;
}

function nameCell({ test, unit, range }) {
  const known = [range, unit].filter(Boolean).join(" ");
  return h("th", { scope: "row", class: "cd-flow-name" }, test, known ? h("span", { class: "cd-flow-range" }, known) : null);
}

function valueCell(test, at, show) {
  const found = test.values.filter((value) => value.at === at);
  return h("td", {}, ...found.map((value) => {
    const number = value.flag ? value.text.replace(value.flag, "").trim() : value.text;
    const flag = value.flag ? h("span", { class: "cd-flag" }, ` ${value.flag}`) : null;
    return h(
      "button",
      {
        type: "button", tabindex: -1, class: `cd-value ${flagClass(value.flag)}`,
        "aria-label": `${test.test} ${value.text}, ${dayName(at)} ${at.slice(11)}`,
        on: { click: () => show(value.span) },
      },
      number, flag,
    );
  }));
}

function onGridKey(event, grid, stops) {
  const row = grid.findIndex((cells) => cells.includes(document.activeElement));
  const column = grid[row]?.indexOf(document.activeElement) ?? -1;
  const along = (cells) => cells.find(Boolean);
  const to = {
    ArrowRight: () => along(grid[row].slice(column + 1)),
    ArrowLeft: () => along(grid[row].slice(0, column).reverse()),
    ArrowDown: () => along(grid.slice(row + 1).map((cells) => cells[column])),
    ArrowUp: () => along(grid.slice(0, row).reverse().map((cells) => cells[column])),
    Home: () => along(grid[row]),
    End: () => along([...grid[row]].reverse()),
  }[event.key];
  if (!to || row < 0) return;
  event.preventDefault();
  const next = to();
  if (!next) return;
  for (const stop of stops) stop.tabIndex = stop === next ? 0 : -1;
  next.focus();
}
