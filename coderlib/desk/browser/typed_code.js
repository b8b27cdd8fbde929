// A field for a code typed straight in. What is half typed is kept in the page over a reload.

import { button, h, newId, setText } from "./dom.js";
import { readCode } from "./entries.js";
import { tabStore } from "./page_store.js";

/** Keeps what is typed in the fields of one desk; `place` names its answer file. */
export function typedDrafts(place) {
  const name = `coder-desk:typed:${place}`;
  return {
    of: (field) => String(tabStore.read(name)?.[field] ?? ""),
    keep: (field, text) => tabStore.write(name, { ...tabStore.read(name), [field]: text }),
  };
}

/** `enter(code)` takes a code and says whether it was taken; what has another shape stays. */
export function typedCode({ shape, system, label, drafts, enter }) {
  const faultId = newId("fault");
  const wrong = h("span", { class: "cd-fault", id: faultId, role: "alert" });
  const field = h("input", {
    class: "cd-input cd-typed", "aria-label": label, "aria-describedby": faultId, autocomplete: "off", spellcheck: "false", maxlength: 20,
    set: { value: drafts.of(system) },
    on: {
      input() {
        setText(wrong, "");
        drafts.keep(system, field.value);
      },
      keydown(event) {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        take();
      },
    },
  });

  function take() {
    if (!field.value.trim()) return;
    const code = readCode(shape.shape, system, field.value);
    setText(wrong, code ? "" : `Not shaped like an ${shape.title} code: ${shape.words}.`);
    if (!code || !enter(code)) return;
    field.value = "";
    drafts.keep(system, "");
  }

  return {
    field,
    element: h("div", { class: "cd-typing" }, field, button("Add", take, { "aria-label": `Add typed ${shape.title} code` }), wrong),
  };
}
