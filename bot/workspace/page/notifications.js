/** What reaches this person: toasts of it, and the list behind the bell. */
import { looksAt } from "./attention.js";
import { aging, msOf } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { plainText } from "./mrkdwn.js";
import { openPopover } from "./popover.js";
import { Toasts } from "./toasts.js";

const WHY = {
  mention: "mentioned you",
  dm: "direct message",
  thread: "thread that you follow",
  broadcast: "sent to everybody",
  channel_mention: "to the whole channel",
};

export class Notifications {
  constructor(store, pane) {
    Object.assign(this, { store, pane });
    this.toasts = new Toasts(pane);
    this.popped = new Map();
    this.bell = h("button", { type: "button", class: "tool bell", "aria-haspopup": "dialog", "aria-expanded": "false", "data-testid": "bell", onclick: () => this.#openList() });
    pane.layer.append(this.toasts.node);
    store.on("notifications", (notification) => this.#arrived(notification));
    store.on("reloaded", () => this.#forget());
    this.#paintBell();
  }

  /** What popped up is not there any more, or was counted anew. */
  #forget() {
    this.toasts.clear();
    this.popped.clear();
    this.#paintBell();
  }

  #arrived(notification) {
    this.#paintBell();
    if (looksAt(this.pane, notification)) return;
    const key = placeKey(notification);
    const open = () => {
      this.toasts.drop(key);
      this.#goTo(notification);
    };
    this.popped.set(key, notification);
    this.toasts.show(h("div", { class: "toast", "data-testid": "toast", "data-why": notification.why },
      h("button", { type: "button", class: "toast-body", onclick: open },
        h("span", { class: "toast-title" }, notification.title),
        h("span", { class: "toast-text" }, plainText(notification.text)))), key);
  }

  /** The person looks at another place: what popped up about it has done its work. */
  settle() {
    for (const [key, notification] of this.popped) {
      if (!looksAt(this.pane, notification)) continue;
      this.toasts.drop(key);
      this.popped.delete(key);
    }
  }

  /** A short word on something that went wrong. */
  fail(message) {
    this.toasts.show(h("div", { class: "toast toast-failure", "data-testid": "toast-failure" },
      h("span", { class: "toast-body", role: "alert" }, message)), `failure ${message}`);
  }

  #paintBell() {
    const { unseen } = this.store;
    this.bell.setAttribute("aria-label", unseen ? `Notifications, ${unseen} new` : "Notifications");
    this.bell.title = "Notifications";
    this.bell.replaceChildren(icon("bell"), unseen ? h("span", { class: "badge" }, unseen) : "");
  }

  #openList() {
    const { store } = this;
    const fresh = store.unseen;
    const newest = [...store.notifications].sort((a, b) => Number(b.at ?? b.ts) - Number(a.at ?? a.ts));
    const rows = newest.map((n, index) => this.#row(n, index < fresh));
    const empty = h("p", { class: "picker-note" }, "Nothing has popped up for this person yet.");
    const panel = h("div", { class: "menu notification-list", role: "dialog", "aria-label": "Notifications", "data-testid": "notifications" },
      h("div", { class: "menu-title" }, "Notifications"), rows.length ? rows : empty);
    store.unseen = 0;
    this.#paintBell();
    if (openPopover(this.bell, panel, { align: "end" })) panel.querySelector("button")?.focus();
  }

  #row(notification, fresh) {
    const { store } = this;
    const at = msOf(notification.at ?? notification.ts);
    return h("button", { type: "button", class: fresh ? "notification fresh" : "notification", "data-why": notification.why, onclick: () => this.#goTo(notification) },
      h("span", { class: "toast-title" }, notification.title),
      h("span", { class: "toast-text" }, plainText(notification.text)),
      h("small", {}, WHY[notification.why] && `${WHY[notification.why]} · `, aging(at, store.now())));
  }

  #goTo({ channel, thread_ts: thread, ts }) {
    this.pane.go({ channel, thread: thread && thread !== ts ? thread : undefined, focus: ts });
  }
}

/** One toast for each thread, and one for all that somebody writes directly. */
const placeKey = ({ channel, thread_ts: thread, ts, why }) => (why === "dm" ? channel : `${channel} ${thread ?? ts}`);
