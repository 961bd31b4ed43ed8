/** The thread beside its channel. */
import { h } from "./dom.js";
import { Composer } from "./composer.js";
import { channelTitle } from "./conversation.js";
import { readOnlyLine, readOnlyNote } from "./appmessages.js";
import { icon } from "./icons.js";
import { MessageList } from "./messagelist.js";

export class Thread {
  constructor(store, pane, channelId, ts) {
    Object.assign(this, { store, pane, id: channelId, ts });
    this.list = new MessageList({
      view: { store, pane, channel: channelId, inThread: true },
      label: "Thread",
      read: () => (store.has(channelId, ts) ? store.threadMessages(channelId, ts) : null),
    });
    this.follow = h("button", { type: "button", class: "tool tool-words", onclick: () => this.#toggleFollow() });
    const channel = store.channels.get(channelId);
    const where = channel?.is_im ? channelTitle(channel, store) : `#${channelTitle(channel, store)}`;
    const close = h("button", { type: "button", class: "tool", "aria-label": "Close thread", title: "Close (Esc)", onclick: () => pane.closeThread() }, icon("close"));
    const title = h("h2", { class: "main-title" }, h("span", { class: "title-name" }, "Thread"));
    this.head = h("header", { class: "main-head" }, title, h("p", { class: "topic" }, where), this.follow, close);
    const note = readOnlyNote(channel, store);
    if (!note) this.composer = new Composer({ store, channel: channelId, threadTs: ts, label: "Reply…", onEditLast: () => this.#editLast() });
    const foot = this.composer?.node ?? readOnlyLine(note);
    this.node = h("aside", { class: "thread", "aria-label": "Thread", "data-testid": "thread", "data-thread": ts },
      this.head, this.list.node, h("div", { class: "main-foot" }, foot));
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) pane.closeThread();
    });
  }

  async open() {
    await this.store.openThread(this.id, this.ts).catch(this.pane.fail);
    this.paint();
    this.focus();
    this.node.dataset.ready = "true";
  }

  focus() {
    (this.composer?.field ?? this.list.scroller).focus();
  }

  /** The bell stands in the head on the right, which the thread's is while it is open. */
  paintHead() {
    this.follow.after(this.pane.notifications.bell);
  }

  paint() {
    this.list.paint();
    const following = this.root()?.following;
    this.follow.setAttribute("aria-pressed", String(Boolean(following)));
    this.follow.textContent = following ? "Following" : "Follow";
    this.markRead();
  }

  /** Whoever has the thread open has read it, and the channel up to there. */
  markRead() {
    const { id, store } = this;
    const last = store.threadMessages(id, this.ts).findLast((m) => !m.ephemeral);
    const seen = store.channels.get(id)?.last_read ?? "";
    if (!last || last.ts <= seen || last.ts === this.marked || document.visibilityState !== "visible") return;
    this.marked = last.ts;
    store.api.do("read", { channel: id, ts: last.ts }).catch(() => (this.marked = null));
  }

  destroy() {
    this.list.destroy();
  }

  root() {
    return this.store.threadMessages(this.id, this.ts).find((m) => m.ts === this.ts) ?? this.store.find(this.id, this.ts);
  }

  #toggleFollow() {
    this.store.setFollowing(this.id, this.ts, !this.root()?.following).catch(this.pane.fail);
  }

  #editLast() {
    const own = (m) => m.user === this.store.user && !m.ephemeral && !m.deleted;
    const last = this.store.threadMessages(this.id, this.ts).findLast(own);
    if (last) this.list.edit(last);
  }
}
