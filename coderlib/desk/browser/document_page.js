// One document on the page, and the marks over its words.

import { h } from "./dom.js";

const SHORT = 20; // characters of a cell that are never broken over lines

const FLAGGED = /^[<>≤≥]?\s*[\d.,/]+\s*%?\s+\(?(HH?|LL?)\)?$/;

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

/** How a value looks that lies outside its range: by colour, weight and an arrow. */
export function flagClass(flag) {
  if (!flag) return "";
  return `cd-flagged ${flag[0] === "H" ? "cd-high" : "cd-low"}${flag.length > 1 ? " cd-critical" : ""}`;
}

/** A table; one of two columns is a list of names and values, without a head. */
function table(rows, text, run) {
  const cell = (tag, props) => ([start, end]) => {
    const flag = tag === "td" && FLAGGED.exec(text.slice(start, end))?.[1];
    const short = end - start <= SHORT && props?.scope !== "col" && "cd-short";
    return run(tag, start, end, { ...props, class: [flag && flagClass(flag), short].filter(Boolean).join(" ") });
  };
  const named = rows[0].length === 2;
  const [head, ...rest] = named ? [null, ...rows] : rows;
  return scrolling(h(
    "table",
    {},
    head && h("thead", {}, h("tr", {}, ...head.map(cell("th", { scope: "col" })))),
    h("tbody", {}, ...rest.map(([first, ...others]) =>
      h("tr", {}, cell(...(named ? ["th", { scope: "row" }] : ["td"]))(first), ...others.map(cell("td"))))),
  ));
}

/** A table that scrolls sideways where it must; only then the keyboard stops at it. */
function scrolling(content) {
  const box = h("div", { class: "cd-table", role: "group", "aria-label": "Table" }, content);
  new ResizeObserver(() => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }).observe(box);
  return box;
}

/** What marks a passage, the outermost first. */
const LAYERS = ["caret", "evidence", "cited", "current", "hit"];

/**
 * Mark passages of a document: `[{start, end, kind, label}]`, of the kinds of `LAYERS`.
 * What is cited names the code that it is evidence for. Runs that stay as they are stay the
 * same nodes, so that a selection in them is kept.
 */
export function paint({ runs, text }, passages) {
  for (const run of runs) {
    const here = passages.filter((each) => each.start < run.end && each.end > run.start);
    const look = JSON.stringify(here);
    if (look === (run.look ?? "[]")) continue;
    run.look = look;
    run.element.replaceChildren(...dressed(text, run.start, run.end, layered(here), []));
  }
}

/** Passages by layer; those cited for different codes may overlap, so each code has its own. */
function layered(passages) {
  const layers = new Map();
  for (const kind of LAYERS) {
    for (const each of passages) {
      if (each.kind !== kind) continue;
      const name = `${kind} ${each.label ?? ""}`;
      layers.set(name, [...(layers.get(name) ?? []), each]);
    }
  }
  return [...layers.values()].map((each) => each.sort((a, b) => a.start - b.start));
}

function dressed(text, start, end, [spans, ...inner], labels) {
  if (start >= end) return [];
  if (!spans) return [text.slice(start, end)];
  const parts = [];
  let at = start;
  for (const span of spans) {
    const [from, to] = [Math.max(span.start, at), Math.min(span.end, end)];
    if (from >= to) continue;
    const named = span.label ? [...labels, span.label] : labels;
    const mark = h(
      "mark",
      { class: `cd-${span.kind}`, title: named.length > 0 && `Evidence for ${named.join(", ")}` },
      ...dressed(text, from, to, inner, named),
      span.label && span.end === to ? h("span", { class: "cd-hidden" }, ` (evidence for ${span.label})`) : null,
    );
    parts.push(...dressed(text, at, from, inner, labels), mark);
    at = to;
  }
  return [...parts, ...dressed(text, at, end, inner, labels)];
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
