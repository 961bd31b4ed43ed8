/** The page: the strip with three things to try, and one person's window or two side by side. */
import { fetchPeople } from "./api.js";
import { h } from "./dom.js";
import { guideStrip, markShown } from "./guide.js";
import { icon } from "./icons.js";
import { Pane } from "./pane.js";
import { placeOf } from "./places.js";
import { themeButton } from "./theme.js";

const app = document.getElementById("app");

/** Whose windows to show: `?as=U1` or `?as=U1,U2`; without it the pair of the workspace. */
function wanted(pair) {
  const params = new URLSearchParams(location.search);
  const users = (params.get("as") ?? "").split(",").filter(Boolean).slice(0, 2);
  const channel = params.get("channel");
  return { users: users.length ? users : pair, start: placeOf(location.href) ?? (channel ? { channel } : null) };
}

class Page {
  constructor({ people, pair, guide, team }) {
    Object.assign(this, { people, pair, team });
    const { users, start } = wanted(pair);
    this.users = [...users];
    this.second = users[1] ?? pair.find((id) => id !== users[0]);
    this.start = start;
    this.panes = [];
    this.row = h("main", { class: "panes" });
    const steps = { onCommand: (command) => this.#put(command), onPerson: (user) => this.#switch(0, user) };
    this.guide = guideStrip(guide, steps);
    app.replaceChildren(this.#bar(), this.guide, this.row);
    document.title = team?.name ? `${team.name} · Podline` : "Podline local workspace";
    this.narrow = matchMedia("(max-width: 760px)");
    this.narrow.addEventListener("change", () => this.show());
    this.show();
  }

  #bar() {
    const choose = (count, name, label) =>
      h("button", { type: "button", class: "segment", "aria-label": label, title: label, "data-count": count, onclick: () => this.#choose(count) }, icon(name));
    this.segments = h("div", { class: "segments", role: "group", "aria-label": "Windows" },
      choose(1, "one", "One person"), choose(2, "two", "Two people side by side"));
    return h("header", { class: "bar" },
      h("span", { class: "brand" }, icon("pod")), h("h1", { class: "bar-title" }, "Podline"), h("span", { class: "bar-note" }, "local workspace"),
      h("span", { class: "spacer" }), this.segments, themeButton());
  }

  #choose(count) {
    if (count === 1) [, this.second] = [null, this.users[1] ?? this.second];
    this.users = count === 1 ? [this.users[0]] : [this.users[0], this.second].filter(Boolean);
    this.show();
  }

  /** Brings the windows in line with `users`; those already open stay as they are. */
  show() {
    const shown = this.narrow.matches ? this.users.slice(0, 1) : this.users;
    for (const [index, pane] of this.panes.entries()) if (pane.user !== shown[index]) pane.close();
    this.panes = shown.map((user, index) => (this.panes[index]?.user === user ? this.panes[index] : this.#open(user, index)));
    this.row.dataset.count = String(this.panes.length);
    markShown(this.guide, shown);
    for (const segment of this.segments.children) {
      segment.setAttribute("aria-pressed", String(Number(segment.dataset.count) === this.panes.length));
    }
    const params = new URLSearchParams({ as: this.users.join(",") });
    history.replaceState(null, "", `/?${params.toString().replaceAll("%2C", ",")}`);
  }

  #open(user, index) {
    const onSwitch = (other) => this.#switch(index, other);
    const pane = new Pane({ user, people: this.people, start: this.start, onSwitch });
    this.row.insertBefore(pane.node, this.row.children[index] ?? null);
    pane.opening = pane.open();
    return pane;
  }

  /** Puts a command of the guide before the person with whom it begins. */
  async #put(command) {
    const [first] = this.pair;
    if (first && !this.panes.some((pane) => pane.user === first)) this.#switch(0, first);
    const pane = this.panes.find(({ user }) => user === first) ?? this.panes[0];
    await pane.opening;
    await pane.put(command);
  }

  /** Shows another person in this window; picking the neighbour swaps the two. */
  #switch(index, user) {
    const other = this.users.indexOf(user);
    if (other === index) return;
    if (other >= 0) this.users[other] = this.users[index];
    this.users[index] = user;
    this.show();
  }
}

async function open() {
  try {
    new Page(await fetchPeople());
  } catch (error) {
    const again = h("button", { type: "button", class: "button", onclick: open }, "Try again");
    app.replaceChildren(h("div", { class: "starting", role: "alert" }, h("p", {}, error.message), again));
  }
}

open();
