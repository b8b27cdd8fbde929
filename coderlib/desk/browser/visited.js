// The entries walked through, to go back and forth among, as in any reader of pages.

const MOST_VISITS = 200;

export function visits(same) {
  let list = [];
  let at = -1;
  const to = (place) => {
    if (place < 0 || place >= list.length) return null;
    at = place;
    return list[at];
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
