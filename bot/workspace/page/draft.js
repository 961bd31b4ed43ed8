/**
 * What people read while they type (`@Maya Reyes`, `<`) and what goes over the wire
 * (`<@U1>`, `&lt;`), in both directions.
 */
import { decode } from "./mrkdwn.js";
import { displayName } from "./people.js";

const EVERYBODY = ["here", "channel", "everyone"];
const encode = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Names that may follow "@" or "#", the longest first; `picked` wins over namesakes. */
function names(store, picked) {
  const people = [...store.people.values()].filter((p) => !p.deleted);
  const list = [
    ...[...picked].map(([label, token]) => [label, token]),
    ...people.map((p) => [`@${displayName(p)}`, `<@${p.id}>`]),
    ...people.map((p) => [`@${p.name}`, `<@${p.id}>`]),
    ...EVERYBODY.map((name) => [`@${name}`, `<!${name}>`]),
    ...[...store.channels.values()].filter((c) => !c.is_im).map((c) => [`#${c.name}`, `<#${c.id}>`]),
  ];
  return list.sort(([a], [b]) => b.length - a.length);
}

const WORD = /[\p{L}\p{N}_]/u;

/** The text as Slack's client would send it. */
export function toWire(draft, store, picked = new Map()) {
  const known = names(store, picked);
  let wire = "";
  for (let at = 0; at < draft.length; ) {
    const found = "@#".includes(draft[at]) && startsWord(draft, at) && known.find(([label]) => stands(draft, at, label));
    wire += found ? found[1] : encode(draft[at]);
    at += found ? found[0].length : 1;
  }
  return wire;
}

const startsWord = (text, at) => at === 0 || !WORD.test(text[at - 1]);

function stands(text, at, label) {
  if (!text.startsWith(label, at)) return false;
  const after = text[at + label.length];
  return after === undefined || !WORD.test(after);
}

/** A stored text as a person may edit it. */
export function toDraft(wire, store) {
  const named = wire
    .replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, (all, id) => (store.people.has(id) ? `@${displayName(store.people.get(id))}` : all))
    .replace(/<#(C[A-Z0-9]+)(?:\|([^>]*))?>/g, (all, id, label) => `#${store.channels.get(id)?.name ?? label ?? id}`)
    .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, "@$1")
    .replace(/<((?:https?|mailto|tel):[^|>]+)(?:\|[^>]*)?>/g, "$1");
  return decode(named);
}
