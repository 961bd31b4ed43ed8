/** What the composer offers while one types: commands after "/", people after "@", emoji after ":". */
import { h, uid } from "./dom.js";
import { emojiChar, findEmoji } from "./emoji.js";
import { avatar, displayName, realPeople, sampleTag } from "./people.js";

const MOST = 8;

/** Offers for the text before the caret: {from, items: [{insert, exact, nodes, token?}]} or null. */
export function offers(before, store, channel) {
  return commandOffers(before, store) ?? mentionOffers(before, store, channel) ?? emojiOffers(before);
}

function commandOffers(before, store) {
  if (!/^\/\S*$/.test(before)) return null;
  const items = store.commands
    .filter(({ command }) => command.startsWith(before.toLowerCase()))
    .map(({ command, description, usage_hint: hint }) => ({
      insert: `${command} `,
      exact: command === before,
      nodes: () => [h("b", {}, command), hint && h("span", { class: "hint" }, ` ${hint}`), h("small", {}, description)],
    }));
  return items.length ? { from: 0, items, label: "Commands" } : null;
}

function mentionOffers(before, store, channel) {
  const match = /(?:^|[\s(])@([\p{L}\p{N}.'-]*(?: [\p{L}\p{N}.'-]*)?)$/u.exec(before);
  if (!match) return null;
  const wanted = match[1].toLowerCase();
  const members = new Set(store.channels.get(channel)?.members ?? []);
  const apps = [...store.people.values()].filter((p) => p.is_bot && !p.deleted);
  const people = [...realPeople(store), ...apps]
    .filter((p) => `${displayName(p)} ${p.name}`.toLowerCase().split(/\s+/).concat(displayName(p).toLowerCase()).some((part) => part.startsWith(wanted)))
    .sort((a, b) => members.has(b.id) - members.has(a.id));
  const items = [...people.slice(0, MOST).map((p) => mentionItem(p, members)), ...broadcasts(wanted)];
  return items.length ? { from: before.length - match[1].length - 1, items: items.slice(0, MOST), label: "People" } : null;
}

function mentionItem(person, members) {
  const outside = members.size && !members.has(person.id) ? h("small", {}, "not in this channel") : null;
  const nodes = () => [avatar(person, "tiny"), h("b", {}, displayName(person)), sampleTag(person), h("small", {}, person.title), outside];
  return { insert: `@${displayName(person)} `, picked: [`@${displayName(person)}`, `<@${person.id}>`], nodes };
}

function broadcasts(wanted) {
  const all = [["here", "people who are active here"], ["channel", "everybody in this channel"]];
  return all
    .filter(([name]) => wanted && name.startsWith(wanted))
    .map(([name, words]) => ({ insert: `@${name} `, nodes: () => [h("b", {}, `@${name}`), h("small", {}, words)] }));
}

function emojiOffers(before) {
  const match = /(?:^|\s):([a-z0-9_+]{2,})$/.exec(before);
  if (!match) return null;
  const items = findEmoji(match[1], MOST).map((name) => ({
    insert: `:${name}: `,
    nodes: () => [h("span", { class: "emoji" }, emojiChar(name)), ` :${name}:`],
  }));
  return items.length ? { from: before.length - match[1].length - 1, items, label: "Emoji" } : null;
}

/** The list above a text field, driven by that field's keys. */
export class Completion {
  constructor(field, find) {
    this.field = field;
    this.find = find;
    this.picked = new Map();
    this.id = uid("complete");
    this.box = h("div", { class: "completion", role: "listbox", id: this.id, hidden: true });
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.id);
    field.addEventListener("input", () => this.refresh());
    field.addEventListener("click", () => this.refresh());
    field.addEventListener("blur", () => setTimeout(() => this.close(), 120));
  }

  get isOpen() {
    return !this.box.hidden;
  }

  refresh() {
    const caret = this.field.selectionStart;
    const offer = caret === this.field.selectionEnd ? this.find(this.field.value.slice(0, caret)) : null;
    this.offer = offer;
    this.at = 0;
    this.box.hidden = !offer;
    if (offer) this.#draw();
    else this.field.removeAttribute("aria-activedescendant");
  }

  close() {
    this.box.hidden = true;
    this.offer = null;
    this.field.removeAttribute("aria-activedescendant");
  }

  #draw() {
    this.box.setAttribute("aria-label", this.offer.label);
    const rows = this.offer.items.map((item, index) =>
      h("div", {
        role: "option", id: `${this.id}-${index}`, class: "completion-row", "aria-selected": "false",
        onpointerdown: (event) => (event.preventDefault(), this.#take(item)),
      }, item.nodes()),
    );
    this.box.replaceChildren(...rows);
    this.#mark();
  }

  #mark() {
    for (const [index, row] of [...this.box.children].entries()) row.setAttribute("aria-selected", String(index === this.at));
    this.box.children[this.at]?.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", `${this.id}-${this.at}`);
  }

  /** Handles a key while open; true when it was used up. */
  key(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { items } = this.offer;
    if (step) {
      this.at = (this.at + step + items.length) % items.length;
      this.#mark();
    } else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" || (event.key === "Enter" && !items[this.at].exact)) this.#take(items[this.at]);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #take(item) {
    const { field } = this;
    const rest = field.value.slice(field.selectionStart).replace(/^ /, "");
    const head = field.value.slice(0, this.offer.from) + item.insert;
    if (item.picked) this.picked.set(...item.picked);
    field.value = head + rest;
    field.setSelectionRange(head.length, head.length);
    this.close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }
}
