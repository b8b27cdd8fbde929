// Codes lately opened or entered, kept in the page's own store for each classification.

const MOST_RECENT = 12;

const shelfOf = (system) => `coder-desk:recent:${system}`;

/** The codes of a classification lately used, the last one first. */
export function recentCodes(system) {
  try {
    const kept = JSON.parse(localStorage.getItem(shelfOf(system)));
    return Array.isArray(kept) ? kept.filter((each) => each && typeof each.code === "string" && typeof each.title === "string") : [];
  } catch {
    return []; // a page without a store of its own offers none
  }
}

/** Put a code first among those lately used. */
export function rememberCode(system, { code, title, valid }) {
  const others = recentCodes(system).filter((each) => each.code !== code);
  try {
    localStorage.setItem(shelfOf(system), JSON.stringify([{ code, title, valid }, ...others].slice(0, MOST_RECENT)));
  } catch {
    // Then it is not offered again.
  }
}
