/** The strip with three things to try; on a small screen it folds, and it stays away once dismissed. */
import { h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { recall, remember } from "./memory.js";

const NOBODY = { people: new Map(), channels: new Map(), me: { tz: "UTC" }, now: Date.now };
const TITLE = "Three things to try";

/**
 * `onCommand(text)` takes a command that stands in backticks in one of the sentences, `onPerson(id)`
 * somebody whom one of them mentions, to show their window; `markShown` says whose there are.
 */
export function guideStrip(sentences, { onCommand, onPerson }) {
  if (!sentences?.length || recall("guide") === "done") return "";
  const id = uid("guide");
  const small = matchMedia("(max-width: 760px)");
  const offer = (node) => {
    if (node.localName === "code" && node.textContent.startsWith("/")) return tryButton(node);
    return node.dataset?.mention ? personOf(node) : node;
  };
  const personOf = ({ dataset, textContent }) => {
    const name = textContent.replace(/^@/, "");
    const act = () => {
      fold(small.matches);
      onPerson(dataset.mention);
    };
    return h("span", {}, name, h("button", { type: "button", class: "guide-try", dataset: { be: dataset.mention }, title: `Show ${name}'s window here`, hidden: true, onclick: act }, `Switch to ${name}`));
  };
  const tryButton = (code) => {
    const act = () => {
      fold(small.matches);
      onCommand(code.textContent);
    };
    const label = `Put it into the message box: ${code.textContent}`;
    return h("button", { type: "button", class: "guide-command", "aria-label": label, title: "Put it into the message box", onclick: act }, code, h("span", { class: "guide-try" }, "Type it for me"));
  };
  const step = (sentence, index) =>
    h("li", {}, h("span", { class: "step", "aria-hidden": "true" }, index + 1), h("span", {}, mrkdwn(sentence, NOBODY).map(offer)));
  const toggle = h("button", { type: "button", class: "guide-toggle", "aria-controls": id, onclick: () => fold(!strip.classList.contains("folded")) }, icon("down"), TITLE);
  const fold = (folded) => {
    strip.classList.toggle("folded", folded);
    toggle.setAttribute("aria-expanded", String(!folded));
  };
  const close = () => {
    remember("guide", "done");
    strip.remove();
  };
  const strip = h("section", { class: "guide", "aria-label": TITLE, "data-testid": "guide" },
    h("h2", {}, toggle), h("ol", { class: "guide-steps", id }, sentences.map(step)),
    h("button", { type: "button", class: "tool", "aria-label": "Dismiss the three things to try", onclick: close }, icon("close")));
  small.addEventListener("change", () => fold(small.matches));
  fold(small.matches);
  return strip;
}

/** Offers the windows of those in the guide who have none. */
export function markShown(strip, users) {
  for (const button of strip?.querySelectorAll?.("[data-be]") ?? []) button.hidden = users.includes(button.dataset.be);
}
