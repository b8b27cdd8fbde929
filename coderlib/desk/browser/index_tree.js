// The lines of a main term as a tree: which stand below which, and which are shown.

const MANY_LINES = 150; // a term with more is opened by its first level only

/** Lines as the kernel sends them, each with its number, the line above it, and whether any stand below. */
export function placedLines(lines) {
  const above = [];
  return lines.map((line, n) => {
    above[line.depth] = n;
    return { ...line, n, parent: line.depth ? above[line.depth - 1] : null, more: lines[n + 1]?.depth > line.depth };
  });
}

/** The lines that are open when a term is first shown. */
export function openAtFirst(lines) {
  if (lines.length > MANY_LINES) return new Set([0]);
  return new Set(lines.filter((line) => line.more).map((line) => line.n));
}

/** A line with those above it, from itself outward. */
export function wayTo(lines, n) {
  const way = [];
  for (let at = n; at !== null && at !== undefined; at = lines[at].parent) way.push(at);
  return way;
}

/**
 * The lines that say words, with those above and below them; null where all are to be shown,
 * because there are no words or nothing says them. `first` is the line that says them
 * with the fewest others beside them.
 */
export function linesThatSay(lines, words) {
  if (!words.length) return null;
  const wanted = words.map((word) => word.toLowerCase());
  const said = []; // the words of each line's way, made on the way down
  const shown = new Set();
  let first = null;
  for (const line of lines) {
    const own = `${line.title} ${line.nonessential ?? ""}`.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    said[line.n] = line.parent === null ? [] : [...said[line.parent], ...own];
    if (!wanted.every((word) => said[line.n].some((one) => one.startsWith(word)))) continue;
    if (first === null || said[line.n].length < said[first].length) first = line.n;
    wayTo(lines, line.n).forEach((each) => shown.add(each));
  }
  return first === null ? null : { shown, first };
}

/** The lines to open so that those found are on view; of many, only the way to the first. */
export function openToShow(lines, { shown, first }) {
  return new Set(shown.size > MANY_LINES ? wayTo(lines, first) : shown);
}

/** The numbers of the lines on view: those all of whose parents are open. */
export function linesOnView(lines, opened, only) {
  const hidden = new Set();
  return lines.filter((line) => {
    const below = line.parent !== null && (hidden.has(line.parent) || !opened.has(line.parent));
    if (below || (only && !only.has(line.n))) hidden.add(line.n);
    return !hidden.has(line.n);
  }).map((line) => line.n);
}

/** A code of the index as it can be looked up: without the dash that says it needs more. */
export const withoutDash = (code) => code.replace(/\.?-$/, "");
