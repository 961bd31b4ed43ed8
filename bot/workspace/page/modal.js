/** Modals: up to three stacked, each keeping what was entered while others lie on it. */
import { drawBlocks } from "./blocks.js";
import { append, focusable, h, keepFocus, uid, wayBack } from "./dom.js";
import { elementContext } from "./elements.js";
import { trapFocus } from "./focus.js";
import { icon } from "./icons.js";
import { plainText } from "./mrkdwn.js";
import { closePopover } from "./popover.js";
import { Values } from "./values.js";

export class Modals {
  /** Follows `store.view`, the top modal as the workspace knows it. */
  constructor(store, pane) {
    Object.assign(this, { store, pane, stack: [], errors: {} });
    this.titleId = uid("modal");
    this.box = h("div", { class: "modal", role: "dialog", tabindex: "-1", "aria-modal": "true", "aria-labelledby": this.titleId, "data-testid": "modal" });
    this.overlay = h("div", { class: "overlay", hidden: true }, this.box);
    trapFocus(this.box, () => this.close());
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) this.submit();
    });
    pane.layer.append(this.overlay);
    store.on("view", () => this.show());
  }

  get top() {
    return this.stack.at(-1);
  }

  /** Brings the stack in line with the store: pushed, updated, popped or gone. */
  show() {
    const { view } = this.store;
    const before = this.top?.view.id;
    this.errors = {};
    this.failure = null;
    this.busy = false;
    this.#restack(view);
    if (!view) return this.#hide();
    if (before === view.id) return keepFocus(this.box, () => this.#paint());
    closePopover({ refocus: false });
    this.back ??= this.#openedFrom();
    this.#paint();
    this.overlay.hidden = false;
    this.pane.setBehind(true);
    return this.#focusFirst();
  }

  #restack(view) {
    if (!view) {
      this.stack = [];
      return;
    }
    const at = this.stack.findIndex((entry) => entry.view.id === view.id);
    if (at >= 0) {
      this.stack = [...this.stack.slice(0, at), { ...this.stack[at], view }];
      return;
    }
    const pushed = view.previous_view_id && view.previous_view_id === this.top?.view.id;
    this.stack = [...(pushed ? this.stack : []), { view, values: new Values() }];
  }

  #hide() {
    if (this.overlay.hidden) return;
    closePopover({ refocus: false });
    this.overlay.hidden = true;
    this.box.replaceChildren();
    this.pane.setBehind(false);
    const back = this.back?.() ?? this.pane.composerField() ?? this.pane.main.querySelector("[tabindex]");
    this.back = null;
    back?.focus({ preventScroll: true });
  }

  /** Where the keyboard goes when all is closed: what opened it, or its message if that changed. */
  #openedFrom() {
    const opener = document.activeElement;
    const inside = this.pane.frame.contains(opener);
    if (!inside) return () => null;
    const again = wayBack(opener, this.pane.main);
    return () => (opener.isConnected ? opener : again());
  }

  #focusFirst() {
    const { blocks } = this.top.view;
    const wanted = blocks.find((b) => b.element?.focus_on_load);
    const body = this.box.querySelector(".modal-body");
    const scope = wanted ? body.querySelector(`[data-block-id="${CSS.escape(wanted.block_id)}"]`) : body;
    const field = scope.querySelector("input,textarea,.select") ?? focusable(this.box)[0];
    (field ?? this.box).focus();
  }

  #paint() {
    const { view, values } = this.top;
    const scroll = this.box.querySelector(".modal-body")?.scrollTop ?? 0;
    const ctx = elementContext({
      store: this.store, pane: this.pane, values, errors: this.errors,
      container: () => ({ type: "view", view_id: view.id }),
      blocks: () => this.top.view.blocks,
      onError: (error) => this.#fail(error.message),
      submit: () => view.submit && this.submit(),
      repaint: (key) => {
        this.#paint();
        this.box.querySelector(`[data-focus="${CSS.escape(key)}"]`)?.focus();
      },
    });
    this.box.dataset.viewId = view.id;
    this.box.dataset.depth = String(this.stack.length);
    const body = h("div", { class: "modal-body" }, this.#failureNote(), drawBlocks(view.blocks, ctx));
    this.box.replaceChildren(this.#head(view), body, this.#foot(view));
    body.scrollTop = scroll;
  }

  #failureNote() {
    return this.failure && h("p", { class: "modal-failure", role: "alert" }, this.failure);
  }

  #head(view) {
    const deep = this.stack.length > 1;
    const label = deep ? "Back" : "Close";
    const button = h("button", { type: "button", class: "tool", "aria-label": label, title: `${label} (Esc)`, onclick: () => this.close() }, icon(deep ? "left" : "close"));
    const title = h("h2", { id: this.titleId }, plainText(view.title.text));
    return h("header", { class: "modal-head" }, deep ? [button, title] : [title, button]);
  }

  #foot(view) {
    const close = h("button", { type: "button", class: "button", "data-focus": "modal-close", onclick: () => this.close() }, plainText(view.close?.text ?? (view.submit ? "Cancel" : "Close")));
    const submit = view.submit && h("button", {
      type: "button", class: "button button-primary", "data-testid": "modal-submit", "data-focus": "modal-submit",
      "aria-busy": this.busy ? "true" : null, onclick: () => this.submit(),
    }, plainText(view.submit.text));
    return append(h("footer", { class: "modal-foot" }), [close, submit]);
  }

  close() {
    const { view } = this.top ?? {};
    if (view) this.store.api.do("close", { view_id: view.id }).catch((error) => this.#fail(error.message));
  }

  async submit() {
    if (this.busy || !this.top?.view.submit) return;
    const { view, values } = this.top;
    this.#setBusy(true);
    try {
      const answer = await this.store.api.do("submit", { view_id: view.id, values: values.state(view.blocks) });
      if (answer.errors) this.#refuse(view, answer.errors);
    } catch (error) {
      if (error.body?.errors) this.#refuse(view, error.body.errors);
      else if (this.top?.view.id === view.id) this.#fail(error.message);
    }
    this.#setBusy(false);
  }

  #setBusy(busy) {
    this.busy = busy;
    const button = this.box.querySelector("[data-testid=modal-submit]");
    if (busy) button?.setAttribute("aria-busy", "true");
    else button?.removeAttribute("aria-busy");
  }

  #refuse(view, errors) {
    if (this.top?.view.id !== view.id) return;
    this.errors = errors;
    this.failure = null;
    this.busy = false;
    this.#paint();
    const first = view.blocks.find((b) => errors[b.block_id]);
    const place = first && this.box.querySelector(`[data-block-id="${CSS.escape(first.block_id)}"]`);
    (place?.querySelector("input,textarea,.select") ?? focusable(this.box)[0])?.focus();
  }

  #fail(words) {
    if (!this.top) return this.pane.fail(new Error(words));
    this.failure = words;
    this.busy = false;
    keepFocus(this.box, () => this.#paint());
    this.box.querySelector(".modal-body").scrollTop = 0;
    return undefined;
  }
}
