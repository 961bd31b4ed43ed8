/** What can be done with a message: shown on hover, and when the keyboard stands on it. */
import { confirmFirst } from "./confirm.js";
import { h } from "./dom.js";
import { emojiChar, QUICK } from "./emoji.js";
import { icon } from "./icons.js";
import { openMenu } from "./popover.js";
import { emojiPicker, toggleReaction } from "./reactions.js";

const DELETE = {
  title: { text: "Delete this message?" },
  text: { type: "plain_text", text: "It goes for everybody. This can't be undone." },
  confirm: { text: "Delete" },
  deny: { text: "Keep" },
  style: "danger",
};

export function toolbar(message, view) {
  const { store, channel, inThread, pane } = view;
  if (message.ephemeral) return h("div", { class: "toolbar" }, tool("close", "Dismiss", () => dismiss(message, view)));
  const react = (name) => toggleReaction(store, channel, message, name).catch(pane.fail);
  const quick = QUICK.map((name) =>
    h("button", { type: "button", class: "tool tool-quick", "aria-label": `React: ${name.replaceAll("_", " ")}`, onclick: () => react(name) }, emojiChar(name)));
  const smile = tool("smile", "Add a reaction", () => emojiPicker(smile, react, "end"));
  const more = tool("more", "More actions", () => openMenu(more, moreItems(message, view, more), { label: "More actions" }));
  more.setAttribute("aria-haspopup", "menu");
  const reply = () => pane.openThread(channel, message.thread_ts ?? message.ts);
  return h("div", { class: "toolbar", role: "group", "aria-label": "Message actions" },
    quick, smile, inThread ? null : tool("thread", "Reply in thread", reply), more);
}

const tool = (name, label, onclick) =>
  h("button", { type: "button", class: "tool", "aria-label": label, title: label, "data-focus": `tool/${name}`, onclick }, icon(name));

/** Takes a private message away. */
export function dismiss(message, { store, channel, pane }) {
  store.dismiss(channel, message);
  if (!message.notice) store.api.do("delete", { channel, ts: message.ts }).catch(pane.fail);
}

function moreItems(message, view, anchor) {
  const { store, channel, pane } = view;
  const act = (deed, body) => store.api.do(deed, body).catch(pane.fail);
  const place = { channel, ts: message.ts };
  const shortcuts = store.shortcuts
    .filter((s) => s.type === "message")
    .map((s) => ({ label: s.name, hint: store.apps[0]?.name, icon: icon("bolt"), onpick: () => act("shortcut", { callback_id: s.callback_id, ...place }) }));
  return [
    ...shortcuts,
    shortcuts.length && { divider: true },
    followItem(message, view),
    ...ownItems(message, view, async () => (await confirmFirst(pane, DELETE, store, anchor)) && act("delete", place)),
  ].filter(Boolean);
}

function followItem(message, { store, channel, pane }) {
  const label = message.following ? "Unfollow this thread" : "Follow this thread";
  const root = message.thread_ts ?? message.ts;
  const onpick = () => store.setFollowing(channel, root, !message.following).catch(pane.fail);
  return { label, icon: icon("bell"), onpick };
}

function ownItems(message, { store, onEdit }, remove) {
  const own = message.user === store.user;
  return [
    own && { label: "Edit message", icon: icon("pencil"), onpick: () => onEdit(message) },
    (own || store.me.is_admin) && { label: "Delete message", icon: icon("trash"), danger: true, onpick: remove },
  ];
}
