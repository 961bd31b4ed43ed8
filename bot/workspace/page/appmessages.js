/** What is special about an app's own place: its two tabs, and messages that it does not read. */
import { h } from "./dom.js";
import { nameWithTags } from "./people.js";

/** The app whose direct messages this channel is, if it is one. */
export const appOf = (channel, store) => (channel?.is_im ? store.apps.find((app) => app.bot_user_id === channel.peer) : undefined);

/** The app's own user, as the page draws people. */
export const botOf = (app, store) => store.people.get(app.bot_user_id) ?? { id: app.app_id, name: app.name, is_bot: true };

export const appTitle = (app, store) => h("span", { class: "title-name" }, nameWithTags({ ...botOf(app, store), real_name: app.name }));

/** Home and Messages; `current` is the one that is shown. */
export function appTabs(app, pane, current) {
  const tab = (name, open) =>
    h("button", { type: "button", class: "tab", "data-focus": `tab ${name}`, "aria-current": name === current ? "page" : null, onclick: open }, name);
  return h("div", { class: "tabs" },
    tab("Home", () => pane.go({ home: app.app_id })), tab("Messages", () => pane.openDm(app.bot_user_id)));
}

/** Why nobody can write here, where the app reads no messages; else null. */
export const readOnlyNote = (channel, store) => appOf(channel, store)?.read_only_note ?? null;

export const readOnlyLine = (note) => h("p", { class: "read-only", "data-testid": "read-only" }, note);
