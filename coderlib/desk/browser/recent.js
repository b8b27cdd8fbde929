// Codes lately opened or entered, kept in the browser for each classification.

import { browserStore } from "./page_store.js";

const MOST_RECENT = 12;

const shelfOf = (system) => `coder-desk:recent:${system}`;

/** The codes of a classification lately used, the last one first. */
export function recentCodes(system) {
  const kept = browserStore.read(shelfOf(system));
  return Array.isArray(kept) ? kept.filter((each) => each && typeof each.code === "string" && typeof each.title === "string") : [];
}

/** Put a code first among those lately used. */
export function rememberCode(system, { code, title, valid }) {
  const others = recentCodes(system).filter((each) => each.code !== code);
  browserStore.write(shelfOf(system), [{ code, title, valid }, ...others].slice(0, MOST_RECENT));
}
