// The strip above: the encounter, how saving stands, lines to be told.

import { button, h, icon, iconButton, inWords, setText } from "./dom.js";
import { tabStore } from "./page_store.js";

const clock = (moment) => new Date(moment).toTimeString().slice(0, 8);

/** `time` is the timer, `keys` opens the list of keys; `retry`, `reload`, `saveOver` are what the user can do when something was not saved. */
export function header({ setup, chart, time, keys, enlarge, retry, reload, saveOver }) {
  const text = h("span", {});
  const mark = h("span", { class: "cd-saved-mark" });
  const saved = h("div", { class: "cd-saved", role: "status", "aria-label": "Saved state" }, mark, text);
  const trouble = h("div", { class: "cd-trouble", role: "alert", hidden: true });
  const strips = h("div", { class: "cd-strips" });
  const element = h("header", { class: "cd-header" },
    h("div", { class: "cd-title" },
      h("h1", { class: "cd-cut" }, setup.title),
      time,
      saved,
      iconButton("help", "Keys of the desk (?)", keys),
      iconButton("enlarge", "Full screen", enlarge)),
    h("dl", { class: "cd-encounter", "aria-label": "Encounter" },
      ...chart.header.map(({ label, text: value }) => h("div", {}, h("dt", {}, label), h("dd", {}, value)))),
    trouble,
    strips);

  /** `once` names a line that stays away in this tab when it was put away. */
  function strip(content, kind, once = null) {
    if (!content || (once && tabStore.read(once))) return;
    const made = h("div", { class: `cd-strip cd-${kind}`, role: kind === "warn" ? "alert" : "note" },
      icon(kind === "warn" ? "warning" : "quote"),
      h("span", {}, content),
      iconButton("remove", "Put this line away", () => {
        made.remove();
        if (once) tabStore.write(once, true);
      }));
    strips.append(made);
  }
  strip(setup.notice, "warn");
  strip(setup.instructions, "tell", `coder-desk:read:${setup.place}`);

  let before = "";

  function show(now) {
    element.dataset.state = now.state;
    const failed = ["failed", "conflict", "closed"].includes(now.state);
    const words = {
      nothing: "Nothing entered yet",
      saving: "Saving…",
      saved: now.at ? `Saved ${clock(now.at)}` : "Saved",
    }[now.state];
    setText(text, failed ? "Not saved" : words);
    mark.replaceChildren(...(failed ? [icon("warning")] : now.state === "saved" ? [icon("done")] : []));
    // While a retry is under way the line stays, so that the page does not jump.
    if (now.state === "saving") return;
    trouble.hidden = !failed;
    const line = failed ? `${now.state} ${now.line} ${now.hint}` : "";
    if (line === before) return;
    before = line;
    if (!failed) return;
    const [lead, doing] = {
      conflict: ["", [button("Load the other version", reload), button("Keep mine", saveOver)]],
      closed: ["", []],
      failed: ["Not saved: ", [button("Retry", retry)]],
    }[now.state];
    trouble.replaceChildren(icon("warning"), h("span", {}, lead + inWords({ error: now.line, hint: now.hint })), ...doing);
  }

  return { element, show, tell: (line) => strip(line, "warn") };
}
