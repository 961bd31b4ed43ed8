/** Editing one's own message in place. */
import { h } from "./dom.js";
import { Completion, offers } from "./completion.js";
import { toDraft, toWire } from "./draft.js";

/** A field in place of the text: Enter saves, Esc leaves. */
export function editForm(message, { store, channel, onEdited, editDrafts }) {
  const error = h("p", { class: "input-error", role: "alert", hidden: true });
  const field = h("textarea", { class: "field edit-field", rows: 2, "aria-label": "Edit message", "data-focus": "edit", "data-testid": "edit-field" });
  field.value = editDrafts.get(message.ts) ?? toDraft(message.text ?? "", store);
  const completion = new Completion(field, (before) => offers(before, store, channel));
  const leave = () => {
    editDrafts.delete(message.ts);
    onEdited();
  };
  const save = async () => {
    try {
      await store.api.do("edit", { channel, ts: message.ts, text: toWire(field.value.trim(), store, completion.picked) });
      leave();
    } catch (failure) {
      error.textContent = failure.message;
      error.hidden = false;
    }
  };
  field.addEventListener("input", () => editDrafts.set(message.ts, field.value));
  field.addEventListener("keydown", (event) => {
    if (completion.key(event) || event.isComposing) return;
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && !event.shiftKey) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return h("div", { class: "edit" }, completion.box, field, error,
    h("div", { class: "edit-buttons" },
      h("button", { type: "button", class: "button", onclick: leave }, "Cancel"),
      h("button", { type: "button", class: "button button-primary", onclick: save }, "Save")));
}
