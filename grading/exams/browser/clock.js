// The time that is left, as Python tells it. The page's own clock only counts on in between.

import { make, setText } from "../../../coderlib/exercises/browser/elements.js";

const WARNINGS = [10, 5, 1]; // minutes
const AGAIN = 30000; // milliseconds until Python is asked again

function inWords(minutes) {
  return minutes === 1 ? "1 minute is left." : `${minutes} minutes are left.`;
}

/** "1:02:03", "59:07". */
export function shownTime(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  const pad = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = `${hours ? pad(minutes) : minutes}:${pad(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** The clock of one view; `ask()` asks Python, `atEnd()` is called when the time runs out. */
export function makeClock(ask, atEnd) {
  const time = make("span", { class: "cx-time", role: "timer", "aria-label": "Time left" });
  const warning = make("span", { class: "cx-warning", role: "alert" });
  let end = null;
  let warned = null;
  let ended = false;

  const tick = () => {
    if (end === null || ended) return;
    const left = (end - performance.now()) / 1000;
    setText(time, shownTime(left));
    const due = WARNINGS.filter((minutes) => left <= minutes * 60).pop();
    time.classList.toggle("cx-late", due !== undefined);
    if (due !== undefined && due !== warned) {
      warned = due;
      setText(warning, inWords(Math.max(1, Math.ceil(left / 60))));
    }
    if (left <= 0) {
      ended = true;
      atEnd();
      ask();
    }
  };
  const ticking = setInterval(tick, 250);
  const asking = setInterval(() => !ended && ask(), AGAIN);
  return {
    time,
    warning,
    set(seconds, over) {
      end = performance.now() + seconds * 1000;
      if (over) {
        ended = true;
        setText(time, shownTime(seconds));
        setText(warning, "");
      } else {
        ended = false;
        tick();
      }
    },
    stop() {
      clearInterval(ticking);
      clearInterval(asking);
    },
  };
}
