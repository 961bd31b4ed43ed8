"""What advice knows that is not stored."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Final
from uuid import UUID

from bot.text.kit import Note as Note
from storage.advice import AcceptedVia
from storage.advice import CallState as CallState
from storage.advice import Contact as Contact
from storage.advice import Source as Source
from storage.topics import Topic as Topic


class Rung(IntEnum):
    """The steps of the ladder; `Ask.next_rung` counts how many were climbed."""

    SPECIALISTS = 0
    COACH = 1
    EXPERT = 2
    OVERFLOW = 3


class Next(StrEnum):
    """Who looks at an ask next, once somebody could not help."""

    PEOPLE = "people"  # called now, or soon
    CLAIMER = "claimer"  # whoever has it
    OVERFLOW = "overflow"
    NOBODY = "nobody"


class Due(StrEnum):
    """What an ask waits for: the kinds of its timers."""

    RUNG = "advice.rung"
    CLAIM_CHECK = "advice.claim_check"
    CLAIM_RELEASE = "advice.claim_release"
    CALL_BACK = "advice.call_back"
    LAPSE = "advice.lapse"
    UNDO_END = "advice.undo_end"
    END_OF_SHIFT = "advice.end_of_shift"
    FOLLOW = "advice.follow"
    CALLERS = "advice.callers"


class What(StrEnum):
    """The entries of an ask's timeline."""

    ASKED = "asked"
    MENTIONED = "mentioned"
    DECLINED = "declined"
    OVERFLOWED = "overflowed"
    CLAIMED = "claimed"
    EXTENDED = "extended"
    RELEASED = "released"
    REPLIED = "replied"
    RESUMED = "resumed"
    EDITED = "edited"
    CALL_STATE = "call_state"
    TOPIC = "topic"
    ACCEPTED = "accepted"
    REOPENED = "reopened"
    SETTLED = "settled"
    LAPSED = "lapsed"
    REMINDED = "reminded"
    JOINED = "joined"
    FOLLOWS = "follows"
    PARTED = "parted"
    RESTED = "rested"
    CORRECTED = "corrected"
    ANSWERED_THERE = "answered_there"  # the answer at another card, of the same matter, was told


@dataclass(frozen=True, slots=True)
class Around:
    """What a live card shows that does not stand in its ask.

    `overflow` is the name of the overflow pod, where it sees the ask; `claimed_there`: whoever
    has it is of that pod. `held_until`: the claimer took more time. `saved_as` is the practice
    that was made of what worked. `callers`: so many ask the same in its thread. `alert` is the
    headline of the alert that tells them all what they need; None where somebody waits.
    """

    overflow: str | None = None
    claimed_there: bool = False
    held_until: datetime | None = None
    saved_as: UUID | None = None
    callers: int = 1
    alert: str | None = None


ALONE: Final = Around()


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it came, before anything of it is stored.

    `text` is as Slack sent it for messages and commands, as typed for modals. `topic` None:
    guess. `channel` is where it was asked; `ts` and `thread_ts` are the message that asks.
    """

    text: str
    source: Source
    contact: Contact = Contact.PHONE
    call_state: CallState = CallState.TALKING
    topic: Topic | None = None
    channel: str | None = None
    ts: str | None = None
    thread_ts: str | None = None
    edited: str | None = None
    response_url: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A message in a channel: new, changed or deleted (`deleted`: its words are gone).

    `ts`, `thread_ts` and `edited` are Slack's; `thread_ts` is None for a root.
    """

    channel: str
    ts: str
    thread_ts: str | None
    text: str
    edited: str | None = None
    deleted: bool = False
    mentions_bot: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """Where a control was pressed: its message, which `response_url` alone can repaint.

    `copy_of` is the answer that it repeats, where it is the asker's private copy of one.
    """

    channel: str | None = None
    ts: str | None = None
    response_url: str | None = None
    copy_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """An answer that worked, as far as the thread tells: a mark or thanks by the asker."""

    reply_id: UUID
    helper: str
    via: AcceptedVia
    at: datetime
