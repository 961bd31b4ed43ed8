/**
 * Slack's mrkdwn, read by a small scanner into a tree and drawn as DOM nodes. Every piece of
 * text becomes a text node; links are kept only for web, mail and telephone addresses.
 */
import { dateText } from "./dates.js";
import { h } from "./dom.js";
import { emojiNode } from "./emoji.js";

const MAX_DEPTH = 6;
const RULES = [
  [/```\n?([\s\S]+?)\n?```/y, (m) => ({ t: "pre", v: decode(m[1]) })],
  [/`([^`\n]+)`/y, (m) => ({ t: "code", v: decode(m[1]) })],
  [/<([^<>\n]+)>/y, (m) => entity(m[1])],
  [/:([a-z0-9_+'-]{1,60}):/y, (m) => ({ t: "emoji", name: m[1] })],
  [/https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"\]]/y, (m) => ({ t: "link", url: decode(m[0]), label: decode(m[0]) })],
];
const STYLES = { "*": "b", _: "i", "~": "s" };
const STYLED = {
  "*": /\*(?=\S)([^*\n]*[^*\s])\*(?![\p{L}\p{N}*])/uy,
  _: /_(?=\S)([^_\n]*[^_\s])_(?![\p{L}\p{N}_])/uy,
  "~": /~(?=\S)([^~\n]*[^~\s])~(?![\p{L}\p{N}~])/uy,
};
// A mark beside one of these formats nothing; so it is in Slack beside a word joiner.
const WORD = /[\p{L}\p{N}\u2060]/u;

export const decode = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** The address if a person may safely follow it, else null. */
export function safeUrl(url) {
  try {
    const { protocol, href } = new URL(url);
    return ["http:", "https:", "mailto:", "tel:"].includes(protocol) ? href : null;
  } catch {
    return null;
  }
}

function entity(body) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? null : decode(body.slice(bar + 1));
  if (/^@[UW][A-Z0-9]+$/.test(target)) return { t: "user", id: target.slice(1), label };
  if (/^#[CGD][A-Z0-9]+$/.test(target)) return { t: "channel", id: target.slice(1), label };
  if (target.startsWith("!")) return special(target.slice(1), label);
  const url = decode(target);
  return { t: "link", url, label: label || url };
}

function special(target, label) {
  if (["here", "channel", "everyone"].includes(target)) return { t: "broadcast", name: target };
  const date = /^date\^(-?\d+)\^([^^]*)(?:\^(.*))?$/.exec(target);
  if (date) {
    const [, ts, format, link] = date;
    return { t: "date", ts: Number(ts), format: decode(format), link: link && decode(link), label };
  }
  return { t: "broadcast", name: label ?? target.split("^")[0] };
}

/** Reads one run of text (no quotes) into nodes. */
function inline(text, depth) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push({ t: "text", v: decode(plain) });
    plain = "";
  };
  for (let at = 0; at < text.length; ) {
    const found = depth > MAX_DEPTH ? null : nodeAt(text, at, depth);
    if (!found) {
      plain += text[at];
      at += 1;
      continue;
    }
    flush();
    nodes.push(found.node);
    at += found.length;
  }
  flush();
  return nodes.filter((node, n) => node.t !== "br" || !besideCode(nodes, n));
}

/** Code stands on lines of its own, so that the breaks around it add nothing. */
const besideCode = (nodes, n) => nodes[n - 1]?.t === "pre" || nodes[n + 1]?.t === "pre";

function nodeAt(text, at, depth) {
  const char = text[at];
  if (char === "\n") return { node: { t: "br" }, length: 1 };
  if (STYLES[char]) return styledAt(text, at, char, depth);
  if (!"`<:h".includes(char)) return null;
  if ("h`".includes(char) && at > 0 && WORD.test(text[at - 1])) return null;
  for (const [rule, build] of RULES) {
    rule.lastIndex = at;
    const match = rule.exec(text);
    if (match) return { node: build(match), length: match[0].length };
  }
  return null;
}

function styledAt(text, at, char, depth) {
  if (at > 0 && WORD.test(text[at - 1])) return null;
  const rule = STYLED[char];
  rule.lastIndex = at;
  const match = rule.exec(text);
  if (!match) return null;
  return { node: { t: STYLES[char], c: inline(match[1], depth + 1) }, length: match[0].length };
}

