/** An app's Home tab. */
import { drawBlocks } from "./blocks.js";
import { h, keepFocus } from "./dom.js";
import { elementContext } from "./elements.js";
import { avatar } from "./people.js";
import { Values } from "./values.js";

export class Home {
  constructor(store, pane, app) {
    Object.assign(this, { store, pane, app, values: new Values() });
    this.body = h("div", { class: "home-body", "data-testid": "home" });
    this.node = h("section", { class: "conversation", "aria-label": `${app.name} home` }, this.#head(), h("div", { class: "scroller home-scroller", tabindex: "0", role: "region", "aria-label": `${app.name} home` }, this.body));
  }

  #head() {
    const bot = this.store.people.get(this.app.bot_user_id) ?? { id: this.app.app_id, name: this.app.name, is_bot: true };
    const messages = h("button", { type: "button", class: "tab", onclick: () => this.pane.openDm(this.app.bot_user_id) }, "Messages");
    return h("header", { class: "main-head" }, this.pane.drawerButton(),
      h("h2", { class: "main-title" }, avatar(bot, "tiny"), h("span", { class: "title-name" }, this.app.name)),
      h("div", { class: "tabs" }, h("button", { type: "button", class: "tab", "aria-current": "page" }, "Home"), messages),
      h("span", { class: "spacer" }), this.pane.notifications.bell);
  }

  /** Tells the app that its tab was opened, and shows what it has published so far. */
  open() {
    this.paint();
    this.store.api.do("home").catch(this.pane.fail);
  }

  destroy() {}

  paint() {
    const view = this.store.home;
    keepFocus(this.body, () => {
      if (!view) this.body.replaceChildren(h("p", { class: "list-note", role: "status" }, `${this.app.name} is preparing this tab…`));
      else this.body.replaceChildren(...drawBlocks(view.blocks, this.#context(view)));
    });
  }

  #context(view) {
    return elementContext({
      store: this.store, pane: this.pane, values: this.values,
      container: () => ({ type: "view", view_id: view.id }),
      blocks: () => view.blocks, onError: this.pane.fail,
    });
  }
}
