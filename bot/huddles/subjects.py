"""What the messages and the timers of huddles are about. Order holds within a subject."""

from typing import Final
from uuid import UUID

CARD: Final = "card"
_AGENDA: Final = "agenda"
_ITEM: Final = "agenda_item"
_HUDDLE: Final = "huddle"
_POD: Final = "huddle_pod"
_ACTION: Final = "action_item"
_COACHING: Final = "coaching"
_COPIES: Final = "huddle_copies"


def agenda_subject(agenda_id: UUID) -> str:
    """Of an agenda's card in the channel, and of when it is drafted and announced."""
    return f"{_AGENDA}:{agenda_id}"


def item_subject(item_id: UUID) -> str:
    """Of what somebody alone is told about an item of an agenda."""
    return f"{_ITEM}:{item_id}"


def huddle_subject(huddle_id: UUID) -> str:
    """Of the card that walks through an agenda, of its replies, and of its beginning and end."""
    return f"{_HUDDLE}:{huddle_id}"


def pod_subject(pod_id: UUID) -> str:
    """Of a pod whose huddles are planned."""
    return f"{_POD}:{pod_id}"


def action_subject(action_item_id: UUID) -> str:
    return f"{_ACTION}:{action_item_id}"


def coaching_subject(coaching_id: UUID) -> str:
    return f"{_COACHING}:{coaching_id}"


def copies_subject(member_id: UUID) -> str:
    """Of the recaps that a member of a pod has still to read."""
    return f"{_COPIES}:{member_id}"


def agenda_of(subject: str) -> UUID | None:
    """The agenda; None for another subject."""
    return _id_of(_AGENDA, subject)


def huddle_of(subject: str) -> UUID | None:
    return _id_of(_HUDDLE, subject)


def pod_of(subject: str) -> UUID | None:
    return _id_of(_POD, subject)


def action_of(subject: str) -> UUID | None:
    return _id_of(_ACTION, subject)


def reader_of(subject: str) -> UUID | None:
    """The member whose copies these are."""
    return _id_of(_COPIES, subject)


def _id_of(kind: str, subject: str) -> UUID | None:
    found, _, rest = subject.partition(":")
    return UUID(rest) if found == kind else None
