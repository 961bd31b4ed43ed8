"""Small builders of Block Kit, so that every view says the same thing the same way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from bot.text.escaping import clean, escape

PART: Final = 2900  # a section takes 3,000 characters, all blocks of a message about 12,000

Block = dict[str, Any]
Element = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """A message: `text` reads well as a notification and aloud; `blocks` are what is seen."""

    text: str
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Note:
    """What the sender of a form is told privately in a channel, once it has closed."""

    card: Card
    channel: str


def plain(text: str) -> Element:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Element:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def section(text: str, accessory: Element | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block | {"accessory": accessory} if accessory else block


def words(text: str) -> Block:
    """What somebody wrote, standing alone: as it was typed, nothing in it formats."""
    return {"type": "section", "text": _as_typed(text)}


def small_words(text: str) -> Block:
    """As `words`, in small print."""
    return {"type": "context", "elements": [_as_typed(text)]}


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def divider() -> Block:
    return {"type": "divider"}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text)}


def actions(*elements: Element) -> Block:
    return {"type": "actions", "elements": list(elements)}


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


def asking_menu(
    action_id: str, placeholder: str, initial: Element | None = None, *, from_letters: int = 0
) -> Element:
    """A menu that asks us for its options while somebody types, from so many letters on."""
    element: Element = {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain(placeholder),
        "min_query_length": from_letters,
    }
    return element | {"initial_option": initial} if initial else element


def person_menu(action_id: str, placeholder: str, initial: str | None = None) -> Element:
    """Everybody in the workspace; `initial` is a user's id. Slack offers no way to choose nobody
    again.
    """
    element: Element = {
        "type": "users_select",
        "action_id": action_id,
        "placeholder": plain(placeholder),
    }
    return element | {"initial_user": initial} if initial else element


def text_input(
    action_id: str,
    placeholder: str,
    initial: str = "",
    *,
    multiline: bool = False,
    longest: int = 3000,
    focus: bool = False,
) -> Element:
    """A line, or several, to type in a modal; `initial` is cut to what Slack takes."""
    element: Element = {
        "type": "plain_text_input",
        "action_id": action_id,
        "placeholder": plain(placeholder),
        "multiline": multiline,
        "max_length": longest,
        "focus_on_load": focus,
    }
    return element | {"initial_value": initial[:longest]} if initial else element


def several(
    action_id: str, placeholder: str, options: Sequence[Element], initial: Sequence[Element] = ()
) -> Element:
    """A menu of which any number can be chosen."""
    element: Element = {
        "type": "multi_static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder),
        "options": list(options),
    }
    return element | {"initial_options": list(initial)} if initial else element


def choices(action_id: str, options: Sequence[Element], initial: Element) -> Element:
    """Radio buttons: all options in sight, one press each; ten at most."""
    return {
        "type": "radio_buttons",
        "action_id": action_id,
        "options": list(options),
        "initial_option": initial,
    }


def day(action_id: str, initial: date | None = None) -> Element:
    """A day, as a calendar shows it."""
    element: Element = {"type": "datepicker", "action_id": action_id}
    return element | {"initial_date": initial.isoformat()} if initial else element


def date_and_time(action_id: str, initial: int | None = None) -> Element:
    """A date and a time in the reader's own zone; `initial` in seconds since the epoch."""
    element: Element = {"type": "datetimepicker", "action_id": action_id}
    return element | {"initial_date_time": initial} if initial else element


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


def messages(text: str, most: int = 3) -> list[list[str]]:
    """What somebody wrote, whole: for each message the parts for its sections."""
    parts = list(_parts(text))
    return [parts[start : start + most] for start in range(0, len(parts), most)]


def _parts(text: str) -> Iterator[str]:
    """Short enough even escaped, as Slack counts; cut at a line or a space where one is near."""
    rest = clean(text)
    while rest:
        size = min(len(rest), PART)
        while len(escape(rest[:size])) > PART:
            size = size * 4 // 5
        if size < len(rest):
            near = max(rest.rfind(gap, size // 2, size) for gap in ("\n", " "))
            size = near + 1 or size
        yield rest[:size].rstrip()
        rest = rest[size:].lstrip()


def _as_typed(text: str) -> Element:
    return {"type": "plain_text", "text": text, "emoji": False}
