"""The words on the wire of coaching: what its views send out and handlers get back."""

from typing import Final, NamedTuple
from uuid import UUID

from bot.errors import Outdated

# Buttons and menus.
OPEN: Final = "coaching.open"  # the value is the talk's id
WITH: Final = "coaching.with"  # a menu of people; the value is a Slack id
TICK: Final = "coaching.tick"  # the value is `line_value`
UNTICK: Final = "coaching.untick"  # as TICK
SHARE: Final = "coaching.share"  # as OPEN
TALKED: Final = "coaching.talked"  # as OPEN
NOT_YET: Final = "coaching.not_yet"  # as OPEN: they have not talked, after all
NEXT: Final = "coaching.next"  # as OPEN: the next talk of the same two
NEW_ACTION: Final = "coaching.new_action"  # as OPEN
BACK: Final = "coaching.back"  # as OPEN: from the form of an action item
CLOSE_ACTION: Final = "coaching.close_action"  # the value is `line_value`

# Modals.
TALK: Final = "coaching.talk"
ACTION_FORM: Final = "coaching.action_form"

# Inputs, by their blocks.
LINE: Final = "line"
TO_DO: Final = "to_do"
OWNER: Final = "owner"
DUE_ON: Final = "due_on"


class Open(NamedTuple):
    """What an open modal remembers: the talk, and how many lines were typed in it; with another
    number the field for the next one is empty.
    """

    coaching: UUID
    typed: int = 0


def open_value(open_: Open) -> str:
    return f"{open_.coaching}:{open_.typed}"


def read_open(metadata: str) -> Open:
    """Raises `Outdated` for what another version wrote."""
    coaching, _, typed = metadata.partition(":")
    if not typed.isascii() or not typed.isdigit() or len(typed) > _LONGEST_NUMBER:
        raise Outdated
    return Open(read_id(coaching), int(typed))


def line_value(coaching: UUID, line: UUID) -> str:
    """A line, or an action item, of a talk."""
    return f"{coaching}:{line}"


def read_line(value: str) -> tuple[UUID, UUID]:
    """Raises `Outdated` for anything else."""
    coaching, _, line = value.partition(":")
    return read_id(coaching), read_id(line)


def read_id(value: str) -> UUID:
    """Raises `Outdated` for what is no id."""
    try:
        return UUID(value)
    except ValueError:
        raise Outdated from None


_LONGEST_NUMBER: Final = 9