/** Splits off quoted lines, which Slack marks with `>` (or its encoded form). */
export function parse(text) {
  const nodes = [];
  let lines = [];
  let quoted = false;
  const close = () => {
    if (!lines.length) return;
    const inner = inline(lines.join("\n"), 0);
    nodes.push(...(quoted ? [{ t: "quote", c: inner }] : inner));
    lines = [];
  };
  for (const part of splitFences(text)) {
    if (part.fence) {
      if (quoted) close();
      quoted = false;
      lines.push(part.text);
      continue;
    }
    const mark = /^(?:>|&gt;)(?!(?:>|&gt;){2}) ?/.exec(part.text);
    if (Boolean(mark) !== quoted) close();
    quoted = Boolean(mark);
    lines.push(mark ? part.text.slice(mark[0].length) : part.text);
  }
  close();
  return nodes;
}

/** Lines, with a fenced piece of code kept as one. */
function splitFences(text) {
  const parts = [];
  for (const [index, piece] of text.split(/(```[\s\S]+?```)/).entries()) {
    if (index % 2) parts.push({ fence: true, text: piece });
    else if (piece) parts.push(...outside(piece, index).map((line) => ({ text: line })));
  }
  return parts;
}

/** The lines beside a fence, without the line ends that belong to it. */
function outside(piece, index) {
  return (index ? piece.replace(/^\n/, "") : piece).split("\n");
}

const TAGS = { b: "strong", i: "em", s: "del", quote: "blockquote" };

const DRAW = {
  text: (node) => node.v,
  br: () => h("br"),
  pre: (node) => h("pre", {}, node.v),
  code: (node) => h("code", {}, node.v),
  emoji: (node) => emojiNode(node.name),
  user: (node, store) => mention(node.id, node.label, store),
  channel: (node, store) => channelLink(node.id, node.label, store),
  broadcast: (node) => h("span", { class: "mention mention-me" }, `@${node.name.replace(/^@/, "")}`),
  date: (node, store) => dateNode(node, store),
  link: (node) => link(node.url, node.label),
};

export function draw(nodes, store) {
  return nodes.map((node) =>
    TAGS[node.t] ? h(TAGS[node.t], {}, draw(node.c, store)) : DRAW[node.t](node, store),
  );
}

/** A mention as people read it; one's own stands out. */
export function mention(id, label, store) {
  const person = store.people.get(id);
  const name = person ? person.real_name || person.name : label || id;
  const mine = id === store.user;
  return h("span", { class: mine ? "mention mention-me" : "mention", dataset: { mention: id } }, `@${name}`);
}

export function channelLink(id, label, store) {
  const channel = store.channels.get(id);
  const name = channel?.name || label || "private channel";
  if (!channel) return h("span", { class: "mention" }, `#${name}`);
  const open = () => store.emit("go", { channel: id });
  return h("button", { type: "button", class: "mention linklike", onclick: open }, `#${name}`);
}

/** A link that opens apart; an address that is not safe stays plain text. */
export function link(url, label) {
  const href = safeUrl(url);
  if (!href) return h("span", { class: "unsafe-link" }, label || url);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, label || url);
}

export function dateNode({ ts, format, link: url, label }, store) {
  const text = dateText(ts, format, store.me.tz, store.now()) ?? label ?? String(ts);
  const node = h("time", { datetime: isoOf(ts), title: label ?? "" }, text);
  return url && safeUrl(url) ? link(url, text) : node;
}

function isoOf(ts) {
  const date = new Date(ts * 1000);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

/** mrkdwn text as nodes. */
export const mrkdwn = (text, store) => draw(parse(text ?? ""), store);

/** A text object of Block Kit: mrkdwn or plain. */
export function textObject(object, store) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text, store) : plainText(object.text);
}

export function plainText(text) {
  const nodes = [];
  for (const [index, part] of decode(text ?? "").split(/:([a-z0-9_+'-]{1,60}):/).entries()) {
    if (index % 2) nodes.push(emojiNode(part));
    else nodes.push(...part.split("\n").flatMap((line, n) => (n ? [h("br"), line] : [line])));
  }
  return nodes;
}

/** The words alone, for labels and announcements. */
export function words(text, store) {
  const box = h("span", {}, mrkdwn(text, store));
  for (const br of box.querySelectorAll("br")) br.replaceWith(" ");
  return box.textContent;
}
