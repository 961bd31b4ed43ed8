/** How people look here: name, avatar, the "sample" tag, and the switch of person. */
import { zoneClock } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { matching, Picker } from "./picker.js";

export const displayName = (person) => person?.real_name || person?.name || "Somebody";

/** Initials on the person's colour; apps get a mark of their own. */
export function avatar(person, size = "") {
  const kind = person?.is_workspace ? "avatar-workspace" : person?.is_bot ? "avatar-app" : "";
  const box = h("span", { class: `avatar ${size} ${kind}`, "aria-hidden": "true" });
  box.style.setProperty("--hue", String(hueOf(person)));
  if (kind) box.append(icon(person.is_workspace ? "chat" : "pod"));
  else box.append(person?.initials ?? initials(displayName(person)));
  return box;
}

const initials = (name) =>
  name.split(/\s+/).map((part) => part[0] ?? "").slice(0, 2).join("").toUpperCase();

/** A calm hue for each person: from their own colour when it is one, else from their id. */
function hueOf(person) {
  const hex = /^#?([0-9a-f]{6})$/i.exec(person?.color ?? "")?.[1];
  if (hex) return hueOfRgb([0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255));
  return [...(person?.id ?? "")].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 360, 7);
}

function hueOfRgb([r, g, b]) {
  const most = Math.max(r, g, b);
  const spread = most - Math.min(r, g, b) || 1;
  const sector = most === r ? (g - b) / spread : most === g ? 2 + (b - r) / spread : 4 + (r - g) / spread;
  return Math.round((sector * 60 + 360) % 360);
}

/** Sample people are marked wherever their name stands. */
export function sampleTag(person) {
  if (!person?.is_sample || person.is_bot) return null;
  return h("span", { class: "tag", title: "A sample person: the workspace plays this part" }, "sample");
}

export const appTag = (person) => (person?.is_bot && !person.is_workspace ? h("span", { class: "tag tag-app" }, "app") : null);

/** Name with its tags, as one run. */
export const nameWithTags = (person) => [h("span", { class: "name" }, displayName(person)), sampleTag(person), appTag(person)];

export function personChoice(person) {
  const mark = () => avatar(person, "small");
  const nodes = () => [displayName(person), sampleTag(person)];
  return { key: person.id, label: displayName(person), description: person.title, mark, nodes, value: person.id };
}

/** Everybody a page may look over the shoulder of, or write to. */
export function realPeople(store) {
  const people = [...store.people.values()].filter((p) => !p.is_bot && !p.deleted);
  return people.sort((a, b) => displayName(a).localeCompare(displayName(b)));
}

/** People under the channel that they work in, one's own first; leaders before the many. */
function byHome(people, me) {
  const homeOf = (person) => person.home ?? "";
  const kind = (person) => `${homeOf(person)}/${person.title}`;
  const count = new Map();
  for (const person of people) count.set(kind(person), (count.get(kind(person)) ?? 0) + 1);
  const far = (person) => (homeOf(person) === homeOf(me) ? 0 : person.home ? 1 : 2);
  const order = (a, b) =>
    far(a) - far(b) || homeOf(a).localeCompare(homeOf(b)) || count.get(kind(a)) - count.get(kind(b)) ||
    (a.title ?? "").localeCompare(b.title ?? "") || displayName(a).localeCompare(displayName(b));
  const named = people.some((person) => person.home);
  const group = (person) => (person.home ? `#${person.home}` : named ? "In no pod" : undefined);
  return [...people].sort(order).map((person) => ({ ...personChoice(person), group: group(person) }));
}

/** The button that shows whose pane this is, and opens the list of everybody. */
export function personSwitch(store, onSwitch) {
  const button = h("button", {
    type: "button", class: "person-switch", "aria-haspopup": "listbox", "aria-expanded": "false",
    "data-testid": "person-switch", onclick: () => open(),
  });
  const open = () => {
    const all = byHome(realPeople(store), store.people.get(store.user));
    const load = (query) => matching(all, query);
    const onPick = ([choice]) => onSwitch(choice.key);
    new Picker({ anchor: button, label: "Look as another person", load, chosen: [personChoice(store.me)], search: true, onPick });
  };
  const paint = () => {
    const { me } = store;
    const clock = zoneClock(store.now(), me.tz);
    button.setAttribute("aria-label", `You are ${displayName(me)}${me.is_sample ? " (sample person)" : ""}. Switch person`);
    button.title = [displayName(me), me.title, clock].filter(Boolean).join(" · ");
    button.replaceChildren(
      avatar(me, "small"),
      h("span", { class: "person-switch-text" },
        h("span", { class: "person-switch-name" }, h("span", { class: "name" }, displayName(me))),
        me.title && h("span", { class: "person-switch-more", "data-testid": "person-role" }, me.title),
        h("span", { class: "person-switch-more person-switch-time" }, h("span", { "data-testid": "person-clock" }, clock), sampleTag(me) ?? "")),
      icon("down"),
    );
  };
  paint();
  return { node: button, paint };
}
