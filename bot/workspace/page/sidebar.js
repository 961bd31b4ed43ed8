/** Channels, direct messages and apps, with what is unread. */
import { channelTitle } from "./conversation.js";
import { h, keepFocus } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, personChoice, realPeople, sampleTag } from "./people.js";
import { matching, Picker } from "./picker.js";

export class Sidebar {
  constructor(store, pane) {
    Object.assign(this, { store, pane });
    this.list = h("nav", { class: "nav", "aria-label": "Channels and messages" });
    this.node = h("div", { class: "sidebar" }, this.list);
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.paint();
  }

  paint() {
    const { store } = this;
    const all = [...store.channels.values()];
    const bots = new Set(store.apps.map((app) => app.bot_user_id));
    const channels = all.filter((c) => !c.is_im && c.joined).sort(byTitle(store));
    const dms = all.filter((c) => c.is_im && !bots.has(c.peer)).sort(byTitle(store));
    keepFocus(this.list, () =>
      this.list.replaceChildren(
        this.#section("Channels", channels.map((c) => this.#channel(c)), this.#add("Browse channels", (b) => this.#browse(b))),
        this.#section("Direct messages", dms.map((c) => this.#channel(c)), this.#add("New message", (b) => this.#newMessage(b))),
        this.#section("Apps", store.apps.map((app) => this.#app(app))),
      ),
    );
  }

  #section(title, items, add) {
    return h("section", { class: "nav-section" }, h("h3", {}, h("span", {}, title), add), items);
  }

  #add(label, act) {
    const button = h("button", { type: "button", class: "tool nav-add", "aria-label": label, title: label, "aria-haspopup": "listbox", "data-focus": label, onclick: () => act(button) }, icon("plus"));
    return button;
  }

  #channel(channel) {
    const { store, pane } = this;
    const title = channelTitle(channel, store);
    const peer = channel.is_im ? store.people.get(channel.peer) : null;
    const mark = peer ? avatar(peer, "tiny") : icon(channel.is_private ? "lock" : "hash");
    return this.#item({
      key: channel.id, current: pane.place?.channel === channel.id, mark, title, tag: peer && sampleTag(peer),
      unread: channel.unread, mentions: channel.is_im ? channel.unread : channel.mentions,
      data: { channel: channel.id, unread: channel.unread || null, mentions: channel.mentions || null },
      open: () => pane.go({ channel: channel.id }),
    });
  }

  #app(app) {
    const { store, pane } = this;
    const bot = store.people.get(app.bot_user_id) ?? { id: app.app_id, name: app.name, is_bot: true };
    const dm = [...store.channels.values()].find((c) => c.is_im && c.peer === app.bot_user_id);
    const current = pane.place?.home === app.app_id || (dm && pane.place?.channel === dm.id);
    const open = () => pane.go(dm?.unread ? { channel: dm.id } : { home: app.app_id });
    return this.#item({
      key: app.app_id, current, mark: avatar(bot, "tiny"), title: app.name, unread: dm?.unread, mentions: dm?.unread,
      data: { app: app.app_id, unread: dm?.unread || null }, open,
    });
  }

  #item({ key, current, mark, title, tag, unread, mentions, data, open }) {
    const label = [title, mentions ? `${mentions} for you` : unread ? `${unread} unread` : ""].filter(Boolean).join(", ");
    return h("button", {
      type: "button", class: unread ? "nav-item unread" : "nav-item", "aria-current": current ? "page" : null,
      "aria-label": label, "data-testid": "nav-item", "data-focus": key, dataset: data, onclick: open,
    }, mark, h("span", { class: "nav-title" }, title), tag, mentions ? h("span", { class: "badge" }, mentions) : unread ? h("span", { class: "dot" }) : null);
  }

  #browse(anchor) {
    const { store, pane } = this;
    const open = [...store.channels.values()].filter((c) => !c.is_im && !c.is_private).sort(byTitle(store));
    const choices = open.map((c) => ({ key: c.id, label: `#${c.name}`, description: [c.joined ? "joined" : "", c.purpose].filter(Boolean).join(" · ") }));
    new Picker({ anchor, label: "Browse channels", load: (q) => matching(choices, q), chosen: [], search: true, onPick: ([c]) => pane.go({ channel: c.key }) });
  }

  #newMessage(anchor) {
    const { store, pane } = this;
    const choices = realPeople(store).filter((p) => p.id !== store.user).map(personChoice);
    new Picker({ anchor, label: "Write to", load: (q) => matching(choices, q), chosen: [], search: true, onPick: ([c]) => pane.openDm(c.key) });
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const items = [...this.list.querySelectorAll(".nav-item")];
    const at = items.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    items[(at + step + items.length) % items.length].focus();
  }
}

const byTitle = (store) => (a, b) => channelTitle(a, store).localeCompare(channelTitle(b, store));
