"""The words on the wire: what the views of a huddle send out and handlers get back."""

import json
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from bot.errors import Outdated
from bot.huddles.meeting.facts import Pressed, Seen

# Buttons and the "…" of the card. Their value is `seen_value`, the menu's `choice_value`.
NEXT: Final = "huddles.next"
PARK: Final = "huddles.park"
NOTE: Final = "huddles.note"  # opens the form of a decision
CLOSE: Final = "huddles.close_item"  # the action item on the agenda is done; and on to the next
HERE: Final = "huddles.here"
END: Final = "huddles.end"
TAKE_UP: Final = "huddles.take_up"  # the value's item is talked about now
MENU: Final = "huddles.meeting_menu"
RECAP_MENU: Final = "huddles.recap_menu"  # the value is `choice_value`

# Modals.
NOTE_FORM: Final = "huddles.note_form"
ACTION_FORM: Final = "huddles.action_form"  # of a new one
CHANGE_FORM: Final = "huddles.action_change_form"  # the metadata is a `Form`
ABSENT: Final = "huddles.absent"

# Inputs of modals, by their blocks.
TEXT: Final = "text"
OWNER: Final = "owner"
DUE: Final = "due"


class Choice(StrEnum):
    """What stands under the "…" of the card and of the recap."""

    PRACTICE = "practice"
    ACTION = "action"
    BACK = "back"
    END = "end"
    SCREEN = "screen"
    ABSENT = "absent"


class Form(NamedTuple):
    """What a form remembers, as its metadata carries it: on what it was opened, and where.
    `there` is the channel in which its sender is told; `action` is the action item that is changed.
    """

    huddle: UUID | None = None
    version: int = 0
    item: UUID | None = None
    there: str | None = None
    ts: str | None = None
    url: str | None = None
    action: UUID | None = None

    @property
    def seen(self) -> Seen:
        """Raises `Outdated` for the form of no huddle."""
        if self.huddle is None:
            raise Outdated
        return Seen(self.huddle, self.version, self.item)

    @property
    def pressed(self) -> Pressed:
        return Pressed(self.there, self.ts, self.url)


def seen_value(seen: Seen) -> str:
    """As `<huddle>:3:<item>`."""
    return f"{seen.huddle}:{seen.version}:{seen.item or ''}"


def read_seen(value: str) -> Seen:
    """Raises `Outdated` for another version's."""
    try:
        huddle, version, item = value.split(":")
        return Seen(UUID(huddle), int(version), UUID(item) if item else None)
    except ValueError:
        raise Outdated from None


def choice_value(choice: Choice, seen: Seen) -> str:
    """The value of an option under "…"."""
    return f"{choice}:{seen_value(seen)}"


def read_choice(value: str) -> tuple[Choice, Seen]:
    """Raises `Outdated` for another version's."""
    choice, _, seen = value.partition(":")
    if choice not in set(Choice):
        raise Outdated
    return Choice(choice), read_seen(seen)


def form_of(seen: Seen, pressed: Pressed) -> Form:
    """What the form remembers that was opened by this press."""
    return Form(seen.huddle, seen.version, seen.item, *pressed)


def form_value(form: Form) -> str:
    """As JSON, without what is empty."""
    known = {key: value for key, value in form._asdict().items() if value}
    return json.dumps(known, default=str, separators=(",", ":"))


def read_form(metadata: str) -> Form:
    """Raises `Outdated` for what another version wrote."""
    try:
        known: dict[str, Any] = json.loads(metadata or "{}")
        for key in {"huddle", "item", "action"} & known.keys():
            known[key] = UUID(known[key])
        return Form(**known)
    except (ValueError, TypeError, AttributeError):
        raise Outdated from None
