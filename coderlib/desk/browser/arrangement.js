// The order of the documents in the list, under headings: values only, nothing drawn.

/** Orders a coder may choose, as the control names them. */
export const ORDERS = [
  { value: "type", label: "By type" },
  { value: "date", label: "By date" },
  { value: "author", label: "By author" },
];

/**
 * The documents in groups: `[{heading, documents}]`. They come as filed, by type, and their
 * sections keep that order; within a group of any other kind they stand in time.
 */
export function arrange(documents, by) {
  if (by === "date") return grouped(inTime(documents), dayOf);
  if (by !== "author") return grouped(documents, (each) => each.section);
  const authored = inTime(documents);
  authored.sort((a, b) => surname(a.author).localeCompare(surname(b.author)));
  return grouped(authored, (each) => each.author);
}

function inTime(documents) {
  return [...documents].sort((a, b) => (a.moment < b.moment ? -1 : Number(a.moment > b.moment)));
}

function dayOf({ at, time }) {
  return at.slice(0, at.length - time.length).trim();
}

/** "Emma Powell, MD" stands under Powell. */
function surname(author) {
  const name = author.split(",")[0].trim();
  return `${name.split(/\s+/).at(-1)} ${name}`;
}

function grouped(documents, headingOf) {
  const groups = new Map();
  for (const each of documents) {
    const heading = headingOf(each);
    if (!groups.has(heading)) groups.set(heading, { heading, documents: [] });
    groups.get(heading).documents.push(each);
  }
  return [...groups.values()];
}
