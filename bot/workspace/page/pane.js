/** One person's whole window: the same component alone or beside another. */
import { Api } from "./api.js";
import { isCovered, watchUse } from "./attention.js";
import { Conversation } from "./conversation.js";
import { agePast } from "./dates.js";
import { h } from "./dom.js";
import { Home } from "./home.js";
import { icon } from "./icons.js";
import { authorOf } from "./message.js";
import { Modals } from "./modal.js";
import { words } from "./mrkdwn.js";
import { Notifications } from "./notifications.js";
import { avatar, displayName, personSwitch } from "./people.js";
import { placeOf } from "./places.js";
import { closePopover } from "./popover.js";
import { Sidebar } from "./sidebar.js";
import { Store } from "./store.js";
import { Thread } from "./thread.js";

const CLOCK_MS = 20_000;

export class Pane {
  constructor({ user, people, start, onSwitch }) {
    Object.assign(this, { user, people, start, onSwitch });
    this.fail = (error) => (this.notifications ? this.notifications.fail(error.message) : console.error(error));
    this.layer = h("div", { class: "pane-layer" });
    this.live = h("div", { class: "visually-hidden", "aria-live": "polite", role: "status" });
    this.status = h("p", { class: "connection", role: "status", hidden: true }, "Reconnecting…");
    this.main = h("div", { class: "main" });
    this.frame = h("div", { class: "pane-frame" }, h("p", { class: "starting", role: "status" }, "Opening…"));
    this.node = h("section", { class: "pane", "data-testid": "pane", "data-user": user }, this.frame, this.layer, this.live);
    watchUse(this);
  }

  async open() {
    this.store = new Store(new Api(this.user));
    try {
      await this.store.start(this.people);
    } catch (error) {
      const again = h("button", { type: "button", class: "button", onclick: () => this.open() }, "Try again");
      this.frame.replaceChildren(h("div", { class: "starting", role: "alert" }, h("p", {}, error.message), again));
      return;
    }
    this.#build();
    this.#listen();
    this.modals.show();
    await this.go(this.#firstPlace());
    this.node.dataset.ready = "true";
  }

  #build() {
    const { store } = this;
    this.person = personSwitch(store, this.onSwitch);
    this.notifications = new Notifications(store, this);
    this.sidebar = new Sidebar(store, this);
    this.modals = new Modals(store, this);
    this.names = this.#channelNames();
    const head = h("header", { class: "pane-head" }, this.person.node);
    this.node.setAttribute("aria-label", `${displayName(store.me)}'s window`);
    const shade = h("div", { class: "drawer-shade", onclick: () => this.#drawer(false) });
    this.frame.replaceChildren(h("div", { class: "side" }, head, this.sidebar.node), shade, this.main);
    this.main.addEventListener("click", (event) => this.#followLink(event));
    this.frame.addEventListener("keydown", (event) => event.key === "Escape" && this.#drawer(false));
    this.clock = setInterval(() => this.#tick(), CLOCK_MS);
  }

  #tick() {
    this.person.paint();
    agePast(this.node, this.store.now());
  }

  #listen() {
    const { store } = this;
    store.on("people", () => this.#repaint());
    store.on("channels", () => this.#channelsChanged());
    store.on("messages", (change) => this.#messagesChanged(change));
    store.on("home", () => this.view instanceof Home && this.view.paint());
    store.on("go", (place) => this.go(place));
    store.on("clock", () => {
      this.#tick();
      this.#repaint();
    });
    store.on("notice", (notice) => this.#notice(notice));
    store.on("reloaded", () => this.go(this.#placeAfterReload(), true));
    store.on("connection", (connected) => {
      this.status.hidden = connected;
      this.node.dataset.connected = String(connected);
    });
    this.onVisible = () => [this.view, this.thread].forEach((part) => part?.markRead?.());
    document.addEventListener("visibilitychange", this.onVisible);
  }

  #placeAfterReload() {
    const { channel } = this.place ?? {};
    return channel && !this.store.channels.has(channel) ? this.#firstPlace() : this.place;
  }

  #firstPlace() {
    return this.store.channels.has(this.start?.channel) ? this.start : this.#ownPlace();
  }

  /** The channel of one's pod, else any that one is in. */
  #ownPlace() {
    const channels = [...this.store.channels.values()];
    const joined = channels.filter((c) => c.joined && !c.is_im);
    const own = joined.find((c) => c.is_private) ?? joined[0] ?? channels[0];
    return own ? { channel: own.id } : { home: this.store.apps[0]?.app_id };
  }

  /** Shows a channel, a thread in it, or an app's Home. */
  async go(place, again = false) {
    if (!place) return;
    closePopover({ refocus: false });
    this.#drawer(false);
    const same = this.place && this.place.channel === place.channel && this.place.home === place.home;
    this.place = place;
    if (!same || again) await this.#show(place);
    else if (!place.thread && isCovered(this)) this.#uncover();
    if (place.thread) await this.openThread(place.channel, place.thread);
    if (place.focus) await this.#point(place);
    this.sidebar.paint();
    this.notifications.settle();
  }

  /** Puts a command into the composer of the pod's channel, ready to be sent. */
  async put(text) {
    await this.go(this.#ownPlace());
    this.view.composer?.insert(text, true);
  }

  /** Permalinks open in this window, not in a new tab. */
  #followLink(event) {
    const href = event.target.closest("a[href]")?.href;
    const place = href && !event.ctrlKey && !event.metaKey ? placeOf(href) : null;
    if (!place) return;
    event.preventDefault();
    this.go(place);
  }

  async #show({ channel, home }) {
    this.view?.destroy();
    this.closeThread(false);
    const app = home && this.store.apps.find((a) => a.app_id === home);
    this.view = app ? new Home(this.store, this, app) : new Conversation(this.store, this, channel);
    this.main.replaceChildren(this.view.node, this.status);
    this.sidebar.paint();
    await this.view.open();
    this.#focusComposer();
  }

  /** Unless the keyboard stands somewhere, or would have to open on the screen. */
  #focusComposer() {
    if (!matchMedia("(pointer: coarse)").matches && document.activeElement === document.body) this.composerField()?.focus();
  }

  /** Shows the channel that its thread lies over. */
  #uncover() {
    this.closeThread(false);
    this.#focusComposer();
  }

  async #point({ channel, thread, focus: ts }) {
    if (!thread) await this.store.loadUntil(channel, ts).catch(this.fail);
    (thread ? this.thread : this.view)?.list?.point(ts);
  }

  async openThread(channel, ts) {
    if (this.thread?.ts === ts) return this.thread.focus();
    this.thread?.destroy();
    this.thread?.node.remove();
    this.thread = new Thread(this.store, this, channel, ts);
    this.main.insertBefore(this.thread.node, this.status);
    this.main.classList.add("with-thread");
    this.thread.paintHead();
    this.notifications.settle();
    return this.thread.open();
  }

  closeThread(refocus = true) {
    if (!this.thread) return;
    const { ts, node } = this.thread;
    this.thread.destroy();
    this.thread = null;
    node.remove();
    this.main.classList.remove("with-thread");
    this.view?.paintHead?.();
    if (!refocus) return;
    const back = this.main.querySelector(`[data-ts="${CSS.escape(ts)}"]`) ?? this.composerField();
    back?.focus({ preventScroll: true });
  }

  async openDm(user) {
    const known = [...this.store.channels.values()].find((c) => c.is_im && c.peer === user);
    if (known) return this.go({ channel: known.id });
    try {
      const { channel } = await this.store.api.do("dm", { user });
      const id = channel.id ?? channel;
      if (channel.id) this.store.channels.set(id, channel);
      return await this.#whenKnown(id);
    } catch (error) {
      return this.fail(error);
    }
  }

  /** A new conversation is announced on the stream; it opens once it is known here. */
  #whenKnown(id) {
    if (this.store.channels.has(id)) return this.go({ channel: id });
    const off = this.store.on("channels", () => {
      if (!this.store.channels.has(id)) return;
      off();
      this.go({ channel: id });
    });
    return undefined;
  }

  #channelsChanged() {
    this.sidebar.paint();
    this.view?.refresh?.();
    const names = this.#channelNames();
    if (this.names !== names) this.#repaintLists();
    this.names = names;
  }

