/** One floating panel at a time, placed beside its anchor inside the pane's layer. */
import { h } from "./dom.js";

const GAP = 4;
const MARGIN = 8;
let current = null;

/** Closes what is open and hands the keyboard back to the button that opened it. */
export function closePopover({ refocus = true } = {}) {
  if (!current) return;
  const { panel, anchor, onClose } = current;
  current = null;
  const held = panel.contains(document.activeElement);
  if (refocus && held && anchor.isConnected) anchor.focus({ preventScroll: true });
  anchor.setAttribute("aria-expanded", "false");
  panel.remove();
  onClose?.();
}

/**
 * Opens `panel` beside `anchor`; pressing outside or Esc closes it. `room` is the height in pixels
 * that it may come to need, where that is more than it has at first.
 */
export function openPopover(anchor, panel, { onClose, align = "start", room = 0 } = {}) {
  const again = current?.anchor === anchor;
  closePopover();
  if (again) return false;
  const layer = anchor.closest(".pane")?.querySelector(".pane-layer") ?? document.body;
  panel.classList.add("popover");
  layer.append(panel);
  anchor.setAttribute("aria-expanded", "true");
  current = { panel, anchor, onClose, align, room };
  panel.addEventListener("keydown", onKey);
  place();
  return true;
}

function onKey(event) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  closePopover();
}

/** Below the anchor when there is room, else above; never outside the pane, however it grows. */
function place() {
  if (!current) return;
  const { panel, anchor, align, room } = current;
  const box = panel.parentElement.getBoundingClientRect();
  const at = anchor.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const wanted = align === "end" ? at.right - size.width : at.left;
  const left = Math.max(box.left + MARGIN, Math.min(wanted, box.right - size.width - MARGIN));
  const below = box.bottom - at.bottom - GAP - MARGIN;
  const above = at.top - box.top - GAP - MARGIN;
  const up = Math.max(size.height, room) > below && above > below;
  panel.classList.toggle("popover-up", up);
  panel.style.setProperty("max-height", `${Math.max(120, up ? above : below)}px`);
  panel.style.setProperty("left", `${left - box.left}px`);
  if (up) panel.style.setProperty("bottom", `${box.bottom - at.top + GAP}px`);
  else panel.style.setProperty("top", `${at.bottom + GAP - box.top}px`);
}

document.addEventListener("pointerdown", (event) => {
  if (!current || current.panel.contains(event.target) || current.anchor.contains(event.target)) return;
  closePopover({ refocus: false });
});
window.addEventListener("resize", () => closePopover({ refocus: false }));

/** Moves focus among `items` with the arrow keys, Home and End. */
export function roving(container, selector) {
  container.addEventListener("keydown", (event) => {
    const items = [...container.querySelectorAll(selector)];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = items.indexOf(document.activeElement);
    let to = null;
    if (step) to = items[(at + step + items.length) % items.length];
    if (event.key === "Home") to = items[0];
    if (event.key === "End") to = items.at(-1);
    if (!to) return;
    event.preventDefault();
    to.focus();
  });
}

/**
 * A menu of deeds. Items: {label, onpick, hint?, danger?, icon?} or {title} for a heading or
 * {divider: true}.
 */
export function openMenu(anchor, items, { label, align = "end" } = {}) {
  const menu = h("div", { role: "menu", class: "menu", "aria-label": label });
  for (const item of items) menu.append(menuEntry(item));
  roving(menu, "[role=menuitem]");
  if (!openPopover(anchor, menu, { align })) return;
  menu.querySelector("[role=menuitem]")?.focus();
}

function menuEntry(item) {
  if (item.divider) return h("div", { role: "separator", class: "menu-divider" });
  if (item.title) return h("div", { class: "menu-title", role: "presentation" }, item.title);
  const pick = () => {
    closePopover();
    item.onpick();
  };
  return h(
    "button",
    { type: "button", role: "menuitem", class: item.danger ? "menu-item danger" : "menu-item", onclick: pick },
    item.icon,
    h("span", { class: "menu-label" }, item.label, item.hint && h("small", {}, item.hint)),
  );
}
