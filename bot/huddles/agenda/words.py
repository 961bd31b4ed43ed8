"""The words on the wire: what the views of agendas send out and handlers get back."""

import json
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from bot.errors import Outdated
from bot.huddles.words import read_id

# Buttons and menus. Their value is the agenda's id, or empty for whichever comes next, except
# where it says otherwise.
ADD: Final = "agenda.add"  # opens the form
MENU: Final = "agenda.menu"  # the "…" of the card; the value is `choice_value`
SHOW: Final = "agenda.show"  # what `/agenda` shows
ARRANGE: Final = "agenda.arrange"
READ: Final = "agenda.read"  # all of it, in full
TAKE_OFF: Final = "agenda.take_off"  # one's own item, whose id is the value
TAKE_OFF_LISTED: Final = "agenda.take_off_listed"  # as TAKE_OFF, from a list, which stays
PUT_BACK: Final = "agenda.put_back"  # as TAKE_OFF
DEED: Final = "agenda.deed"  # the "…" of an item that is arranged; the value is `deed_value`
MOVE_UP: Final = "agenda.move_up"  # as DEED, and so are those below: one press each
MOVE_DOWN: Final = "agenda.move_down"
PUT_ON: Final = "agenda.put_on"
PAGE: Final = "agenda.page"  # of what is arranged; the value is its number, from 0
FURTHER: Final = "agenda.further"  # as PAGE: both stand beside each other

TALK_ABOUT: Final = "huddles.talk_about"  # the shortcut on a message

# Modals.
ADD_FORM: Final = "agenda.add_form"
ITEM_FORM: Final = "agenda.item_form"
ARRANGING: Final = "agenda.arranging"
WHOLE: Final = "agenda.whole"

# Inputs of modals, by their blocks.
TEXT: Final = "text"
WHO: Final = "who"
MINUTES: Final = "minutes"

NOBODY: Final = "nobody"  # in the menu of who speaks about an item


class Choice(StrEnum):
    """What stands under the card's "…"."""

    HALF = "half"
    SCREEN = "screen"
    READ = "read"
    ARRANGE = "arrange"


class Deed(StrEnum):
    """What can be done to an item that is arranged."""

    UP = "up"
    DOWN = "down"
    TOP = "top"
    DROP = "drop"
    PUT_ON = "put_on"
    FORM = "form"  # who speaks about it, and for how long


class Form(NamedTuple):
    """What a modal remembers, as its metadata carries it.

    `agenda` is None for whichever comes next; `version` is what it was when it was seen; `there`
    is the channel in which it was opened. `card` and `url` are those of the card that was pressed,
    `channel` and `ts` those of the message of which an item is made. `arranging`: it goes back
    there.
    """

    agenda: UUID | None = None
    version: int = 0
    there: str | None = None
    page: int = 0
    item: UUID | None = None
    card: str | None = None
    url: str | None = None
    channel: str | None = None
    ts: str | None = None
    arranging: bool = False


_IDS: Final = ("agenda", "item")
_WHOLE: Final = ("version", "page")


def form_value(form: Form) -> str:
    """As JSON, without what is empty."""
    known = {key: value for key, value in form._asdict().items() if value}
    return json.dumps(known, default=str, separators=(",", ":"))


def read_form(metadata: str) -> Form:
    """Raises `Outdated` for what another version wrote."""
    try:
        known = json.loads(metadata)
        for key in known.keys() & set(_IDS):
            known[key] = UUID(known[key])
        for key in known.keys() & set(_WHOLE):
            known[key] = int(known[key])
        return Form(**known)
    except (ValueError, TypeError, AttributeError):
        raise Outdated from None


def agenda_value(agenda: UUID | None) -> str:
    """Never empty: Slack takes no empty value."""
    return str(agenda) if agenda else "next"


def read_agenda(value: str) -> UUID | None:
    """Raises `Outdated` for anything else."""
    return None if value == "next" else read_id(value)


def choice_value(choice: Choice, agenda: UUID) -> str:
    return f"{choice}:{agenda}"


def read_choice(value: str) -> tuple[Choice, UUID]:
    """Raises `Outdated` for an older version's."""
    choice, _, agenda = value.partition(":")
    try:
        return Choice(choice), UUID(agenda)
    except ValueError:
        raise Outdated from None


def deed_value(deed: Deed, item: UUID) -> str:
    return f"{deed}:{item}"


def read_deed(value: str) -> tuple[Deed, UUID]:
    """Raises `Outdated` for an older version's."""
    deed, _, item = value.partition(":")
    try:
        return Deed(deed), UUID(item)
    except ValueError:
        raise Outdated from None


def read_page(value: str) -> int:
    """Raises `Outdated` for anything else."""
    if not value.isascii() or not value.isdigit() or len(value) > 4:
        raise Outdated
    return int(value)
