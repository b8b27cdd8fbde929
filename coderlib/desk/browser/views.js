// The views of the upper right pane, as tabs: code books, edits, group, query, marking.

import { h, newId, setText } from "./dom.js";

export function views(label) {
  const tabs = new Map();
  const tablist = h("div", { class: "cd-views", role: "tablist", "aria-label": label, on: { keydown: onKey } });
  const element = h("section", { class: "cd-pane cd-upper", "aria-label": label }, tablist);
  let shown = null;

  function choose(name, focus = false) {
    shown = name;
    element.dataset.view = name; // so that styles can give a view more room
    for (const [each, { tab, panel, content }] of tabs) {
      const chosen = each === name;
      panel.hidden = content.hidden = !chosen;
      if (chosen) tab.hidden = false;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen && focus) tab.focus();
    }
  }

  function onKey(event) {
    const names = [...tabs.keys()].filter((name) => !tabs.get(name).tab.hidden);
    const at = names.indexOf(shown);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: names.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(names[(to + names.length) % names.length], true);
  }

  return {
    element,
    shown: () => shown,
    focus: () => tabs.get(shown).tab.focus(),
    /** Add a view; the first one is shown. `open()` shows it, `count(n)` puts a number on its tab. */
    add(name, title, content, { hidden = false } = {}) {
      const [tabId, panelId] = [newId("view"), newId("view")];
      const badge = h("span", { class: "cd-view-count" });
      const tab = h("button", {
        type: "button", role: "tab", id: tabId, class: "cd-view", "aria-controls": panelId, hidden, on: { click: () => choose(name) },
      }, title, badge);
      const panel = h("div", { role: "tabpanel", id: panelId, class: "cd-view-panel", "aria-labelledby": tabId }, content);
      tabs.set(name, { tab, panel, content });
      tablist.append(tab);
      element.append(panel);
      choose(shown ?? name);
      return {
        open: () => choose(name),
        isOpen: () => shown === name,
        count(n) {
          setText(badge, n ? String(n) : "");
          tab.classList.toggle("cd-has-count", n > 0);
        },
      };
    },
  };
}