  /** What messages call channels; where it changed they are drawn anew. */
  #channelNames() {
    return [...this.store.channels.values()].map((c) => `${c.id} ${c.name}`).join();
  }

  #messagesChanged({ channel, thread, message }) {
    if (this.view instanceof Conversation && this.view.id === channel) {
      this.view.list.paint();
      if (message) this.view.markRead();
    }
    if (this.thread?.id === channel && (!thread || thread === this.thread.ts)) this.thread.paint();
    if (message && message.user !== this.user && this.place?.channel === channel) this.#announce(message);
  }

  #announce(message) {
    const text = words(message.text, this.store);
    const lead = message.ephemeral ? "Only for you, from" : "";
    this.live.textContent = [lead, `${displayName(authorOf(message, this.store))}:`, text].join(" ").trim();
  }

  #notice({ text, channel, thread_ts }) {
    const place = channel ?? this.view?.id;
    if (place && this.store.messages.has(place)) this.store.note(place, text, thread_ts);
    else this.fail(new Error(text));
  }

  #repaint() {
    this.person?.paint();
    this.sidebar?.paint();
    this.view?.paintHead?.();
    this.#repaintLists();
  }

  #repaintLists() {
    this.view?.list?.repaintAll();
    this.thread?.list.repaintAll();
  }

  /** What lies behind a modal can't be reached until it closes. */
  setBehind(behind) {
    this.frame.inert = behind;
  }

  composerField() {
    return this.main.querySelector(".conversation .composer-field");
  }

  /** Opens the sidebar where the window is too narrow to show it. */
  drawerButton() {
    const waiting = [...this.store.channels.values()].some((c) => c.unread && (c.joined || c.is_im) && c.id !== this.place?.channel);
    return h("button", {
      type: "button", class: "tool drawer-button", "data-focus": "drawer", onclick: () => this.#drawer(true),
      "aria-label": `Channels of ${displayName(this.store.me)}${waiting ? ", something is unread" : ""}`,
    }, icon("menu"), avatar(this.store.me, "tiny"), waiting ? h("span", { class: "dot" }) : null);
  }

  #drawer(open) {
    const was = this.node.classList.contains("drawer-open");
    this.node.classList.toggle("drawer-open", open);
    if (open) (this.node.querySelector(".nav-item[aria-current]") ?? this.node.querySelector(".nav-item"))?.focus();
    else if (was) this.main.querySelector(".drawer-button")?.focus();
  }

  close() {
    clearInterval(this.clock);
    document.removeEventListener("visibilitychange", this.onVisible);
    this.view?.destroy();
    this.thread?.destroy();
    this.store?.stop();
    this.node.remove();
  }
}
