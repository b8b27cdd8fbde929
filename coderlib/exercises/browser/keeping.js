// Sending every change to Python, which saves it, and telling in one line how that stands.

import { make, setText } from "./elements.js";

const RETRY = 4000; // milliseconds until a failed save is tried again

/** When something was saved, as the clock on the wall says it. */
export function clockTime(iso) {
  return new Date(iso).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

/**
 * The keeper of one view. `element` is its line; `send(response)` saves; `closed()` is called
 * once when answers are no longer taken.
 */
export function makeKeeper(model, view, closed = () => {}) {
  const line = make("span", { class: "cx-saved", role: "status", "aria-live": "polite" });
  let number = 0;
  let timer = null;
  let ended = false;

  const draw = () => {
    const saved = model.get("saved");
    line.dataset.state = saved.state;
    if (saved.state === "saved") setText(line, `Saved at ${clockTime(saved.at)}`);
    else if (saved.state === "nothing") setText(line, "Nothing entered yet");
    else setText(line, `${saved.line} ${saved.state === "failed" ? "Trying again …" : saved.hint}`);
    line.title = saved.hint;
  };
  const heed = (message) => {
    if (message?.type !== "saved") return;
    clearTimeout(timer);
    if (message.state === "failed") timer = setTimeout(retry, RETRY);
    if (message.state === "closed" && !ended) {
      ended = true;
      closed();
    }
    if (message.number === number && message.state !== "failed") line.classList.remove("cx-busy");
  };
  const retry = () => model.send({ type: "retry", view, number });

  model.on("change:saved", draw);
  model.on("msg:custom", heed);
  draw();
  return {
    element: line,
    send(response) {
      number += 1;
      line.classList.add("cx-busy");
      model.send({ type: "change", view, number, response });
    },
    stop() {
      clearTimeout(timer);
      model.off("change:saved", draw);
      model.off("msg:custom", heed);
    },
  };
}
