/**
 * Small DOM helpers. Whatever people type enters the page through text nodes alone:
 * nothing here, and nothing built on it, parses HTML.
 */

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "inert", "textContent", "open"]);

/** Builds one element; `on…` props are listeners, falsy props are left out. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) setProp(element, key, value);
  append(element, children);
  return element;
}

function setProp(element, key, value) {
  if (value === undefined || value === null) return;
  if (PROPERTIES.has(key)) element[key] = value;
  else if (value === false) return;
  else if (key === "class") element.className = value;
  else if (key === "dataset") setDataset(element, value);
  else if (key === "style") for (const [name, v] of Object.entries(value)) element.style.setProperty(name, v);
  else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else element.setAttribute(key, value === true ? "" : String(value));
}

function setDataset(element, values) {
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== false) element.dataset[key] = value;
  }
}

/** Appends nodes, strings and nested lists; skips null, undefined and false. */
export function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return parent;
}

export function replace(parent, ...children) {
  parent.replaceChildren();
  return append(parent, children);
}

let counter = 0;
/** A fresh id for label/for and aria references. */
export const uid = (prefix) => `${prefix}-${++counter}`;

/**
 * Rebuilds a part of the page while the keyboard stays where it was: the focused element is
 * found again by its `data-focus` key within its message, with its selection. When it is gone,
 * its message has the keyboard, else what holds all of it, so that Esc still works.
 */
export function keepFocus(root, rebuild) {
  const active = root.contains(document.activeElement) ? document.activeElement : null;
  const back = active && wayBack(active, root);
  const range = active && "selectionStart" in active ? readSelection(active) : null;
  rebuild();
  if (!active || document.activeElement === active) return;
  const again = root.contains(active) ? active : (back() ?? root.closest("[tabindex]"));
  again?.focus({ preventScroll: true });
  if (again && range) again.setSelectionRange?.(...range);
}

/** How to find an element again after a repaint of `root`: the same one, its message, or null. */
export function wayBack(element, root) {
  const key = element.closest("[data-focus]")?.dataset.focus;
  const message = element.closest("[data-ts]");
  const list = message?.closest(".message-list");
  return () => {
    const place = list?.isConnected ? list : root;
    const home = message && place.querySelector(`[data-ts="${CSS.escape(message.dataset.ts)}"]`);
    if (message && !home) return null;
    return (key && (home ?? place).querySelector(`[data-focus="${CSS.escape(key)}"]`)) ?? home;
  };
}

function readSelection(input) {
  return input.selectionStart === null ? null : [input.selectionStart, input.selectionEnd];
}

/** Everything the Tab key can reach inside `root`, in order. */
export function focusable(root) {
  const selector = "a[href],button,input,textarea,select,[tabindex='0']";
  return [...root.querySelectorAll(selector)].filter((e) => !e.disabled && e.checkVisibility());
}

/** A set of listeners by topic. */
export class Emitter {
  #listeners = new Map();

  on(topic, listener) {
    if (!this.#listeners.has(topic)) this.#listeners.set(topic, new Set());
    this.#listeners.get(topic).add(listener);
    return () => this.#listeners.get(topic).delete(listener);
  }

  emit(topic, detail) {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener(detail);
  }
}
