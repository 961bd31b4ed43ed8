/** Block Kit: one function a block. */
import { append, h, uid } from "./dom.js";
import { drawElement } from "./elements.js";
import { markdown } from "./markdown.js";
import { plainText, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const BLOCKS = {
  section,
  actions,
  context,
  header: (block) => h("h3", { class: "heading" }, plainText(block.text.text)),
  divider: () => h("hr", { class: "rule" }),
  image: imageBlock,
  rich_text: (block, ctx) => richText(block, ctx.store),
  markdown: (block) => markdown(block.text),
  input,
};

/** All blocks of a message or view; kinds unknown here are named, never dropped in silence. */
export function drawBlocks(blocks, ctx) {
  return (blocks ?? []).map((block) => {
    const draw = BLOCKS[block.type];
    const content = draw ? draw(block, ctx) : h("p", { class: "muted" }, `(${block.type} block)`);
    return h("div", { class: `block block-${block.type}`, "data-block-id": block.block_id ?? null }, content);
  });
}

function section(block, ctx) {
  const body = h("div", { class: "section-body" });
  if (block.text) body.append(h("div", { class: "section-text" }, textObject(block.text, ctx.store)));
  if (block.fields) {
    const fields = block.fields.map((field) => h("div", {}, textObject(field, ctx.store)));
    body.append(h("div", { class: "section-fields" }, fields));
  }
  const accessory = block.accessory;
  if (!accessory) return body;
  const side = accessory.type === "image" ? image(accessory, "accessory-image") : drawElement(accessory, block, ctx);
  return h("div", { class: "section-with-accessory" }, body, h("div", { class: "accessory" }, side));
}

function actions(block, ctx) {
  return h("div", { class: "actions" }, block.elements.map((element) => drawElement(element, block, ctx)));
}

function context(block, ctx) {
  const draw = (element) =>
    element.type === "image" ? image(element, "context-image") : h("span", {}, textObject(element, ctx.store));
  return h("div", { class: "context" }, block.elements.map(draw));
}

function imageBlock(block) {
  const caption = block.title ? h("figcaption", {}, plainText(block.title.text)) : null;
  return h("figure", { class: "image-block" }, caption, image(block, "picture"));
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Pictures come from this machine only; any other is told by its words. */
export function image({ image_url: url, alt_text: alt }, name) {
  if (!isLocal(url)) return h("span", { class: `image-words ${name}`, role: "img", "aria-label": alt }, alt);
  return h("img", { class: name, src: url, alt, title: alt, loading: "lazy" });
}

function isLocal(url) {
  try {
    const { protocol, hostname } = new URL(url, location.href);
    if (protocol === "data:") return /^data:image\/(png|jpeg|gif|webp)[;,]/.test(url);
    return /^https?:$/.test(protocol) && LOOPBACK.has(hostname);
  } catch {
    return false;
  }
}

function input(block, ctx) {
  const error = ctx.errors?.[block.block_id];
  const ids = { label: uid("label"), hint: uid("hint"), error: uid("error") };
  const noteIds = [error && ids.error, block.hint && ids.hint].filter(Boolean).join(" ") || null;
  const describe = () => ({ labelId: ids.label, noteIds });
  const optional = block.optional ? h("span", { class: "optional" }, " (optional)") : null;
  const box = h("div", { class: error ? "input has-error" : "input" });
  return append(box, [
    h("div", { class: "input-label", id: ids.label }, plainText(block.label.text), optional),
    drawElement(block.element, block, { ...ctx, describe }),
    h("p", { class: "input-error", id: ids.error, role: "alert", hidden: !error }, error ?? ""),
    block.hint && h("p", { class: "input-hint", id: ids.hint }, plainText(block.hint.text)),
  ]);
}
