/** The `rich_text` block. */
import { append, h } from "./dom.js";
import { emojiNode } from "./emoji.js";
import { channelLink, dateNode, link, mention } from "./mrkdwn.js";

export function richText(block, store) {
  const box = h("div", { class: "rich-text" });
  return append(box, (block.elements ?? []).map((part) => PARTS[part.type]?.(part, store)));
}

const PARTS = {
  rich_text_section: (part, store) => h("div", {}, inlines(part, store)),
  rich_text_quote: (part, store) => h("blockquote", {}, inlines(part, store)),
  rich_text_preformatted: (part, store) => h("pre", {}, inlines(part, store)),
  rich_text_list: list,
};

function list(part, store) {
  const ordered = part.style === "ordered";
  const indent = String(Math.min(part.indent ?? 0, 5));
  const start = ordered && part.offset ? part.offset + 1 : null;
  const items = part.elements.map((item) => h("li", {}, inlines(item, store)));
  return h(ordered ? "ol" : "ul", { start, dataset: { indent } }, items);
}

const inlines = (part, store) => (part.elements ?? []).map((element) => styled(element, store));

const INLINE = {
  text: (e) => lines(e.text),
  link: (e) => link(e.url, e.text || e.url),
  user: (e, store) => mention(e.user_id, null, store),
  channel: (e, store) => channelLink(e.channel_id, null, store),
  usergroup: (e) => h("span", { class: "mention" }, "@group"),
  broadcast: (e) => h("span", { class: "mention mention-me" }, `@${e.range}`),
  emoji: (e) => emojiNode(e.name),
  color: (e) => h("code", {}, e.value),
  date: (e, store) =>
    dateNode({ ts: e.timestamp, format: e.format, link: e.url, label: e.fallback }, store),
};

const lines = (text) => text.split("\n").flatMap((line, n) => (n ? [h("br"), line] : [line]));

function styled(element, store) {
  let nodes = [INLINE[element.type]?.(element, store) ?? ""];
  const style = element.style ?? {};
  for (const [name, tag] of [["code", "code"], ["strike", "del"], ["italic", "em"], ["bold", "strong"]]) {
    if (style[name]) nodes = [h(tag, {}, nodes)];
  }
  return nodes;
}
