// Choosing characters of a table of ICD-10-PCS: which are still possible after which.

/** Whether a row allows the characters chosen so far, counted from the fourth of the code. */
function allows(row, chosen) {
  return [...chosen].every((value, at) => row[at].some((one) => one.value === value));
}

/**
 * The values that may stand at a place of a table (0 for the fourth character) when those
 * before it are chosen; where fewer are, the values that can still be come to.
 */
export function possibleValues(rows, chosen, at) {
  const before = chosen.slice(0, at);
  const found = new Map();
  for (const row of rows) {
    if (!allows(row, before)) continue;
    for (const one of row[at]) {
      const labels = found.get(one.value) ?? [];
      if (!labels.some((each) => each.label === one.label)) labels.push(one);
      found.set(one.value, labels);
    }
  }
  // One character may mean two things while later ones are open, in section X mostly.
  return [...found.keys()].sort().map((value) => {
    const labels = found.get(value);
    return { value, label: labels.map((each) => each.label).join(" or "), derived: labels.some((each) => each.derived) };
  });
}

/** As many of the characters as some row allows together. */
function soundPart(rows, chosen) {
  let length = chosen.length;
  while (length && !rows.some((row) => allows(row, chosen.slice(0, length)))) length -= 1;
  return chosen.slice(0, length);
}

/** Put a value at a place; characters chosen after it stay where they are still possible. */
export function withValue(rows, chosen, at, value) {
  return soundPart(rows, chosen.slice(0, at) + value + chosen.slice(at + 1));
}
