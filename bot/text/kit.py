"""Small builders of Block Kit, so that every view says the same thing the same way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Block = dict[str, Any]
Element = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """A message: `text` reads well as a notification and aloud; `blocks` are what is seen."""

    text: str
    blocks: list[Block] = field(default_factory=list)


def plain(text: str) -> Element:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Element:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def section(text: str, accessory: Element | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block | {"accessory": accessory} if accessory else block


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def actions(*elements: Element, block_id: str | None = None) -> Block:
    block: Block = {"type": "actions", "elements": list(elements)}
    return block | {"block_id": block_id} if block_id else block


def button(
    text: str, action_id: str, value: str, style: Literal["primary", "danger"] | None = None
) -> Element:
    element: Element = {
        "type": "button",
        "text": plain(text),
        "action_id": action_id,
        "value": value,
    }
    return element | {"style": style} if style else element


def link_button(text: str, action_id: str, url: str) -> Element:
    return {"type": "button", "text": plain(text), "action_id": action_id, "url": url}


def option(text: str, value: str) -> Element:
    return {"text": plain(text), "value": value}


def overflow(action_id: str, options: Mapping[str, str]) -> Element:
    """The "…" menu: `options` maps what is shown to the value sent; one to five of them."""
    return {
        "type": "overflow",
        "action_id": action_id,
        "options": [option(text, value) for text, value in options.items()],
    }


def menu(
    action_id: str, placeholder: str, options: Sequence[Element], initial: Element | None = None
) -> Element:
    element: Element = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder),
        "options": list(options),
    }
    return element | {"initial_option": initial} if initial else element


def field_of(
    block_id: str, label: str, element: Element, hint: str | None = None, optional: bool = False
) -> Block:
    """An input of a modal; `block_id` is where its validation error will stand."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        "optional": optional,
    }
    return block | {"hint": plain(hint)} if hint else block


def modal(
    callback_id: str, title: str, blocks: Sequence[Block], submit: str | None, metadata: str = ""
) -> Block:
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title),
        "close": plain("Cancel" if submit else "Close"),
        "blocks": list(blocks),
        "private_metadata": metadata,
    }
    return view | {"submit": plain(submit)} if submit else view
