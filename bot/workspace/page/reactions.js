/** Reactions under a message, and the picker of emoji. */
import { h } from "./dom.js";
import { emojiChar, findEmoji } from "./emoji.js";
import { icon } from "./icons.js";
import { displayName } from "./people.js";
import { closePopover, openPopover } from "./popover.js";

/** Adds the person's reaction, or takes it back. */
export function toggleReaction(store, channel, message, name) {
  const mine = message.reactions?.find((r) => r.name === name)?.users.includes(store.user);
  return store.api.do(mine ? "unreact" : "react", { channel, ts: message.ts, name });
}

export function reactionRow(store, channel, message, onError) {
  if (!message.reactions?.length) return null;
  const row = h("div", { class: "reactions" }, message.reactions.map((r) => reaction(store, channel, message, r, onError)));
  const add = h("button", {
    type: "button", class: "reaction reaction-add", "aria-label": "Add a reaction", "data-focus": "react-add",
    onclick: () => emojiPicker(add, (name) => toggleReaction(store, channel, message, name).catch(onError)),
  }, icon("smile"));
  row.append(add);
  return row;
}

function reaction(store, channel, message, { name, users, count }, onError) {
  const mine = users.includes(store.user);
  const who = users.map((id) => (id === store.user ? "you" : displayName(store.people.get(id)))).join(", ");
  const label = `${name.replaceAll("_", " ")}: ${count}, ${who}`;
  return h("button", {
    type: "button", class: "reaction", "aria-pressed": String(mine), "aria-label": label, title: who,
    "data-reaction": name, "data-focus": `reaction/${name}`,
    onclick: () => toggleReaction(store, channel, message, name).catch(onError),
  }, h("span", { class: "emoji" }, emojiChar(name)), h("span", { class: "reaction-count" }, count));
}

const COLUMNS = 8;

/** A small grid of emoji with a search; the arrow keys walk it. */
export function emojiPicker(anchor, onPick, align = "start") {
  const grid = h("div", { class: "emoji-grid" });
  const pick = (name) => {
    closePopover();
    onPick(name);
  };
  const draw = (query) => {
    const cell = (name) => h("button", { type: "button", "aria-label": name.replaceAll("_", " "), title: `:${name}:`, onclick: () => pick(name) }, emojiChar(name));
    grid.replaceChildren(...findEmoji(query).map(cell));
  };
  const search = h("input", { type: "search", class: "picker-search", placeholder: "Search emoji", "aria-label": "Search emoji", oninput: () => draw(search.value) });
  const panel = h("div", { class: "emoji-picker", role: "dialog", "aria-label": "Emoji", onkeydown: (event) => walk(event, search, grid, pick) }, search, grid);
  draw("");
  if (openPopover(anchor, panel, { align })) search.focus();
}

function walk(event, search, grid) {
  const cells = [...grid.children];
  const at = cells.indexOf(document.activeElement);
  const step = { ArrowDown: COLUMNS, ArrowUp: -COLUMNS, ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (event.key === "Enter" && event.target === search) cells[0]?.click();
  else if (at < 0 && event.key === "ArrowDown") cells[0]?.focus();
  else if (at >= 0 && step) (cells[at + step] ?? (at + step < 0 ? search : cells[at])).focus();
  else return;
  event.preventDefault();
}
