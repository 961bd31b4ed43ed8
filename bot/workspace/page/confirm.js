/** The small "are you sure" of an element, and of deleting a message. */
import { h, uid } from "./dom.js";
import { plainText, textObject } from "./mrkdwn.js";
import { trapFocus } from "./focus.js";

/** Asks; true when the person goes on. `confirm` is Slack's confirm object. */
export function confirmFirst(pane, confirm, store, opener) {
  const { promise, resolve } = Promise.withResolvers?.() ?? deferred();
  const titleId = uid("confirm");
  const back = opener ?? document.activeElement;
  const finish = (answer) => {
    overlay.remove();
    back?.focus?.();
    resolve(answer);
  };
  const style = confirm.style === "danger" ? "button-danger" : "button-primary";
  const yes = h("button", { type: "button", class: `button ${style}`, onclick: () => finish(true) }, plainText(confirm.confirm.text));
  const no = h("button", { type: "button", class: "button", onclick: () => finish(false) }, plainText(confirm.deny.text));
  const box = h(
    "div",
    { class: "confirm", role: "alertdialog", "aria-modal": "true", "aria-labelledby": titleId, "data-testid": "confirm" },
    h("h2", { id: titleId }, plainText(confirm.title.text)),
    h("div", { class: "confirm-text" }, textObject(confirm.text, store)),
    h("div", { class: "confirm-buttons" }, no, yes),
  );
  const overlay = h("div", { class: "overlay overlay-top" }, box);
  trapFocus(box, () => finish(false));
  pane.layer.append(overlay);
  yes.focus();
  return promise;
}

function deferred() {
  const result = {};
  result.promise = new Promise((resolve) => (result.resolve = resolve));
  return result;
}
