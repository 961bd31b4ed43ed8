/** The `markdown` block: the part of CommonMark that assistants and bots write. */
import { h } from "./dom.js";
import { plainText, link } from "./mrkdwn.js";

const INLINE =
  /(`[^`\n]+`)|\*\*(?=\S)([^*\n]+?)\*\*|__(?=\S)([^_\n]+?)__|~~(?=\S)([^~\n]+?)~~|\*(?=\S)([^*\n]+?)\*|(?<![\p{L}\p{N}])_(?=\S)([^_\n]+?)_(?![\p{L}\p{N}])|\[([^\]\n]+)\]\(([^()\s]+)\)/gu;

function inline(text, depth = 0) {
  if (depth > 5) return [text];
  const nodes = [];
  let last = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(...plainText(text.slice(last, match.index)), inlineNode(match, depth + 1));
    last = match.index + match[0].length;
  }
  return [...nodes, ...plainText(text.slice(last))];
}

function inlineNode([, code, bold, bold2, strike, italic, italic2, label, url], depth) {
  if (code) return h("code", {}, code.slice(1, -1));
  if (bold ?? bold2) return h("strong", {}, inline(bold ?? bold2, depth));
  if (strike) return h("del", {}, inline(strike, depth));
  if (italic ?? italic2) return h("em", {}, inline(italic ?? italic2, depth));
  return link(url, label);
}

const LINES = [
  [/^#{1,6}\s+(.*)$/, (m) => h("p", { class: "md-heading", role: "heading", "aria-level": "3" }, inline(m[1]))],
  [/^\s*(?:-{3,}|\*{3,})\s*$/, () => h("hr")],
];
const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;
const QUOTE = /^>\s?(.*)$/;

/** Takes lines off the front while they match. */
function takeWhile(lines, rule) {
  const taken = [];
  while (lines.length && rule.test(lines[0])) taken.push(rule.exec(lines.shift()));
  return taken;
}

function next(lines) {
  if (lines[0].startsWith("```")) return fence(lines);
  for (const [rule, build] of LINES) {
    const match = rule.exec(lines[0]);
    if (match) return lines.shift() !== undefined && build(match);
  }
  if (ITEM.test(lines[0])) {
    const items = takeWhile(lines, ITEM);
    return h(items[0][1] ? "ol" : "ul", {}, items.map((m) => h("li", {}, inline(m[2]))));
  }
  if (QUOTE.test(lines[0])) {
    return h("blockquote", {}, inline(takeWhile(lines, QUOTE).map((m) => m[1]).join("\n")));
  }
  return paragraph(lines);
}

function fence(lines) {
  lines.shift();
  const end = lines.findIndex((line) => line.startsWith("```"));
  const code = lines.splice(0, end < 0 ? lines.length : end);
  lines.shift();
  return h("pre", {}, code.join("\n"));
}

const STARTS = /^(?:#{1,6}\s|```|>|\s*(?:[-*+]|\d+[.)])\s|\s*$)/;

function paragraph(lines) {
  const taken = [lines.shift()];
  while (lines.length && !STARTS.test(lines[0])) taken.push(lines.shift());
  return h("p", {}, inline(taken.join("\n")));
}

export function markdown(text) {
  const lines = (text ?? "").split("\n");
  const box = h("div", { class: "markdown" });
  while (lines.length) {
    if (lines[0].trim()) box.append(next(lines));
    else lines.shift();
  }
  return box;
}
