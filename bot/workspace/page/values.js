/**
 * What a person has entered into the elements of one message or view, kept apart from the DOM
 * so that a repaint loses nothing. A value has the form that Slack sends: {type, selected_…}.
 */

const INITIAL = {
  plain_text_input: (e) => ({ value: e.initial_value ?? null }),
  number_input: (e) => ({ value: e.initial_value ?? null }),
  email_text_input: (e) => ({ value: e.initial_value ?? null }),
  url_text_input: (e) => ({ value: e.initial_value ?? null }),
  static_select: (e) => ({ selected_option: e.initial_option ?? null }),
  external_select: (e) => ({ selected_option: e.initial_option ?? null }),
  multi_static_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  multi_external_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  users_select: (e) => ({ selected_user: e.initial_user ?? null }),
  multi_users_select: (e) => ({ selected_users: e.initial_users ?? [] }),
  channels_select: (e) => ({ selected_channel: e.initial_channel ?? null }),
  multi_channels_select: (e) => ({ selected_channels: e.initial_channels ?? [] }),
  conversations_select: (e) => ({ selected_conversation: e.initial_conversation ?? null }),
  multi_conversations_select: (e) => ({ selected_conversations: e.initial_conversations ?? [] }),
  datepicker: (e) => ({ selected_date: e.initial_date ?? null }),
  timepicker: (e) => ({ selected_time: e.initial_time ?? null }),
  datetimepicker: (e) => ({ selected_date_time: e.initial_date_time ?? null }),
  radio_buttons: (e) => ({ selected_option: e.initial_option ?? null }),
  checkboxes: (e) => ({ selected_options: e.initial_options ?? [] }),
};

/** An element's value before anybody touched it; null for those that hold none. */
export function initialValue(element) {
  const initial = INITIAL[element.type];
  return initial ? { type: element.type, ...initial(element) } : null;
}

/** The elements of one block. */
export function elementsOf(block) {
  return [block.element, block.accessory, ...(block.elements ?? [])].filter((e) => e?.action_id);
}

export class Values {
  #entered = new Map();

  #key = (blockId, element) => `${blockId}\u0000${element.action_id}\u0000${element.type}`;

  get(blockId, element) {
    return this.#entered.get(this.#key(blockId, element)) ?? initialValue(element);
  }

  set(blockId, element, value) {
    this.#entered.set(this.#key(blockId, element), { type: element.type, ...value });
  }

  /** The state as Slack hands it to the app: {block_id: {action_id: value}}. */
  state(blocks) {
    const state = {};
    for (const block of blocks) {
      for (const element of elementsOf(block)) {
        const value = this.get(block.block_id, element);
        if (value) (state[block.block_id] ??= {})[element.action_id] = value;
      }
    }
    return state;
  }
}
