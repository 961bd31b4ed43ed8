/** What would pop up on this person's screen: toasts, and the list behind the bell. */
import { aging, msOf } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { plainText } from "./mrkdwn.js";
import { openPopover } from "./popover.js";

const SHOWN_MS = 8000;
const MOST = 3;
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
    this.toasts = h("div", { class: "toasts", role: "status", "aria-live": "polite", "data-testid": "toasts" });
    this.bell = h("button", { type: "button", class: "tool bell", "aria-haspopup": "dialog", "aria-expanded": "false", "data-testid": "bell", onclick: () => this.#openList() });
    pane.layer.append(this.toasts);
    store.on("notifications", (notification) => this.#arrived(notification));
    store.on("reloaded", () => this.#forget());
    this.#paintBell();
  }

  /** What popped up is not there any more, or was counted anew. */
  #forget() {
    this.toasts.replaceChildren();
    this.#paintBell();
  }

  #arrived(notification) {
    this.#paintBell();
    const open = () => {
      toast.remove();
      this.#goTo(notification);
    };
    const toast = h("div", { class: "toast", "data-testid": "toast", "data-why": notification.why },
      h("button", { type: "button", class: "toast-body", onclick: open },
        h("span", { class: "toast-title" }, notification.title),
        h("span", { class: "toast-text" }, plainText(notification.text))),
      closeButton(() => toast.remove()));
    this.#show(toast);
  }

  /** A short word on something that went wrong. */
  fail(message) {
    const toast = h("div", { class: "toast toast-failure", "data-testid": "toast-failure" },
      h("span", { class: "toast-body", role: "alert" }, message), closeButton(() => toast.remove()));
    this.#show(toast);
  }

  #show(toast) {
    this.toasts.append(toast);
    while (this.toasts.children.length > MOST) this.toasts.firstElementChild.remove();
    let timer = setTimeout(() => toast.remove(), SHOWN_MS);
    const hold = () => clearTimeout(timer);
    const letGo = () => (timer = setTimeout(() => toast.remove(), SHOWN_MS / 2));
    toast.addEventListener("pointerenter", hold);
    toast.addEventListener("focusin", hold);
    toast.addEventListener("pointerleave", letGo);
    toast.addEventListener("focusout", letGo);
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

const closeButton = (onclick) => h("button", { type: "button", class: "tool", "aria-label": "Dismiss", onclick }, icon("close"));
