/** Light, dark, or as the system says. */
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { recall, remember } from "./memory.js";

const NEXT = { auto: "light", light: "dark", dark: "auto" };
const ICONS = { auto: "auto", light: "sun", dark: "moon" };
const WORDS = { auto: "as your system", light: "light", dark: "dark" };

export function themeButton() {
  const button = h("button", { type: "button", class: "tool", "data-testid": "theme" });
  const apply = (theme) => {
    document.documentElement.dataset.theme = theme;
    button.replaceChildren(icon(ICONS[theme]));
    button.setAttribute("aria-label", `Colours: ${WORDS[theme]}`);
    button.title = `Colours: ${WORDS[theme]}`;
  };
  button.addEventListener("click", () => {
    const theme = NEXT[document.documentElement.dataset.theme];
    remember("theme", theme);
    apply(theme);
  });
  apply(WORDS[recall("theme")] ? recall("theme") : "auto");
  return button;
}
