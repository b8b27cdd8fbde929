// What the browser keeps for a page, as values by name. A page may have no store, or a full
// one: then nothing is kept, which costs the user no more than what would have been kept.

function storeIn(place) {
  return {
    /** The value kept under a name, or null. */
    read(name) {
      try {
        return JSON.parse(place().getItem(name));
      } catch {
        return null;
      }
    },
    /** Keep a value; null takes it away. */
    write(name, value) {
      try {
        if (value === null) place().removeItem(name);
        else place().setItem(name, JSON.stringify(value));
      } catch {
        // As above.
      }
    },
  };
}

/** Lives as long as the tab, over reloads. */
export const tabStore = storeIn(() => sessionStorage);

/** Is shared by all pages and stays. */
export const browserStore = storeIn(() => localStorage);
