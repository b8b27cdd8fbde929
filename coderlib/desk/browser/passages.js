// Passages of a document: trimmed, read off a selection, or sentence by sentence.

/** The longest quote that an answer file keeps. */
export const LONGEST_QUOTE = 2000;

const ABBREVIATED = /(?:\b(?:Dr|Drs|Mr|Mrs|Ms|Prof|St|No|vs|approx|e\.g|i\.e)|[A-Z][a-z]+ [A-Z])\.$/;

/** `{document, start, end, quote}` without blanks at its ends; null where nothing is left. */
export function trimmedPassage({ id, text }, start, end) {
  while (start < end && /\s/.test(text[start])) start += 1;
  while (start < end && /\s/.test(text[end - 1])) end -= 1;
  return start < end ? { document: id, start, end, quote: text.slice(start, end) } : null;
}

/**
 * What the reading cursor steps over, as `[{start, end}]`: sentences, list items, rows of a
 * table. Headings are passed over, since they say nothing of the patient.
 */
export function readingSteps({ text, blocks }) {
  return blocks.flatMap((block) => {
    const { kind, start, end } = block;
    if (kind === "heading") return [];
    if (kind === "item") return [{ start, end }];
    if (kind !== "table") return sentencesOf(text, start, end);
    const rows = block.tables.flat().map((row) => ({ start: row[0][0], end: row.at(-1)[1] }));
    return rows.length ? rows : cutAt(text, start, end, /\n+/g);
  });
}

function sentencesOf(text, start, end) {
  return cutAt(text, start, end, /[.!?]["')\]]*\s+(?=["'([]?[A-Z\d])|\n+/g, (before, gap) => {
    if (!gap.startsWith("\n")) return !ABBREVIATED.test(before + gap[0]);
    // A line that is full was broken for its width, in the middle of a sentence perhaps.
    return gap.length > 1 || before.length - before.lastIndexOf("\n") <= 60;
  });
}

function cutAt(text, start, end, pattern, ends = () => true) {
  const whole = text.slice(start, end);
  const pieces = [];
  let from = 0;
  const keep = (to) => {
    const piece = trimmedPassage({ text }, start + from, start + to);
    if (piece) pieces.push({ start: piece.start, end: piece.end });
    from = to;
  };
  for (const found of whole.matchAll(pattern)) {
    if (ends(whole.slice(0, found.index), found[0])) keep(found.index + found[0].length);
  }
  keep(whole.length);
  return pieces;
}

/** The passage that is selected on a page, or null. `runs` hold stretches of the text. */
export function selectedPassage(document_, runs, range) {
  const touched = runs.filter(({ element }) => range.intersectsNode(element));
  if (!touched.length || range.collapsed) return null;
  const [first, last] = [touched[0], touched.at(-1)];
  const start = first.element.contains(range.startContainer)
    ? first.start + lengthBefore(first.element, range.startContainer, range.startOffset)
    : first.start;
  const end = last.element.contains(range.endContainer)
    ? last.start + lengthBefore(last.element, range.endContainer, range.endOffset)
    : last.end;
  return trimmedPassage(document_, start, end);
}

/** Characters of the document before a point in an element; notes for screen readers are none. */
function lengthBefore(element, node, offset) {
  const before = new Range();
  before.setStart(element, 0);
  before.setEnd(node, offset);
  const copy = before.cloneContents();
  for (const note of copy.querySelectorAll(".cd-hidden")) note.remove();
  return copy.textContent.length;
}
