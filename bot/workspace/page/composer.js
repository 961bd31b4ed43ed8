/** Where people write: a message, a reply, or a command. Nothing typed is lost when sending fails. */
import { append, h } from "./dom.js";
import { Completion, offers } from "./completion.js";
import { toWire } from "./draft.js";
import { emojiPicker } from "./reactions.js";
import { icon } from "./icons.js";
import { closePopover, openMenu } from "./popover.js";

/** Unsent words by person and place; they outlive a switch of channel or of person. */
const drafts = new Map();

export class Composer {
  constructor({ store, channel, threadTs, label, onEditLast }) {
    Object.assign(this, { store, channel, threadTs, onEditLast });
    this.key = `${store.user}:${channel}:${threadTs ?? ""}`;
    this.#build(label);
    this.field.value = drafts.get(this.key) ?? "";
    this.#changed();
  }

  #build(label) {
    this.field = h("textarea", {
      class: "composer-field", rows: 1, "aria-label": label, placeholder: label, "data-testid": "composer",
      spellcheck: "true", onkeydown: (event) => this.#key(event), oninput: () => this.#changed(),
    });
    this.completion = new Completion(this.field, (before) => offers(before, this.store, this.channel));
    this.hint = h("p", { class: "composer-hint", hidden: true });
    this.failure = h("p", { class: "composer-failure", role: "alert", hidden: true });
    this.sendButton = h("button", { type: "button", class: "send", "aria-label": "Send", title: "Send (Enter)", onclick: () => this.send() }, icon("send"));
    this.node = h("div", { class: "composer" },
      this.completion.box, this.failure, this.hint,
      h("div", { class: "composer-box" }, this.field,
        h("div", { class: "composer-tools" }, this.#tools(), h("span", { class: "spacer" }), this.#alsoSend(), this.sendButton)));
  }

  #tools() {
    const tool = (name, label, onclick) =>
      h("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick }, icon(name));
    const shortcuts = tool("bolt", "Shortcuts and commands", () => this.#openShortcuts(shortcuts));
    shortcuts.setAttribute("aria-haspopup", "menu");
    const emoji = tool("smile", "Insert an emoji", () => emojiPicker(emoji, (name) => this.insert(`:${name}: `)));
    return [shortcuts, tool("at", "Mention somebody", () => this.insert("@")), emoji];
  }

  #alsoSend() {
    if (!this.threadTs) return null;
    const name = this.store.channels.get(this.channel)?.name;
    this.broadcast = h("input", { type: "checkbox" });
    const words = name ? `Also send to #${name}` : "Also send as a message";
    return h("label", { class: "also-send" }, this.broadcast, h("span", {}, words));
  }

  #openShortcuts(anchor) {
    const { store } = this;
    const global = store.shortcuts.filter((s) => s.type === "global");
    const run = (body) => store.api.do("shortcut", body).catch((error) => this.#fail(error.message));
    const items = global.map((s) => ({ label: s.name, onpick: () => run({ callback_id: s.callback_id }) }));
    const commands = this.threadTs ? [] : store.commands.map((c) => ({
      label: c.command, hint: c.description, onpick: () => this.insert(`${c.command} `, true),
    }));
    const title = (words, list) => (list.length ? [{ title: words }, ...list] : []);
    openMenu(anchor, [...title("Shortcuts", items), ...title("Commands", commands)], { label: "Shortcuts and commands", align: "start" });
  }

  /** Puts text at the caret, or in place of everything. */
  insert(text, whole = false) {
    closePopover({ refocus: false });
    this.field.focus();
    if (whole) this.field.select();
    const at = this.field.selectionStart;
    const glue = text === "@" && at > 0 && !/\s$/.test(this.field.value.slice(0, at)) ? " " : "";
    this.field.setRangeText(glue + text, at, this.field.selectionEnd, "end");
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #changed() {
    const { value } = this.field;
    if (value) drafts.set(this.key, value);
    else drafts.delete(this.key);
    this.sendButton.disabled = !value.trim();
    this.failure.hidden = true;
    this.#showHint(value);
    this.field.style.setProperty("height", "auto");
    if (this.field.scrollHeight) this.field.style.setProperty("height", `${Math.min(this.field.scrollHeight, 220)}px`);
  }

  #showHint(value) {
    const command = this.store.commands.find((c) => value.startsWith(`${c.command} `));
    this.hint.hidden = !command;
    if (!command) return;
    this.hint.replaceChildren();
    append(this.hint, [h("b", {}, command.command), command.usage_hint && ` ${command.usage_hint}`, h("small", {}, command.description)]);
  }

  #key(event) {
    if (this.completion.key(event) || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.send();
    }
    if (event.key === "ArrowUp" && !this.field.value) {
      event.preventDefault();
      this.onEditLast?.();
    }
  }

  async send() {
    const draft = this.field.value;
    if (!draft.trim()) return;
    const broadcast = this.broadcast?.checked;
    this.field.value = "";
    this.completion.close();
    this.#changed();
    try {
      const answer = await this.#deliver(draft.trim(), broadcast);
      if (answer.acked === false) this.#giveBack(draft);
      if (this.broadcast) this.broadcast.checked = false;
    } catch (error) {
      this.#giveBack(draft);
      this.#fail(error.message);
    }
  }

  #deliver(text, broadcast) {
    const wire = toWire(text, this.store, this.completion.picked);
    const place = { channel: this.channel, ...(this.threadTs ? { thread_ts: this.threadTs } : {}) };
    const command = /^\/[a-z]\S*/i.exec(wire)?.[0];
    if (command) {
      return this.store.api.do("command", { ...place, command, text: wire.slice(command.length).trim() });
    }
    return this.store.api.do("post", { ...place, text: wire, ...(broadcast ? { broadcast } : {}) });
  }

  /** Returns the words to the field, before whatever was typed since. */
  #giveBack(draft) {
    const since = this.field.value;
    this.field.value = since ? `${draft}\n${since}` : draft;
    this.#changed();
    if (this.field.isConnected) this.field.focus();
    else drafts.set(this.key, this.field.value);
  }

  #fail(words) {
    this.failure.textContent = words;
    this.failure.hidden = false;
  }
}
