// The line to the kernel: questions with answers, and changes that must be kept.

import { tabStore } from "./page_store.js";

const SOON = 300; // ms until a change on its way is spoken of
const PATIENCE = 5000; // ms until an unanswered change is called not saved

const NO_ANSWER = {
  line: "The kernel does not answer: it is busy or was stopped.",
  hint: "If it was restarted, run this cell again. What you entered is kept in this page.",
};

/** `told` gets messages that answer no question. */
export function openLine(model, signal, told) {
  const view = Math.random().toString(36).slice(2);
  const waiting = new Map();
  let number = 0;

  function receive(message) {
    if (message.number === undefined) {
      told(message);
    } else if (message.view === view && waiting.has(message.number)) {
      const resolve = waiting.get(message.number);
      waiting.delete(message.number);
      resolve(message);
    }
  }
  model.on("msg:custom", receive);
  signal.addEventListener("abort", () => model.off("msg:custom", receive));

  /** Ask the kernel; the answer holds `error` and `hint` where it could not. */
  function ask(type, content = {}) {
    number += 1;
    const asked = number;
    const answer = new Promise((resolve) => waiting.set(asked, resolve));
    try {
      model.send({ ...content, type, view, number: asked });
    } catch {
      waiting.delete(asked);
      return Promise.resolve({ error: NO_ANSWER.line, hint: NO_ANSWER.hint });
    }
    return answer;
  }
  return { view, ask };
}

/** Sends each change, shows how saving stands, and keeps a draft until it is saved. */
export function openKeeper(model, line, show) {
  const place = `coder-desk:${model.get("setup").place}`;
  let saved = model.get("saved");
  let unsaved = null; // the response that is on its way
  let last = 0;
  let timers = [];

  function send(type, content) {
    last += 1;
    const asked = last;
    timers.forEach(clearTimeout);
    timers = [
      setTimeout(() => show({ state: "saving" }), SOON),
      setTimeout(() => show({ state: "failed", ...NO_ANSWER }), PATIENCE),
    ];
    return line.ask(type, content).then((answer) => {
      if (answer.saved) learn(answer.saved);
      if (asked !== last) return answer;
      timers.forEach(clearTimeout);
      if (answer.error) {
        show({ state: "failed", line: answer.error, hint: answer.hint });
        return answer;
      }
      if (saved.state === "saved") {
        unsaved = null;
        store();
      }
      show(saved);
      return answer;
    });
  }

  /** Hear when the file was last saved; what is still on its way rests on that. */
  function learn(now) {
    saved = now;
    store();
  }

  function store() {
    tabStore.write(place, unsaved && { response: unsaved, base: saved.at });
  }

  function change(response) {
    unsaved = response;
    store();
    return send("change", { response });
  }

  return {
    change,
    retry: change,
    /** What a page before this one had not got saved when its kernel went away, or null. */
    draft() {
      const kept = tabStore.read(place);
      return kept && kept.base === saved.at ? kept.response : null;
    },
    reload() {
      unsaved = null;
      return send("reload");
    },
    saveOver: () => send("save_over"),
    /** Saving as another view of this desk sees it. */
    follow(now) {
      learn(now);
      if (unsaved === null) show(now);
    },
  };
}
