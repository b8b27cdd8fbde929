// Building and patching the page. Data reaches it as text nodes only, never as markup.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  up: "M8 3.5 3.5 8M8 3.5 12.5 8M8 3.5v9",
  down: "M8 12.5 3.5 8M8 12.5 12.5 8M8 12.5v-9",
  left: "M10 3.5 5.5 8l4.5 4.5",
  first: "M3.5 2.8h9M8 13V6M8 6 4.6 9.4M8 6l3.4 3.4",
  remove: "M4 4l8 8M12 4l-8 8",
  search: "M7 2.8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4zM10.2 10.2 13.5 13.5",
  grip: "M6 4v.01M6 8v.01M6 12v.01M10 4v.01M10 8v.01M10 12v.01",
  done: "M3.2 8.4 6.5 11.7 12.8 4.8",
  warning: "M8 2.6 14 13H2zM8 6.6v3M8 11.3v.01",
  enlarge: "M9.5 3H13v3.5M6.5 13H3V9.5M13 3 9.2 6.8M3 13l3.8-3.8",
  clock: "M8 2.4a5.6 5.6 0 1 1 0 11.2A5.6 5.6 0 0 1 8 2.4zM8 5v3.2l2.2 1.4",
  help: "M6 6.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4v.3M8 12v.01",
  quote: "M3 4h10M3 8h10M3 12h6",
  beside: "M2.5 3h11v10h-11zM8 3v10M10.2 8h1.6",
};

/** An element. `props`: class, on {event: handler}, set {property: value}; others are attributes. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "on") {
      for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    } else if (name === "set") Object.assign(element, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** An element of a drawing; all `props` are attributes. */
export function shape(tag, props = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

export function icon(name) {
  return shape(
    "svg",
    { viewBox: "0 0 16 16", class: "cd-icon", "aria-hidden": "true" },
    shape("path", { d: ICONS[name] }),
  );
}

/** A button that shows an icon and is known by its name. */
export function iconButton(name, label, onclick, props = {}) {
  return h(
    "button",
    { type: "button", class: "cd-icon-button", "aria-label": label, title: label, on: { click: onclick }, ...props },
    icon(name),
  );
}

export function button(label, onclick, props = {}) {
  return h("button", { type: "button", class: "cd-button", on: { click: onclick }, ...props }, label);
}

/** Write text only where it differs, so that nothing flickers or is read out twice. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setName(element, label) {
  if (element.getAttribute("aria-label") === label) return;
  element.setAttribute("aria-label", label);
  element.title = label;
}

const rowsOf = new WeakMap();

/**
 * Bring the children of `parent` in line with `items`, keeping the elements of items that
 * stay (by `key`), so that a field being typed in is never drawn anew.
 */
export function patchList(parent, items, key, make, update) {
  const before = rowsOf.get(parent) ?? new Map();
  const after = new Map();
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  items.forEach((item, index) => {
    const name = key(item);
    const element = before.get(name) ?? make(item);
    before.delete(name);
    after.set(name, element);
    update?.(element, item, index);
    if (parent.children[index] !== element) {
      parent.insertBefore(element, parent.children[index] ?? null);
    }
  });
  for (const element of before.values()) element.remove();
  rowsOf.set(parent, after);
  if (focused && focused.isConnected && document.activeElement !== focused) {
    focused.focus({ preventScroll: true });
  }
}

/**
 * Call `act` when nothing more came for `wait` ms. `.now()` does at once what is pending,
 * and says whether anything was.
 */
export function debounce(act, wait) {
  let timer = 0;
  let pending = null;
  const run = () => {
    clearTimeout(timer);
    const args = pending;
    pending = null;
    if (args) act(...args);
    return args !== null;
  };
  const later = (...args) => {
    pending = args;
    clearTimeout(timer);
    timer = setTimeout(run, wait);
  };
  later.now = run;
  return later;
}

/** Scroll `box` alone, not the notebook around it, until `element` shows. */
export function reveal(box, element, part = 0.35) {
  const outer = box.getBoundingClientRect();
  const inner = element.getBoundingClientRect();
  if (inner.top < outer.top + 8 || inner.bottom > outer.bottom - 8) {
    box.scrollTop += inner.top - outer.top - (outer.height - inner.height) * part;
  }
}

let made = 0;

/** An id no other element of the page has. */
export function newId(what) {
  made += 1;
  return `cd-${what}-${made}-${Math.random().toString(36).slice(2, 8)}`;
}

/** A fault and how to mend it, as the kernel tells them, in whole sentences. */
export function inWords({ error, hint }) {
  if (!hint) return error;
  return `${error} ${hint.charAt(0).toUpperCase()}${hint.slice(1)}${/[.!?]$/.test(hint) ? "" : "."}`;
}
