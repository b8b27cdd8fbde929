// One document on the page, and the marks over its words.

import { h } from "./dom.js";

const SHORT = 20; // characters of a cell that are never broken over lines

/** The page of a document. `runs` are the elements that hold stretches of its text. */
export function documentPage(document_) {
  const runs = [];
  function run(tag, start, end, props) {
    const element = h(tag, props, document_.text.slice(start, end));
    runs.push({ element, start, end });
    return element;
  }
  const body = h("div", { class: "cd-text" });
  let list = null;
  for (const block of document_.blocks) {
    if (block.kind !== "item") list = null;
    if (block.kind === "heading") {
      body.append(run("h4", block.start, block.end));
    } else if (block.kind === "item") {
      if (!list) body.append((list = h("ul")));
      const start = block.start + bullet(document_.text, block);
      const numbered = /^\d+[.)]/.test(document_.text.slice(start, block.end));
      list.append(run("li", start, block.end, { class: numbered && "cd-numbered" }));
    } else if (block.kind === "table" && block.tables.length) {
      body.append(...block.tables.map((rows) => table(rows, document_.text, run)));
    } else if (block.kind === "table") {
      body.append(run("pre", block.start, block.end));
    } else {
      body.append(run("p", block.start, block.end));
    }
  }
  const page = h(
    "div",
    { class: "cd-document" },
    h(
      "header",
      {},
      h("h3", {}, document_.title),
      h("p", { class: "cd-byline" }, `${document_.author}, ${document_.role} · ${document_.at}`),
    ),
    body,
  );
  return { page, runs, text: document_.text };
}

/** Characters of a bullet or dash that the list draws by itself. */
function bullet(text, block) {
  return /^\s*[-*•]\s+/.exec(text.slice(block.start, block.end))?.[0].length ?? 0;
}

/** A table; one of two columns is a list of names and values, without a head. */
function table(rows, text, run) {
  const cell = (tag, props) => ([start, end]) => {
    const flagged = tag === "td" && /\s[HL]{1,2}$/.test(text.slice(start, end)) && "cd-flagged";
    const short = end - start <= SHORT && props?.scope !== "col" && "cd-short";
    return run(tag, start, end, { ...props, class: [flagged, short].filter(Boolean).join(" ") });
  };
  const named = rows[0].length === 2;
  const [head, ...rest] = named ? [null, ...rows] : rows;
  return h("div", { class: "cd-table" }, h(
    "table",
    {},
    head && h("thead", {}, h("tr", {}, ...head.map(cell("th", { scope: "col" })))),
    h("tbody", {}, ...rest.map(([first, ...others]) =>
      h("tr", {}, cell(...(named ? ["th", { scope: "row" }] : ["td"]))(first), ...others.map(cell("td"))))),
  ));
}

/**
 * Mark passages of a document: `[{start, end, kind}]`, kinds "hit", "current", "evidence".
 * Gives the first element of the first passage that is current or evidence.
 */
export function paint({ runs, text }, passages) {
  let shown = null;
  for (const { element, start, end } of runs) {
    const here = passages.filter((each) => each.start < end && each.end > start);
    if (!here.length && !element.firstElementChild) continue;
    const parts = [];
    let at = start;
    for (const { start: from, end: to, kind } of here) {
      const [a, b] = [Math.max(from, at), Math.min(to, end)];
      if (a >= b) continue;
      if (a > at) parts.push(text.slice(at, a));
      const mark = h("mark", { class: `cd-${kind}` }, text.slice(a, b));
      if (kind !== "hit") shown ??= mark;
      parts.push(mark);
      at = b;
    }
    if (at < end) parts.push(text.slice(at, end));
    element.replaceChildren(...parts);
  }
  return shown;
}

/** Where words stand in a text, however its lines are broken: `[{start, end}]`. */
export function findWords(text, words) {
  const parts = words.trim().split(/\s+/).filter(Boolean);
  if (!parts.length || parts.join("").length < 2) return [];
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(escaped.join("\\s+"), "gi");
  return Array.from(text.matchAll(pattern), (found) => ({
    start: found.index,
    end: found.index + found[0].length,
  }));
}
