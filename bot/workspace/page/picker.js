/** The searchable list behind every select: one or many choices, fixed or asked for. */
import { append, h, replace, uid } from "./dom.js";
import { closePopover, openPopover } from "./popover.js";

const SEARCH_FROM = 8;
const LOOK_AFTER_MS = 120;
// Somebody else is asked: not at every letter.
const ASK_AFTER_MS = 250;
const ROOM = 300;

/**
 * A choice: {key, label, mark?, nodes?, description?, group?}.
 * `load(query)` gives choices, at once or as a promise; `chosen` is the set of chosen keys.
 * `asks`: where the choices come from somebody else; `note(query)` then says what is missing.
 */
export class Picker {
  constructor({ anchor, label, load, chosen, multi = false, search, asks = false, note, most, onPick }) {
    Object.assign(this, { anchor, label, load, multi, asks, note, most, onPick });
    this.chosen = new Map(chosen.map((choice) => [choice.key, choice]));
    this.choices = [];
    this.at = 0;
    this.listId = uid("list");
    this.list = h("div", { role: "listbox", id: this.listId, class: "picker-list", "aria-label": label, "aria-multiselectable": multi || null });
    this.input = h("input", {
      type: "search", class: "picker-search", placeholder: "Search", "aria-label": `Search: ${label}`,
      role: "combobox", "aria-controls": this.listId, "aria-expanded": "true", "aria-autocomplete": "list",
      autocomplete: "off", oninput: () => this.#searchSoon(),
    });
    this.panel = h("div", { class: "picker", onkeydown: (event) => this.#key(event) }, this.input, this.list);
    this.#start(search);
  }

  #start(search) {
    const first = this.load("");
    if (!(first instanceof Promise)) this.choices = first;
    const hide = search === false || (search === undefined && this.choices.length < SEARCH_FROM);
    if (hide) this.input.classList.add("visually-hidden");
    this.#draw();
    if (!openPopover(this.anchor, this.panel, { room: this.asks ? ROOM : 0 })) return;
    this.input.focus();
    if (first instanceof Promise) this.filling = this.#fill(first);
    else this.#startAtChosen();
  }

  #startAtChosen() {
    const at = this.choices.findIndex((choice) => this.chosen.has(choice.key));
    this.#move(Math.max(at, 0));
  }

  #searchSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#search(), this.asks ? ASK_AFTER_MS : LOOK_AFTER_MS);
  }

  #search() {
    clearTimeout(this.timer);
    this.timer = null;
    this.filling = this.#fill(this.load(this.input.value.trim()));
    return this.filling;
  }

  /** Takes the active choice, once the list shows what was typed; asks again after a failure. */
  async #enter() {
    if (this.failure) this.#search();
    await (this.timer ? this.#search() : this.filling);
    if (this.panel.isConnected && this.choices[this.at]) this.#pick(this.choices[this.at]);
  }

  async #fill(answer) {
    this.asked = answer;
    let choices = answer;
    if (answer instanceof Promise) {
      this.list.setAttribute("aria-busy", "true");
      this.failure = null;
      if (!this.choices.length) replace(this.list, h("p", { class: "picker-note", role: "status" }, "Looking…"));
      choices = await answer.catch((error) => error);
    }
    if (this.asked !== answer) return;
    this.list.removeAttribute("aria-busy");
    this.failure = choices instanceof Error ? choices.message : null;
    this.choices = this.failure ? [] : choices;
    this.at = 0;
    this.#draw();
  }

  #draw() {
    this.list.replaceChildren();
    let group = null;
    for (const [index, choice] of this.choices.entries()) {
      if (choice.group && choice.group !== group) {
        this.list.append(h("div", { class: "menu-title", role: "presentation" }, choice.group));
      }
      group = choice.group ?? group;
      this.list.append(this.#row(choice, index));
    }
    if (!this.choices.length) append(this.list, [this.#empty()]);
    this.#mark();
  }

  #empty() {
    if (this.failure) return h("p", { class: "picker-note failed", role: "alert" }, this.failure);
    const says = this.note?.(this.input.value.trim()) ?? "Nothing found.";
    return h("p", { class: "picker-note", role: "status" }, says);
  }

  #row(choice, index) {
    return h(
      "div",
      {
        role: "option", id: `${this.listId}-${index}`, class: "picker-row",
        "aria-selected": String(this.chosen.has(choice.key)),
        onpointermove: () => this.at !== index && this.#move(index, false), onclick: () => this.#pick(choice),
      },
      h("span", { class: "picker-check", "aria-hidden": "true" }, "✓"),
      choice.mark?.(),
      h("span", { class: "picker-label" }, choice.nodes?.() ?? choice.label, choice.description && h("small", {}, choice.description)),
    );
  }

  #move(to, scroll = true) {
    this.at = Math.max(0, Math.min(to, this.choices.length - 1));
    this.#mark();
    if (scroll) this.#active()?.scrollIntoView({ block: "nearest" });
  }

  #active = () => this.list.querySelector(`#${this.listId}-${this.at}`);

  #mark() {
    for (const row of this.list.querySelectorAll(".picker-row")) row.classList.remove("active");
    this.#active()?.classList.add("active");
    this.input.setAttribute("aria-activedescendant", this.#active()?.id ?? "");
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#move(this.at + step);
    else if (event.key === "Enter") this.#enter();
    else if (event.key === "Tab") return closePopover();
    else return undefined;
    event.preventDefault();
    return undefined;
  }

  #pick(choice) {
    if (!this.multi) {
      closePopover();
      return this.onPick([choice]);
    }
    if (this.chosen.has(choice.key)) this.chosen.delete(choice.key);
    else if (!this.most || this.chosen.size < this.most) this.chosen.set(choice.key, choice);
    this.#draw();
    return this.onPick([...this.chosen.values()]);
  }
}

/** Choices that hold the query in their label, description or group. */
export function matching(choices, query) {
  const wanted = query.toLowerCase();
  return choices.filter((c) => `${c.label} ${c.description ?? ""} ${c.group ?? ""}`.toLowerCase().includes(wanted));
}
