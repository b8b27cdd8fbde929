// Time at the desk: counted while the desk is in view, over reloads, never twice. It scores nothing.

import { h, icon, setName, setText } from "./dom.js";
import { browserStore, tabStore } from "./page_store.js";

/** Minutes and seconds; minutes go on beyond the hour, as on a stopwatch. */
export function onTheClock(seconds) {
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * Counts whole seconds from those kept in the answer. The page keeps the sum as well, since
 * the answer learns of it with the next change only; both are the same count, so the larger
 * holds and nothing is added up twice.
 */
export function stopwatch({ place, kept }) {
  const name = `coder-desk:seconds:${place}`;
  let sum = Math.max(kept, read());

  function read() {
    return Math.floor(Number(tabStore.read(name))) || 0;
  }

  return {
    seconds: () => sum,
    tick() {
      // Another view of this page may have counted the same seconds.
      sum = Math.max(sum + 1, Math.min(read(), sum + 2));
      tabStore.write(name, sum);
    },
    /** Take over what another view kept with the answer. */
    learn(seconds) {
      sum = Math.max(sum, seconds);
    },
  };
}

/** Ticks the watch while `element` can be seen, and shows it; a click hides the figures. */
export function timer({ watch, element, signal }) {
  const name = "coder-desk:hide-time";
  const figures = h("span", { class: "cd-time-figures" });
  const button = h("button", { type: "button", class: "cd-time", on: { click: () => toggle(!hidden()) } }, icon("clock"), figures);
  let seen = true;

  function hidden() {
    return button.classList.contains("cd-figures-off");
  }

  function toggle(off) {
    button.classList.toggle("cd-figures-off", off);
    setName(button, off ? "Show the time at the desk" : "Hide the time at the desk");
    browserStore.write(name, off);
  }

  function show() {
    setText(figures, onTheClock(watch.seconds()));
  }

  toggle(browserStore.read(name) === true);
  show();
  const view = new IntersectionObserver((entries) => (seen = entries.at(-1).isIntersecting));
  view.observe(element);
  const ticking = setInterval(() => {
    if (!seen || document.visibilityState !== "visible") return;
    watch.tick();
    show();
  }, 1000);
  signal.addEventListener("abort", () => {
    clearInterval(ticking);
    view.disconnect();
  });
  return button;
}
