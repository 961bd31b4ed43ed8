/** Select menus of every kind: fixed options, the app's own, people, channels. */
import { append, h } from "./dom.js";
import { described } from "./fields.js";
import { icon } from "./icons.js";
import { plainText } from "./mrkdwn.js";
import { personChoice } from "./people.js";
import { matching, Picker } from "./picker.js";

const KINDS = {
  static_select: { key: "selected_option", source: fixed },
  multi_static_select: { key: "selected_options", source: fixed, multi: true },
  external_select: { key: "selected_option", source: external },
  multi_external_select: { key: "selected_options", source: external, multi: true },
  users_select: { key: "selected_user", source: users },
  multi_users_select: { key: "selected_users", source: users, multi: true },
  channels_select: { key: "selected_channel", source: channels },
  multi_channels_select: { key: "selected_channels", source: channels, multi: true },
  conversations_select: { key: "selected_conversation", source: conversations },
  multi_conversations_select: { key: "selected_conversations", source: conversations, multi: true },
};

export const isSelect = (type) => type in KINDS;

const optionChoice = (group) => (option) => ({
  key: option.value,
  label: option.text.text,
  nodes: () => plainText(option.text.text),
  description: option.description?.text,
  value: option,
  group,
});

const optionList = ({ options, option_groups: groups }) => [
  ...(options ?? []).map(optionChoice()),
  ...(groups ?? []).flatMap((group) => group.options.map(optionChoice(group.label.text))),
];

function fixed(element) {
  const all = optionList(element);
  return { load: (query) => matching(all, query), choiceOf: optionChoice() };
}

/** Before enough is typed to ask with, what is chosen already can be taken back. */
function external(element, block, ctx) {
  const least = element.min_query_length ?? 3;
  const chosen = () => (ctx.values.get(block.block_id, element).selected_options ?? []).map(optionChoice());
  const ask = async (query) => optionList(await ctx.options(block, element, query));
  const load = (query) => (query.length < least ? chosen() : ask(query));
  const note = (query) => (query.length < least ? typeMore(least) : null);
  return { load, note, choiceOf: optionChoice(), search: true, asks: true };
}

const typeMore = (least) => (least === 1 ? "Type to search." : `Type at least ${least} characters.`);

const choiceOfPerson = (store) => (id) => personChoice(store.people.get(id) ?? { id, name: id });

function users(element, block, { store }) {
  const all = [...store.people.values()].filter((p) => !p.deleted && !p.is_bot).map((p) => choiceOfPerson(store)(p.id));
  return { load: (query) => matching(all, query), choiceOf: choiceOfPerson(store), search: true };
}

const channelChoice = (store) => (id) => {
  const channel = store.channels.get(id);
  if (channel?.is_im) return choiceOfPerson(store)(channel.peer);
  return { key: id, label: channel ? `#${channel.name}` : id, value: id };
};

function channels(element, block, { store }) {
  const all = [...store.channels.values()].filter((c) => !c.is_im && !c.is_private).map((c) => channelChoice(store)(c.id));
  return { load: (query) => matching(all, query), choiceOf: channelChoice(store) };
}

function conversations(element, block, { store }) {
  const only = element.filter?.include;
  const kind = (c) => (c.is_im ? "im" : c.is_private ? "private" : "public");
  const fits = (c) => (!only || only.includes(kind(c))) && (c.joined || c.is_im);
  const all = [...store.channels.values()].filter(fits).map((c) => ({ ...channelChoice(store)(c.id), key: c.id, value: c.id }));
  return { load: (query) => matching(all, query), choiceOf: channelChoice(store) };
}

/** A button that shows the choice and opens the list. */
export function selectField(element, block, ctx) {
  const { key, source, multi } = KINDS[element.type];
  const { load, note, choiceOf, search, asks } = source(element, block, ctx);
  const read = () => [ctx.values.get(block.block_id, element)[key]].flat().filter(Boolean).map(choiceOf);
  const label = element.placeholder?.text ?? "Choose";
  const attributes = described(ctx, block, element);
  const button = h("button", { type: "button", class: "select", "aria-haspopup": "listbox", "aria-expanded": "false", ...attributes });
  const paint = () => paintSelect(button, read(), label, attributes, multi);
  const onPick = (picked) => {
    const chosen = picked.map((choice) => choice.value);
    const value = { [key]: multi ? chosen : chosen[0] };
    ctx.change(block, element, value, { later: multi });
    if (button.isConnected) paint();
    else ctx.repaint?.(attributes["data-focus"]);
  };
  const options = { anchor: button, label, load, note, multi, search, asks, most: element.max_selected_items, onPick };
  button.addEventListener("click", () => new Picker({ ...options, chosen: read() }));
  paint();
  return button;
}

function paintSelect(button, chosen, label, attributes, multi) {
  button.replaceChildren();
  const shown = chosen.map((c) => (multi ? h("span", { class: "chip" }, c.label) : h("span", {}, c.nodes?.() ?? c.label)));
  const text = chosen.length ? shown : h("span", { class: "select-placeholder" }, label);
  append(button, [h("span", { class: "select-text" }, text), icon("down")]);
  if (!attributes["aria-labelledby"]) {
    button.setAttribute("aria-label", [label, ...chosen.map((c) => c.label)].join(", "));
  }
}
