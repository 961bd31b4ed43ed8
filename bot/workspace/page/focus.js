/** Keyboard manners of dialogs. */
import { focusable } from "./dom.js";

/** Keeps Tab inside `box`; Esc calls `onEscape`. */
export function trapFocus(box, onEscape) {
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      onEscape();
    }
    if (event.key === "Tab") cycle(box, event);
  });
}

function cycle(box, event) {
  const stops = focusable(box);
  const [first, last] = [stops[0], stops.at(-1)];
  if (!first) return;
  const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (!leaving && box.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
