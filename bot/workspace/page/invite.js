/** Slackbot's offer to bring somebody into the channel who was mentioned but is not there. */
import { h } from "./dom.js";
import { displayName } from "./people.js";
import { dismiss } from "./toolbar.js";

export function inviteRow(message, view) {
  const { invite: users } = message;
  if (!users?.length) return null;
  const { store, channel, pane } = view;
  const names = users.map((id) => displayName(store.people.get(id))).join(", ");
  const invite = async () => {
    await store.api.do("invite", { channel, users });
    dismiss(message, view);
  };
  const button = (kind, words, onclick) => h("button", { type: "button", class: kind, "data-focus": words, onclick }, words);
  return h("div", { class: "actions invite" },
    button("button button-primary", `Invite ${names}`, () => invite().catch(pane.fail)),
    button("button", "Not now", () => dismiss(message, view)));
}
