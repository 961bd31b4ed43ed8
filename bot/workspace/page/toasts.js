/** What pops up over a window for a while: few, one for each thread, gone sooner once the person acts. */
import { h } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN_MS = 8000;
const ACTED_MS = 2000;
const MOST = 2;
const NARROW_PX = 400;

export class Toasts {
  #timers = new WeakMap();

  constructor(pane) {
    this.pane = pane;
    this.node = h("div", { class: "toasts", role: "status", "aria-live": "polite", "data-testid": "toasts" });
    const acted = (event) => !this.node.contains(event.target) && this.#hurry();
    for (const kind of ["pointerdown", "keydown"]) pane.node.addEventListener(kind, acted, true);
  }

  /** Shows something in place of what was shown under the same key. */
  show(toast, key) {
    this.drop(key);
    toast.dataset.key = key;
    toast.append(closeButton(() => toast.remove()));
    this.node.append(toast);
    this.#makeRoom();
    this.#leaveIn(toast, SHOWN_MS);
    const hold = () => clearTimeout(this.#timers.get(toast));
    const letGo = () => this.#leaveIn(toast, SHOWN_MS / 2);
    for (const kind of ["pointerenter", "focusin"]) toast.addEventListener(kind, hold);
    for (const kind of ["pointerleave", "focusout"]) toast.addEventListener(kind, letGo);
  }

  drop(key) {
    for (const toast of [...this.node.children]) if (toast.dataset.key === key) toast.remove();
  }

  clear() {
    this.node.replaceChildren();
  }

  /** What went wrong outlives what arrived. */
  #makeRoom() {
    const most = this.pane.node.clientWidth <= NARROW_PX ? 1 : MOST;
    while (this.node.children.length > most) {
      const older = [...this.node.children].slice(0, -1);
      (older.find((toast) => !isFailure(toast)) ?? older[0]).remove();
    }
  }

  #leaveIn(toast, ms) {
    clearTimeout(this.#timers.get(toast));
    this.#timers.set(toast, setTimeout(() => toast.remove(), ms));
  }

  #hurry() {
    for (const toast of this.node.children) {
      if (toast.dataset.hurried || isFailure(toast)) continue;
      toast.dataset.hurried = "true";
      this.#leaveIn(toast, ACTED_MS);
    }
  }
}

const isFailure = (toast) => toast.classList.contains("toast-failure");
const closeButton = (onclick) => h("button", { type: "button", class: "tool", "aria-label": "Dismiss", onclick }, icon("close"));
