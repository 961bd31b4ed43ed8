/** Buttons and "…" menus, and the door to every other element. */
import { append, h } from "./dom.js";
import { choiceField, dateField, described, textField } from "./fields.js";
import { icon } from "./icons.js";
import { plainText, safeUrl } from "./mrkdwn.js";
import { openAddress } from "./places.js";
import { openMenu } from "./popover.js";
import { confirmFirst } from "./confirm.js";
import { isSelect, selectField } from "./selects.js";

const FIELDS = {
  button,
  overflow,
  workflow_button: button,
  plain_text_input: textField,
  number_input: textField,
  email_text_input: textField,
  url_text_input: textField,
  datepicker: dateField,
  timepicker: dateField,
  datetimepicker: dateField,
  radio_buttons: choiceField,
  checkboxes: choiceField,
};

/** Draws one element; null for a kind that this page does not know. */
export function drawElement(element, block, ctx) {
  if (element.type === "image") return null;
  const draw = isSelect(element.type) ? selectField : FIELDS[element.type];
  return draw ? draw(element, block, ctx) : h("span", { class: "muted" }, `(${element.type})`);
}

function button(element, block, ctx) {
  const style = element.style ? ` button-${element.style}` : "";
  const node = h("button", {
    type: "button",
    class: `button${style}`,
    "aria-label": element.accessibility_label ?? null,
    "data-focus": `${block.block_id}/${element.action_id}`,
    "data-action-id": element.action_id,
    onclick: () => pressButton(node, element, block, ctx),
  });
  return append(node, plainText(element.text.text));
}

async function pressButton(node, element, block, ctx) {
  if (node.getAttribute("aria-busy") === "true") return;
  const href = element.url && safeUrl(element.url);
  if (href) openAddress(href, ctx.pane);
  node.setAttribute("aria-busy", "true");
  const value = element.value === undefined ? {} : { value: element.value };
  await ctx.press(block, element, value, node);
  node.removeAttribute("aria-busy");
}

function overflow(element, block, ctx) {
  const node = h(
    "button",
    {
      type: "button",
      class: "button button-overflow",
      ...described(ctx, block, element),
      "aria-label": "More options",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => openMenu(node, element.options.map(item), { label: "More options" }),
    },
    icon("more"),
  );
  const item = (option) => ({
    label: plainText(option.text.text),
    hint: option.description?.text,
    onpick: () => pickOption(option),
  });
  const pickOption = (option) => {
    const href = option.url && safeUrl(option.url);
    if (href) openAddress(href, ctx.pane);
    ctx.press(block, element, { selected_option: option }, node);
  };
  return node;
}

/**
 * What every block of one surface shares. `container` and `values` say where; `press` and
 * `change` carry a deed to the app, after its confirm dialog; `repaint` draws all of it once more,
 * for a choice whose menu was drawn anew while its list was open.
 */
export function elementContext({ store, container, values, blocks, onError, errors, describe, submit, repaint, pane }) {
  const ctx = { store, values, errors, describe, submit, repaint, pane };
  const send = async (block, element, action) => {
    const body = {
      container: container(),
      block_id: block.block_id,
      action_id: element.action_id,
      action: { type: element.type, ...action },
      values: values.state(blocks()),
    };
    await store.api.do("press", body).catch(onError);
  };
  ctx.press = async (block, element, action, node) => {
    if (element.confirm && !(await confirmFirst(pane, element.confirm, store, node))) return;
    await send(block, element, action);
  };
  ctx.change = (block, element, value, { later = false } = {}) => {
    values.set(block.block_id, element, value);
    if (block.type === "input" && !block.dispatch_action) return;
    clearTimeout(ctx.timer);
    if (later) ctx.timer = setTimeout(() => ctx.press(block, element, value), 600);
    else ctx.press(block, element, value);
  };
  ctx.options = (block, element, value) =>
    store.api.do("options", { container: container(), block_id: block.block_id, action_id: element.action_id, value });
  return ctx;
}
