/** Text, number, date and time fields, radio buttons and checkboxes. */
import { secondsAt, wallClock } from "./dates.js";
import { h, uid } from "./dom.js";
import { plainText, textObject } from "./mrkdwn.js";

const TYPE_SOON_MS = 400;

/** The attributes that tie a field to its label, hint and error. */
export function described(ctx, block, element) {
  const { labelId, noteIds } = ctx.describe?.(block) ?? {};
  const named = labelId ? { "aria-labelledby": labelId } : { "aria-label": element.placeholder?.text ?? element.type.replaceAll("_", " ") };
  return {
    ...named,
    "aria-describedby": noteIds ?? null,
    "aria-invalid": ctx.errors?.[block.block_id] ? "true" : null,
    "aria-required": block.type === "input" && !block.optional ? "true" : null,
    "data-focus": `${block.block_id}/${element.action_id}`,
    "data-action-id": element.action_id,
  };
}

const TEXT_TYPES = {
  number_input: { type: "text", inputmode: "decimal" },
  email_text_input: { type: "email", autocomplete: "off" },
  url_text_input: { type: "url", autocomplete: "off" },
};

export function textField(element, block, ctx) {
  const value = ctx.values.get(block.block_id, element).value ?? "";
  const counter = element.max_length ? h("span", { class: "counter", "aria-hidden": "true" }) : null;
  // A line is a textarea too, so that all of it can be read in a narrow window.
  const attributes = TEXT_TYPES[element.type];
  const field = h(attributes ? "input" : "textarea", {
    ...(attributes ?? { rows: element.multiline ? 4 : 1 }),
    class: attributes || element.multiline ? "field" : "field field-line",
    placeholder: element.placeholder?.text ?? null,
    ...described(ctx, block, element),
    oninput: () => typed(field, counter, element, block, ctx),
    onkeydown: (event) => entered(event, field, element, block, ctx),
  });
  field.value = value;
  count(field, counter, element);
  return h("div", { class: "field-box" }, field, counter);
}

function count(field, counter, element) {
  if (!counter) return;
  const left = element.max_length - [...field.value].length;
  counter.textContent = String(left);
  counter.classList.toggle("over", left < 0);
  counter.hidden = left > Math.max(20, element.max_length / 4);
}

const triggers = (element) => element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];

function typed(field, counter, element, block, ctx) {
  if (!element.multiline && /[\r\n]/.test(field.value)) field.value = field.value.replaceAll(/[\r\n]+/g, " ");
  ctx.values.set(block.block_id, element, { value: field.value || null });
  count(field, counter, element);
  if (!block.dispatch_action || !triggers(element).includes("on_character_entered")) return;
  clearTimeout(field.timer);
  field.timer = setTimeout(() => ctx.press(block, element, { value: field.value }), TYPE_SOON_MS);
}

function entered(event, field, element, block, ctx) {
  if (event.key !== "Enter" || event.isComposing) return;
  if (element.multiline && !(event.metaKey || event.ctrlKey)) return;
  event.preventDefault();
  if (block.dispatch_action && triggers(element).includes("on_enter_pressed")) {
    clearTimeout(field.timer);
    ctx.press(block, element, { value: field.value });
  } else ctx.submit?.();
}

const DATE_TYPES = {
  datepicker: { type: "date", key: "selected_date" },
  timepicker: { type: "time", key: "selected_time" },
  datetimepicker: { type: "datetime-local", key: "selected_date_time" },
};

export function dateField(element, block, ctx) {
  const { type, key } = DATE_TYPES[element.type];
  const { tz } = ctx.store.me;
  const current = ctx.values.get(block.block_id, element)[key];
  const field = h("input", {
    type,
    class: "field field-date",
    title: element.placeholder?.text ?? null,
    ...described(ctx, block, element),
    onchange: () => ctx.change(block, element, { [key]: readDate(field.value, type, tz) }),
  });
  field.value = type === "datetime-local" && current ? wallClock(current, tz) : (current ?? "");
  return field;
}

/** A date and time is meant by the person's own clock, wherever this browser stands. */
const readDate = (text, type, tz) => {
  if (!text) return null;
  return type === "datetime-local" ? secondsAt(text, tz) : text;
};

/** Radio buttons and checkboxes alike. */
export function choiceField(element, block, ctx) {
  const many = element.type === "checkboxes";
  const value = ctx.values.get(block.block_id, element);
  const chosen = new Set((many ? value.selected_options : [value.selected_option]).filter(Boolean).map((o) => o.value));
  const name = uid("choice");
  const attributes = described(ctx, block, element);
  delete attributes["data-focus"];
  const box = h("div", { role: many ? "group" : "radiogroup", class: "choices", ...attributes });
  const changed = () => {
    const picked = element.options.filter((o, n) => box.querySelectorAll("input")[n].checked);
    ctx.change(block, element, many ? { selected_options: picked } : { selected_option: picked[0] ?? null });
  };
  for (const [index, option] of element.options.entries()) {
    box.append(choice(option, { name, many, checked: chosen.has(option.value), changed, index, block, element, ctx }));
  }
  return box;
}

function choice(option, { name, many, checked, changed, index, block, element, ctx }) {
  const focus = `${block.block_id}/${element.action_id}/${index}`;
  const input = h("input", { type: many ? "checkbox" : "radio", name, onchange: changed, "data-focus": focus });
  input.checked = checked;
  return h(
    "label",
    { class: "choice" },
    input,
    h("span", {}, textObject(option.text, ctx.store), option.description && h("small", {}, plainText(option.description.text))),
  );
}
