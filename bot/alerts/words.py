"""The words on the wire: what the views of alerts send out and handlers get back."""

import json
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from bot.errors import Outdated
from bot.text.escaping import shorten

# Buttons and menus. Their value is the alert's id, except where it says otherwise.
GOT_IT: Final = "alerts.got_it"
ADD: Final = "alerts.add"  # how somebody else says it
MENU: Final = "alerts.menu"  # the "…"; the value is `choice_value`
CONFIRM: Final = "alerts.confirm"
SHOW: Final = "alerts.show"  # the card of one in a list
STILL_ON: Final = "alerts.still_on"  # after its expected end, with no time yet
EXTEND: Final = "alerts.extend"
END: Final = "alerts.end"
NEW: Final = "alerts.new"  # opens the form; the value is `typed_value`
ASKED: Final = "alerts.asked"  # the value is one of our words behind the command
LOOK_OVER: Final = "alerts.look_over"  # opens the form of a draft; the value is the draft's id
TRY_AGAIN: Final = "alerts.try_again"  # the card, to the pods that have none
SHOW_IN_FORCE: Final = "alerts.show_in_force"  # of no alert; the value is `in_force_value`
THIS_IS_IT: Final = "alerts.this_is_it"  # of one's own question; the value is `about_value`
NOT_THIS: Final = "alerts.not_this"  # as THIS_IS_IT
REPORT_OF: Final = "alerts.report_of"  # in a menu of what ended lately
OPEN_LINK: Final = "alerts.open_link"  # opens an address by itself
# Advice's own; a test holds it to the name there. The value is the ask's id.
CALLED_BACK: Final = "advice.nothing_owed"
TRY_REFUSED: Final = "alerts.try_refused"  # of a market, whose id is the value
KIND_CHOSEN: Final = "alerts.kind"  # in the form: the words to start from change

FROM_MESSAGE: Final = "alerts.from_message"  # the shortcut on a message

# Modals.
POST_FORM: Final = "alerts.post_form"
EDIT_FORM: Final = "alerts.edit_form"
EXTEND_FORM: Final = "alerts.extend_form"
END_FORM: Final = "alerts.end_form"
SAYING_FORM: Final = "alerts.saying_form"
WHOLE: Final = "alerts.whole"
GIVEN_BACK: Final = "alerts.given_back"

# Inputs of modals, by their blocks: the fields of a draft by their names, and these.
ENDED_AT: Final = "ended_at"
END_WORDS: Final = "end_words"
SAYING: Final = "saying"


class Choice(StrEnum):
    """What stands under an alert's "…"."""

    UPDATE = "update"
    EXTEND = "extend"
    CORRECT = "correct"
    END = "end"
    ADD = "add"
    MORE = "more"
    REPORT = "report"  # of what is over


class Form(NamedTuple):
    """What a form remembers, as its metadata carries it. `there` is the channel in which it was
    opened; `draft` what somebody suggested; `matter` what several asked; `alert` is changed from
    what it said at `version`, and `choice` says why.
    """

    market: UUID | None = None
    there: str | None = None
    draft: UUID | None = None
    alert: UUID | None = None
    version: int = 0
    choice: Choice | None = None
    matter: UUID | None = None


_LONGEST_VALUE: Final = 2000  # of a button
_IDS: Final = ("market", "draft", "alert", "matter")


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
        if "choice" in known:
            known["choice"] = Choice(known["choice"])
        return Form(**known)
    except (ValueError, TypeError, AttributeError):
        raise Outdated from None


def typed_value(typed: str = "") -> str:
    """What the form is to be filled in by; as much as a button holds."""
    return shorten(f"new:{typed}", _LONGEST_VALUE)


def read_typed_value(value: str) -> str:
    """Nothing in an older version's."""
    return value.partition(":")[2]


def choice_value(choice: Choice, alert: UUID) -> str:
    return f"{choice}:{alert}"


def read_choice(value: str) -> tuple[Choice, UUID]:
    """Raises `Outdated` for an older version's."""
    choice, _, alert = value.partition(":")
    try:
        return Choice(choice), UUID(alert)
    except ValueError:
        raise Outdated from None


def in_force_value(market: UUID, feed: str, key: str) -> str:
    """Of an event of which there is no alert."""
    return f"{market}|{feed}|{key}"


def read_in_force(value: str) -> tuple[UUID, str, str]:
    """Raises `Outdated` for anything else."""
    market, _, rest = value.partition("|")
    feed, _, key = rest.partition("|")
    return read_id(market), feed, key


def about_value(alert: UUID, root: UUID) -> str:
    """An alert, and the thread of that ask in which somebody asked about it."""
    return f"{alert}:{root}"


def read_about(value: str) -> tuple[UUID, UUID]:
    """Raises `Outdated` for anything else."""
    alert, _, root = value.partition(":")
    return read_id(alert), read_id(root)


def read_id(value: str) -> UUID:
    """Raises `Outdated` for anything else."""
    try:
        return UUID(value)
    except ValueError:
        raise Outdated from None
