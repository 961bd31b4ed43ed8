/** A list of messages that repaints only what changed, and keeps its place. */
import { dayKey, dayName, msOf } from "./dates.js";
import { h, keepFocus } from "./dom.js";
import { continues, drawMessage, isJoin, joinedLine } from "./message.js";
import { messageKey } from "./store.js";
import { closePopover } from "./popover.js";

const NEAR_BOTTOM_PX = 80;

export class MessageList {
  #drawn = new Map();
  #known = null;

  /**
   * `read()` gives the messages, oldest first, or null while they are on their way; `lead()`
   * nodes that stand before them.
   */
  constructor({ view, read, lead, label, unreadFrom, onBottom }) {
    Object.assign(this, { view, read, lead, unreadFrom, onBottom });
    this.editing = null;
    this.editDrafts = new Map();
    this.inner = h("div", { class: "messages", role: "log", "aria-live": "off", "aria-label": label });
    this.pill = h("button", { type: "button", class: "new-pill", hidden: true, onclick: () => this.toBottom() }, "New messages ↓");
    this.scroller = h("div", { class: "scroller", tabindex: "0", "aria-label": label, role: "region", onscroll: () => this.#scrolled() }, this.inner);
    this.node = h("div", { class: "message-list" }, this.scroller, this.pill);
    this.scroller.addEventListener("keydown", (event) => this.#key(event));
    this.resizes = new ResizeObserver(() => this.stuck && this.toBottom());
    this.resizes.observe(this.scroller);
    this.resizes.observe(this.inner);
    this.stuck = true;
  }

  destroy() {
    this.resizes.disconnect();
  }

  paint() {
    const wasStuck = this.stuck;
    const fromEnd = this.scroller.scrollHeight - this.scroller.scrollTop;
    const loaded = this.read();
    const messages = loaded ?? [];
    keepFocus(this.inner, () => this.#reconcile(messages));
    const grown = this.#known !== null && messages.length > this.#known.length;
    const earlier = grown && this.#known.length && messages[0].ts < this.#known[0].ts;
    this.#known = loaded;
    if (wasStuck) this.toBottom();
    else if (earlier) this.scroller.scrollTop = this.scroller.scrollHeight - fromEnd;
    else if (grown) this.pill.hidden = false;
  }

  #reconcile(messages) {
    const wanted = this.#rows(messages);
    const keep = new Set(wanted);
    for (const child of [...this.inner.children]) if (!keep.has(child)) this.#remove(child);
    for (const [index, node] of wanted.entries()) {
      if (this.inner.children[index] !== node) this.inner.insertBefore(node, this.inner.children[index] ?? null);
    }
  }

  #remove(child) {
    if (child.querySelector("[aria-expanded=true]")) closePopover({ refocus: false });
    child.remove();
  }

  #rows(messages) {
    const { store } = this.view;
    const rows = [...(this.lead?.() ?? [])];
    const next = new Map();
    let previous = null;
    const { joined, rest } = this.#gatherJoins(messages);
    for (const message of rest) {
      const day = dayKey(msOf(message.ts), store.me.tz);
      const newDay = !previous || dayKey(msOf(previous.ts), store.me.tz) !== day;
      if (newDay) rows.push(this.#row(next, `day ${day}`, "", () => dayDivider(message, store)));
      const unread = this.unreadFrom && message.ts > this.unreadFrom && !(previous && previous.ts > this.unreadFrom);
      if (unread && message.user !== store.user) rows.push(this.#row(next, "new", "", newDivider));
      const together = joined.get(message);
      if (together) rows.push(this.#row(next, `joined ${message.ts}`, `${together.length} ${this.stamp}`, () => joinedLine(together, store)));
      else rows.push(this.#message(next, message, !newDay && !unread && continues(previous, message)));
      previous = message;
    }
    this.#drawn = next;
    return rows;
  }

  /** Joins that follow one another: the first stands for all. */
  #gatherJoins(messages) {
    const joined = new Map();
    let group = null;
    const rest = messages.filter((message) => {
      if (!isJoin(message)) group = null;
      else if (group) return !group.push(message);
      else joined.set(message, (group = [message]));
      return true;
    });
    return { joined, rest };
  }

  #message(next, message, compact) {
    const key = messageKey(message);
    const editing = this.editing === key;
    const read = this.view.store.channels.get(this.view.channel)?.last_read ?? "";
    const waiting = Boolean(message.following && message.latest_reply > read);
    const signature = JSON.stringify([message, compact, editing, waiting, this.stamp]);
    const fresh = this.#known !== null && !this.#drawn.has(key);
    const onEdited = () => this.edit(null);
    const onEdit = (target) => this.edit(target);
    return this.#row(next, key, signature, () =>
      drawMessage(message, { ...this.view, compact, editing, fresh, waiting, onEdit, onEdited, editDrafts: this.editDrafts }));
  }

  /** The node drawn before under this key, unless its signature changed. */
  #row(next, key, signature, draw) {
    const before = this.#drawn.get(key);
    const row = before?.signature === signature ? before : { signature, node: draw() };
    next.set(key, row);
    return row.node;
  }

  /** Draws everything again: names or the reader's zone have changed. */
  repaintAll() {
    this.stamp = (this.stamp ?? 0) + 1;
    this.paint();
  }

  edit(message) {
    const before = this.editing;
    this.editing = message ? messageKey(message) : null;
    this.paint();
    const field = this.inner.querySelector(".edit-field");
    if (message) field?.focus();
    else this.inner.querySelector(`[data-ts="${CSS.escape(before ?? "")}"]`)?.focus();
  }

  /** Brings a message into sight, marks it, and stays there. */
  point(ts) {
    const message = this.inner.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
    if (!message) return;
    message.scrollIntoView({ block: "center" });
    this.#scrolled();
    message.classList.add("pointed");
    message.focus({ preventScroll: true });
  }

  toBottom() {
    this.stuck = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.pill.hidden = true;
    this.onBottom?.();
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    const was = this.stuck;
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
    if (!this.stuck) return;
    this.pill.hidden = true;
    if (!was) this.onBottom?.();
  }

  /** Up and Down walk from message to message; Enter on the list enters the last one. */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const onMessage = event.target.classList.contains("message");
    if (!step || !(onMessage || event.target === this.scroller)) return;
    const all = [...this.inner.querySelectorAll("article.message")];
    const at = onMessage ? all.indexOf(event.target) + step : all.length - 1;
    const to = all[Math.max(0, Math.min(at, all.length - 1))];
    event.preventDefault();
    to?.focus();
  }
}

function dayDivider(message, store) {
  const name = dayName(msOf(message.ts), store.me.tz, store.now());
  return h("div", { class: "day-divider", role: "separator", "aria-label": name }, h("span", {}, name));
}

const newDivider = () => h("div", { class: "new-divider", role: "separator", "aria-label": "New messages" }, h("span", {}, "New"));
