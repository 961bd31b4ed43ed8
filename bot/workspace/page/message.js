/** One message: who, when, what, and what can be done with it. */
import { drawBlocks } from "./blocks.js";
import { aging, clockTime, fullTime, msOf } from "./dates.js";
import { h } from "./dom.js";
import { elementContext } from "./elements.js";
import { icon } from "./icons.js";
import { editForm } from "./edit.js";
import { inviteRow } from "./invite.js";
import { mrkdwn } from "./mrkdwn.js";
import { appTag, avatar, displayName, sampleTag } from "./people.js";
import { reactionRow } from "./reactions.js";
import { toolbar } from "./toolbar.js";
import { messageKey } from "./store.js";
import { Values } from "./values.js";

const SYSTEM = /^(channel|group)_(join|leave|topic|purpose|name|archive|unarchive)$/;

/** Who wrote it: a person, an app, or the workspace itself. */
export function authorOf(message, store) {
  if (message.notice) return { id: "workspace", name: "Workspace", is_workspace: true };
  const person = store.people.get(message.user);
  if (person) return person;
  const app = store.apps.find((a) => a.bot_id === message.bot_id || a.bot_user_id === message.user);
  return { id: message.bot_id ?? message.user, name: message.username ?? app?.name ?? "App", is_bot: Boolean(app ?? message.bot_id) };
}

/** A root that was deleted while its replies stay. */
const isGone = (message) => message.deleted || message.subtype === "tombstone";
const isSystem = (message) => SYSTEM.test(message.subtype ?? "");

/** True when `message` may stand under `previous` without repeating the name. */
export function continues(previous, message) {
  if (!previous || previous.ephemeral || message.ephemeral || isSystem(previous) || isSystem(message)) return false;
  if (message.subtype === "thread_broadcast" || isGone(previous) || isGone(message)) return false;
  const same = (previous.user ?? previous.bot_id) === (message.user ?? message.bot_id);
  return same && Number(message.ts) - Number(previous.ts) < 300 && !previous.reply_count && !message.blocks?.length;
}

/** Draws a message. `view` = {store, pane, channel, inThread, editing, compact, onEdited}. */
export function drawMessage(message, view) {
  if (isGone(message)) return tombstone(message, view);
  if (isSystem(message)) return systemLine(message, view);
  const { store, channel, compact } = view;
  const author = authorOf(message, store);
  const time = clockTime(msOf(message.ts), store.me.tz);
  const kind = ["message", compact && "compact", message.ephemeral && "private", view.fresh && "fresh"].filter(Boolean).join(" ");
  return h("article", {
    class: kind, tabindex: "-1", "data-testid": "message", "data-ts": message.ts, "data-channel": channel,
    "data-private": message.ephemeral ? "true" : null, "data-author": author.id, "data-focus": "message",
    "aria-label": `${displayName(author)}, ${time}`,
  },
  h("div", { class: "gutter" }, compact ? stamp(message, store) : avatar(author)),
  h("div", { class: "message-main" },
    message.ephemeral && h("p", { class: "only-you" }, icon("eye"), "Only visible to you"),
    !compact && header(message, author, store),
    broadcastLine(message, view),
    body(message, view),
    inviteRow(message, view),
    reactionRow(store, channel, message, view.pane.fail),
    threadSummary(message, view)),
  view.editing ? null : toolbar(message, view));
}

function stamp(message, store, cls = "stamp") {
  const ms = msOf(message.ts);
  return h("time", { class: cls, datetime: new Date(ms).toISOString(), title: fullTime(ms, store.me.tz) }, clockTime(ms, store.me.tz));
}

function header(message, author, store) {
  return h("header", { class: "message-header" },
    h("span", { class: "name" }, displayName(author)), sampleTag(author), appTag(author), stamp(message, store, "time"), editedMark(message));
}

/** Beside the time; a message without a header of its own has it after its words. */
const editedMark = (message) => (message.edited ? h("span", { class: "edited" }, "(edited)") : null);

function broadcastLine(message, view) {
  if (message.subtype !== "thread_broadcast") return null;
  if (view.inThread) return h("p", { class: "muted small" }, "Also sent to the channel");
  const open = () => view.pane.openThread(view.channel, message.thread_ts);
  return h("p", { class: "muted small" }, "Replied to ", h("button", { type: "button", class: "linklike", onclick: open, "data-focus": "to-thread" }, "a thread"));
}

function body(message, view) {
  if (view.editing) return editForm(message, view);
  if (message.blocks?.length) return h("div", { class: "blocks" }, drawBlocks(message.blocks, messageContext(message, view)));
  const edited = view.compact && editedMark(message);
  return h("div", { class: "text" }, mrkdwn(message.text, view.store), edited && [" ", edited]);
}

function messageContext(message, { store, channel, pane }) {
  const key = `${channel}/${messageKey(message)}`;
  if (!store.values.has(key)) store.values.set(key, new Values());
  const container = () => ({
    type: "message", channel, message_ts: message.ts,
    ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
    ...(message.ephemeral ? { is_ephemeral: true } : {}),
  });
  const values = store.values.get(key);
  return elementContext({ store, pane, container, values, blocks: () => message.blocks, onError: pane.fail });
}

function threadSummary(message, { store, channel, inThread, waiting, pane }) {
  if (inThread || !message.reply_count) return null;
  const faces = (message.reply_users ?? []).slice(0, 4).map((id) => avatar(authorOf({ user: id }, store), "tiny"));
  const words = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  const last = message.latest_reply ? aging(msOf(message.latest_reply), store.now()) : "";
  return h("button", {
    type: "button", class: waiting ? "thread-summary waiting" : "thread-summary", "data-focus": "thread", "data-testid": "thread-summary",
    onclick: () => pane.openThread(channel, message.ts),
  }, h("span", { class: "faces" }, faces), h("span", { class: "thread-count" }, words), waiting && h("span", { class: "new-mark" }, "new"), h("span", { class: "muted small" }, last));
}

function systemLine(message, view) {
  return h("div", { class: "system-line", "data-testid": "message", "data-ts": message.ts, "data-channel": view.channel },
    h("span", {}, mrkdwn(message.text, view.store)), " ", stamp(message, view.store, "time"));
}

export const isJoin = (message) => /^(channel|group)_join$/.test(message.subtype ?? "");

/** Many who joined one after the other, in one line. */
export function joinedLine(messages, store) {
  const names = messages.map((m) => displayName(store.people.get(m.user)));
  const rest = names.length - 2;
  const words = rest > 0 ? `${names[0]}, ${names[1]} and ${rest} more joined` : `${names.join(" and ")} joined`;
  return h("div", { class: "system-line", title: names.join(", ") }, h("span", {}, words), " ", stamp(messages[0], store, "time"));
}

function tombstone(message, view) {
  return h("div", { class: "message", tabindex: "-1", "data-testid": "message", "data-ts": message.ts, "data-channel": view.channel },
    h("div", { class: "gutter" }), h("div", { class: "message-main muted" }, h("p", {}, "This message was deleted."), threadSummary(message, view)));
}
