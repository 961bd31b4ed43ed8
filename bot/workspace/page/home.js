/** An app's Home tab. */
import { appTabs, appTitle, botOf } from "./appmessages.js";
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
    const { app, pane, store } = this;
    return h("header", { class: "main-head" }, pane.drawerButton(),
      h("h2", { class: "main-title" }, avatar(botOf(app, store), "tiny"), appTitle(app, store)),
      appTabs(app, pane, "Home"), h("span", { class: "spacer" }), pane.notifications.bell);
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
      repaint: () => this.paint(),
    });
  }
}
