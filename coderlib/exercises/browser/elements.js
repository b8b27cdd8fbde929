// Small helpers for building and patching the page. Text goes in as text, never as markup.

let counter = 0;

/** A name no other element of this document has. */
export function freshId(stem) {
  counter += 1;
  return `cx-${stem}-${counter}-${Math.random().toString(36).slice(2, 7)}`;
}

/** An element with attributes, listeners (`onclick: f`) and children (nodes or text). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Set the text of an element, only if it differs, so that nothing is read out twice. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Whether two values of JSON are the same. */
export function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** "1 question", "2 questions". */
export function counted(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

/**
 * Keep plain keys within the page: Lab would take them for its shortcuts where the focus is on
 * a button or a list (two d's delete the cell). Ctrl+S and its like still reach Lab.
 */
export function keepKeys(root) {
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
  return root;
}
