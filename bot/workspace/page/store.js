/**
 * What one person's pane knows. It starts from `boot`, follows the stream frame by frame, and
 * tells its listeners which part changed: people, channels, messages, view, home,
 * notifications, notice, connection, clock.
 */
import { Emitter } from "./dom.js";
import { Stream } from "./stream.js";

const PAGE = 50;
const MOST = 200;
const RETRY_MS = 1000;
const SLACKBOT = "USLACKBOT";
const SPEAKS_FOR_US = { is_bot: true, is_workspace: true };

export const messageKey = (message) => (message.ephemeral ? `e${message.ts}` : message.ts);
const threadKey = (channel, ts) => `${channel}:${ts}`;

export class Store extends Emitter {
  constructor(api) {
    super();
    this.api = api;
    this.user = api.user;
    this.people = new Map();
    this.channels = new Map();
    this.notifications = [];
    this.unseen = 0;
    this.connected = true;
    this.values = new Map();
    this.#forget();
  }

  #forget() {
    this.messages = new Map();
    this.threads = new Map();
    this.more = new Map();
  }

  /** Loads everything and starts to follow the stream. */
  async start(people) {
    this.setPeople(people);
    await this.#boot();
    this.notifications = await this.#notifications();
    this.stream = new Stream({
      api: this.api,
      since: () => this.seq,
      onFrame: (frame) => this.apply(frame),
      onState: (connected) => this.#setConnected(connected),
    });
  }

  async #boot() {
    const boot = await this.api.boot();
    const { me, commands, shortcuts, apps, home, view, seq } = boot;
    Object.assign(this, { me, commands, shortcuts, apps, home, view, seq });
    this.#setClock(boot);
    this.channels = new Map(boot.channels.map((channel) => [channel.id, channel]));
  }

  #setClock({ now }) {
    this.skew = now * 1000 - Date.now();
    this.emit("clock");
  }

  async #notifications() {
    const { notifications } = await this.api.notifications().catch(() => ({ notifications: [] }));
    return notifications;
  }

  /** The bell as the workspace has it now; what was seen before stays seen. */
  async #recount() {
    const seen = new Set(this.notifications.slice(0, this.notifications.length - this.unseen).map((n) => n.id));
    this.notifications = await this.#notifications();
    this.unseen = this.notifications.filter((n) => !seen.has(n.id)).length;
  }

  /** Starts afresh: the workspace was restarted, or cannot replay what was missed. */
  async reload() {
    try {
      await this.#boot();
      await this.#recount();
    } catch {
      setTimeout(() => this.reload(), RETRY_MS);
      return;
    }
    this.#forget();
    this.stream.restart();
    for (const topic of ["people", "channels", "reloaded", "view", "home"]) this.emit(topic);
  }

  stop() {
    this.stream?.close();
  }

  #setConnected(connected) {
    if (connected === this.connected) return;
    this.connected = connected;
    this.emit("connection", connected);
  }

  /** Milliseconds by the workspace's clock, which tests may step. */
  now() {
    return Date.now() + (this.skew ?? 0);
  }

  setPeople(people) {
    for (const person of people) {
      this.people.set(person.id, { ...this.people.get(person.id), ...person, ...(person.id === SLACKBOT ? SPEAKS_FOR_US : {}) });
    }
    this.me = this.people.get(this.user) ?? this.me;
    this.emit("people");
  }

  /** Whether a channel's messages, or those of a thread in it, have come. */
  has(channel, ts) {
    return ts ? this.threads.has(threadKey(channel, ts)) : this.messages.has(channel);
  }

  channelMessages(channel) {
    return sorted(this.messages.get(channel));
  }

  threadMessages(channel, ts) {
    return sorted(this.threads.get(threadKey(channel, ts)));
  }

  find(channel, ts) {
    return this.messages.get(channel)?.get(ts) ?? this.threads.get(threadKey(channel, ts))?.get(ts);
  }

  /** Loads the newest messages of a channel, unless they are known. */
  async openChannel(channel) {
    if (this.messages.has(channel)) return;
    await this.#load(channel, {});
  }

  /** Loads back until a message is among those of its channel, or there is no more. */
  async loadUntil(channel, ts) {
    while (this.more.get(channel) && !this.messages.get(channel).has(ts)) {
      if (this.channelMessages(channel)[0]?.ts < ts) return;
      await this.loadEarlier(channel);
    }
  }

  async loadEarlier(channel) {
    const [oldest] = this.channelMessages(channel);
    await this.#load(channel, { before: oldest?.ts });
  }

  async #load(channel, params) {
    const answer = await this.api.messages({ channel, limit: PAGE, ...params });
    const known = this.messages.get(channel) ?? new Map();
    const loaded = answer.messages.filter(inChannel).map((m) => [messageKey(m), m]);
    this.messages.set(channel, new Map([...loaded, ...known]));
    this.more.set(channel, answer.has_more);
    this.emit("messages", { channel });
  }

  async openThread(channel, ts) {
    const list = [];
    for (let more = true; more; ) {
      const [oldest] = list;
      const answer = await this.api.messages({ channel, thread_ts: ts, limit: MOST, before: oldest?.ts });
      list.unshift(...answer.messages);
      more = answer.has_more && answer.messages.length > 0;
    }
    this.threads.set(threadKey(channel, ts), new Map(list.map((m) => [messageKey(m), m])));
    this.emit("messages", { channel, thread: ts });
  }

  /** Takes one frame of the stream; unknown kinds are passed over. */
  apply(frame) {
    if (typeof frame.seq === "number" && frame.seq <= this.seq && frame.type !== "reload") return;
    if (typeof frame.seq === "number") this.seq = frame.seq;
    this.#frames[frame.type]?.(frame);
  }

  #frames = {
    message: (f) => this.#put(f.channel, f.message, true),
    message_changed: (f) => this.#put(f.channel, f.message),
    message_deleted: (f) => this.#drop(f.channel, f.ts),
    ephemeral: (f) => this.#put(f.channel, { ...f.message, ephemeral: true }, true),
    ephemeral_changed: (f) => this.#put(f.channel, { ...f.message, ephemeral: true }),
    ephemeral_deleted: (f) => this.#drop(f.channel, `e${f.ts}`),
    reactions: (f) => this.#patch(f.channel, f.ts, { reactions: f.reactions }),
    thread: ({ channel, thread_ts, reply_count, reply_users, latest_reply }) =>
      this.#patch(channel, thread_ts, { reply_count, reply_users, latest_reply }),
    channel: (f) => this.#setChannel(f.channel),
    channel_left: (f) => {
      this.channels.delete(f.id);
      this.emit("channels");
    },
    read: ({ channel, unread, mentions, last_read }) => {
      const known = this.channels.get(channel);
      if (known) this.#setChannel({ ...known, unread, mentions, last_read });
    },
    view: (f) => {
      this.view = f.view;
      this.emit("view");
    },
    home: (f) => {
      this.home = f.view;
      this.emit("home");
    },
    notification: (f) => this.#notify(f.notification),
    people: (f) => this.setPeople(f.people),
    notice: (f) => this.emit("notice", f),
    clock: () => this.api.boot().then((boot) => this.#setClock(boot), () => {}),
    reload: () => this.reload(),
  };

  #setChannel(channel) {
    this.channels.set(channel.id, channel);
    this.emit("channels");
  }

  #notify(notification) {
    if (this.notifications.some((known) => known.id === notification.id)) return;
    this.notifications.push(notification);
    this.unseen += 1;
    this.emit("notifications", notification);
  }

  /** The open lists that hold, or should hold, this message. */
  #places(channel, message) {
    const root = message.thread_ts ?? message.ts;
    return [
      inChannel(message) ? this.messages.get(channel) : undefined,
      this.threads.get(threadKey(channel, root)),
    ].filter(Boolean);
  }

  #put(channel, message, isNew = false) {
    for (const place of this.#places(channel, message)) place.set(messageKey(message), message);
    this.emit("messages", { channel, thread: message.thread_ts, message: isNew ? message : undefined });
  }

  #lists(channel) {
    const threads = [...this.threads].filter(([key]) => key.startsWith(`${channel}:`));
    return [this.messages.get(channel), ...threads.map(([, list]) => list)].filter(Boolean);
  }

  #patch(channel, ts, change) {
    for (const list of this.#lists(channel)) {
      if (list.has(ts)) list.set(ts, { ...list.get(ts), ...change });
    }
    this.emit("messages", { channel });
  }

  #drop(channel, key) {
    for (const list of this.#lists(channel)) list.delete(key);
    this.emit("messages", { channel });
  }

  /** Shows a private notice of the workspace itself, in the open channel or thread. */
  note(channel, text, thread_ts) {
    const ts = (this.now() / 1000).toFixed(6);
    const message = { type: "message", notice: true, ephemeral: true, text, ts, thread_ts };
    this.#put(channel, message, true);
  }

  /** Follows a thread, or follows it no more. */
  async setFollowing(channel, ts, following) {
    await this.api.do(following ? "follow" : "unfollow", { channel, thread_ts: ts });
    this.#patch(channel, ts, { following });
  }

  dismiss(channel, message) {
    this.#drop(channel, messageKey(message));
  }
}

function inChannel(message) {
  const { thread_ts, ts, subtype } = message;
  return !thread_ts || (thread_ts === ts && !message.ephemeral) || subtype === "thread_broadcast";
}

function sorted(list) {
  return [...(list?.values() ?? [])].sort((a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0));
}
