// The entries walked through, to go back and forth among, as in any reader of pages.

const MOST_VISITS = 200;
const IS_MAC = typeof navigator !== "undefined" && /Mac/.test(navigator.platform);

/** `same(one, other)` tells whether two visits show the same, `go(visit)` shows one again. */
export function visits(same, go) {
  let list = [];
  let at = -1;
  const to = (place) => {
    if (place < 0 || place >= list.length) return;
    at = place;
    go(list[at]);
  };
  return {
    /** Go on to one; what lay ahead is given up. */
    add(visit) {
      if (at >= 0 && same(list[at], visit)) return;
      list = [...list.slice(0, at + 1), visit].slice(-MOST_VISITS);
      at = list.length - 1;
    },
    here: () => to(at),
    back: () => to(at - 1),
    forward: () => to(at + 1),
    hasBack: () => at > 0,
    hasForward: () => at < list.length - 1,
  };
}

/** Where a key leads: "back", "forward" or "". In a field of a Mac, Alt with an arrow moves by words. */
export function travelKey(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return "";
  if (IS_MAC && event.target.matches("input, textarea")) return "";
  return { ArrowLeft: "back", ArrowRight: "forward" }[event.key] ?? "";
}
