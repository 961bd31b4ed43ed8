/** A channel or direct message: its head, its messages and its composer. */
import { appOf, appTabs, appTitle, readOnlyLine, readOnlyNote } from "./appmessages.js";
import { h, keepFocus } from "./dom.js";
import { Composer } from "./composer.js";
import { icon } from "./icons.js";
import { MessageList } from "./messagelist.js";
import { mrkdwn } from "./mrkdwn.js";
import { avatar, displayName, nameWithTags } from "./people.js";
import { openMenu, openPopover } from "./popover.js";

const READ_SOON_MS = 150;

/** The title of a channel, as the sidebar and the head show it. */
export function channelTitle(channel, store) {
  if (!channel?.is_im) return channel?.name ?? "";
  return displayName(store.people.get(channel.peer));
}

export class Conversation {
  constructor(store, pane, channelId) {
    Object.assign(this, { store, pane, id: channelId });
    this.head = h("header", { class: "main-head" });
    this.list = new MessageList({
      view: { store, pane, channel: channelId, inThread: false },
      label: `Messages in ${channelTitle(this.channel, store)}`,
      read: () => (store.has(channelId) ? store.channelMessages(channelId) : null),
      lead: () => this.#lead(),
      unreadFrom: this.channel?.unread ? this.channel.last_read : null,
      onBottom: () => this.#readSoon(),
    });
    this.foot = h("div", { class: "main-foot" });
    this.node = h("section", { class: "conversation", "data-testid": "conversation", "data-channel": channelId }, this.head, this.list.node, this.foot);
    this.paintHead();
    this.#paintFoot();
  }

  get channel() {
    return this.store.channels.get(this.id);
  }

  async open() {
    this.list.paint();
    await this.store.openChannel(this.id).catch(this.pane.fail);
    this.list.paint();
    this.list.toBottom();
    this.node.dataset.ready = "true";
  }

  destroy() {
    this.list.destroy();
  }

  /** The channel changed: its topic, members, or whether this person is in it. */
  refresh() {
    this.paintHead();
    this.list.paint();
    if (this.joined !== this.channel?.joined) this.#paintFoot();
  }

  paintHead() {
    const { channel, store, pane } = this;
    if (!channel) return;
    const title = channelTitle(channel, store);
    const mark = channel.is_im ? avatar(store.people.get(channel.peer), "tiny") : icon(channel.is_private ? "lock" : "hash");
    const name = channel.is_im ? nameWithTags(store.people.get(channel.peer)) : title;
    const members = h("button", { type: "button", class: "tool tool-words members", "data-focus": "members", "aria-label": `${channel.members.length} members`, "aria-haspopup": "menu", onclick: () => this.#showMembers(members) }, icon("people"), String(channel.members.length));
    const more = h("button", { type: "button", class: "tool", "data-focus": "channel-actions", "aria-label": "Channel actions", "aria-haspopup": "menu", onclick: () => openMenu(more, this.#deeds(), { label: "Channel actions" }) }, icon("more"));
    const app = appOf(channel, store);
    const words = channel.topic || channel.purpose || "";
    const parts = [
      pane.drawerButton(),
      h("h2", { class: "main-title", title: words || null }, mark, app ? appTitle(app, store) : h("span", { class: "title-name" }, name)),
      app ? appTabs(app, pane, "Messages") : "",
      h("p", { class: "topic" }, mrkdwn(words, store)),
      channel.is_im ? "" : members, channel.is_im || !channel.joined ? "" : more, pane.thread ? "" : pane.notifications.bell,
    ];
    keepFocus(this.head, () => this.head.replaceChildren(...parts));
  }

  #deeds() {
    const leave = () => this.store.api.do("leave", { channel: this.id }).catch(this.pane.fail);
    return [{ label: `Leave #${this.channel.name}`, danger: true, onpick: leave }];
  }

  #showMembers(anchor) {
    const { store, channel, pane } = this;
    const rows = channel.members.map((id) => store.people.get(id)).filter(Boolean).map((person) =>
      h("button", { type: "button", class: "menu-item", onclick: () => pane.openDm(person.id) },
        avatar(person, "tiny"), h("span", { class: "menu-label" }, nameWithTags(person), h("small", {}, person.title))));
    const panel = h("div", { class: "menu", role: "dialog", "aria-label": "Members" }, rows);
    if (openPopover(anchor, panel, { align: "end" })) panel.querySelector("button")?.focus();
  }

  #lead() {
    const { store, id } = this;
    if (!store.has(id)) return [this.#note("Loading messages…")];
    if (!store.more.get(id)) return [(this.welcome ??= this.#welcome())];
    this.earlier ??= h("button", { type: "button", class: "button earlier", onclick: () => store.loadEarlier(id).catch(this.pane.fail) }, "Show earlier messages");
    return [this.earlier];
  }

  #note(words) {
    this.loading ??= h("p", { class: "list-note", role: "status" }, words);
    return this.loading;
  }

  #welcome() {
    const { channel, store } = this;
    if (!channel) return h("p", {});
    const title = channelTitle(channel, store);
    const words = channel.is_im ? `This is the start of your messages with ${title}.` : `This is the start of #${title}.`;
    return h("div", { class: "welcome" }, h("p", { class: "welcome-title" }, channel.is_im ? title : `#${title}`),
      h("p", {}, words, " ", channel.purpose ? mrkdwn(channel.purpose, store) : ""));
  }

  #paintFoot() {
    const { channel, store } = this;
    this.joined = channel?.joined;
    if (!channel?.joined && !channel?.is_im) return this.foot.replaceChildren(this.#joinBar());
    const note = readOnlyNote(channel, store);
    if (note) return this.foot.replaceChildren(readOnlyLine(note));
    const label = channel.is_im ? `Message ${channelTitle(channel, store)}` : `Message #${channel.name}`;
    this.composer = new Composer({ store, channel: this.id, label, onEditLast: () => this.#editLast() });
    return this.foot.replaceChildren(this.composer.node);
  }

  #joinBar() {
    const join = () => this.store.api.do("join", { channel: this.id }).catch(this.pane.fail);
    const button = h("button", { type: "button", class: "button button-primary", onclick: join }, "Join channel");
    return h("div", { class: "join-bar" }, h("p", {}, `You are looking at #${this.channel?.name ?? "a channel you left"}`), this.channel ? button : "");
  }

  #editLast() {
    const own = (m) => m.user === this.store.user && !m.ephemeral && !m.subtype && !m.deleted;
    const last = this.store.channelMessages(this.id).findLast(own);
    if (last) this.list.edit(last);
  }

  /** Marks as read what the person can see, once they are looking. */
  #readSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.markRead(), READ_SOON_MS);
  }

  markRead() {
    const { channel, store } = this;
    const last = store.channelMessages(this.id).findLast((m) => !m.ephemeral);
    const looking = this.node.isConnected && this.list.stuck && document.visibilityState === "visible";
    if (!channel || !last || !looking || (last.ts <= channel.last_read && !channel.unread)) return;
    if (this.lastMarked === last.ts && !channel.unread) return;
    this.lastMarked = last.ts;
    store.api.do("read", { channel: this.id, ts: last.ts }).catch(() => (this.lastMarked = null));
  }
}
