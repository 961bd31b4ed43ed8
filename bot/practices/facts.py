"""What practices know that is not stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from storage.practices import (
    Practice,
    PracticeChange,
    Saying,
)
from storage.practices import PracticeState as PracticeState
from storage.practices import Scope as Scope
from storage.practices import Word as Word
from storage.practices_tending import Against


class Due(StrEnum):
    """What a practice waits for: the kinds of its timers."""

    UNUSED = "practices.unused"
    STALE = "practices.stale"
    END = "practices.end"
    ANSWERS = "practices.answers"


class What(StrEnum):
    """The entries of a practice's history."""

    SAVED = "saved"
    EDITED = "edited"
    SHARED = "shared"
    VERIFIED = "verified"
    CONFIRMED = "confirmed"
    ARCHIVED = "archived"
    MERGED = "merged"
    TOOK_IN = "took_in"
    LINKED = "linked"
    SUSPENDED = "suspended"
    STALE = "stale"
    ENDED = "ended"
    HANDED_OVER = "handed_over"
    UNDONE = "undone"


FROM_A_FILE: Final = "read from a file"
"""Why a practice was saved or changed where an import did it."""


class Difference(NamedTuple):
    """One part of a practice that reads otherwise: its name, and both texts as they are shown."""

    part: str
    before: str
    after: str


class Reuse(NamedTuple):
    """What a practice did for others than its author."""

    used: int = 0
    helped: int = 0


UNUSED: Final = Reuse()


@dataclass(frozen=True, slots=True)
class Shown:
    """A practice with what is shown of it: the way to say it that fits the reader, and its use."""

    practice: Practice
    saying: Saying | None = None
    reuse: Reuse = UNUSED
    score: float = 0.0
    fits: bool = False
    sure: float = 0.0


class Tended(StrEnum):
    """What is listed for those who may act on it alone."""

    IN_DOUBT = "in_doubt"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A practice that waits for somebody's eye, and what was said against it, the newest first."""

    shown: Shown
    said: tuple[Against, ...] = ()


class Credit(NamedTuple):
    """Somebody whose find it is, or who helped to find it."""

    user: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the history with what it changed."""

    change: PracticeChange
    differences: tuple[Difference, ...] = ()


class Lasting(NamedTuple):
    """An alert that is not over: a practice may hold as long as it lasts."""

    id: UUID
    headline: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A practice with all that belongs to it, and what the reader may do.

    Sayings, credits and reuse are also of those that were `merged` into it, the oldest first.
    `lasting` is what goes on in the reader's market, the newest first.
    """

    practice: Practice
    sayings: Sequence[Saying] = ()
    history: Sequence[Entry] = ()
    reuse: Reuse = UNUSED
    credits: Sequence[Credit] = ()
    may_edit: bool = False
    may_verify: bool = False
    may_undo: bool = False
    source_link: str | None = None
    merged: Sequence[Practice] = ()
    lasting: Sequence[Lasting] = ()


@dataclass(frozen=True, slots=True)
class Used:
    """Where a practice was put: the thread of the ask, or before the person alone."""

    shown: Shown
    ask_id: UUID | None = None
    channel: str | None = None
    permalink: str | None = None


class Helping(NamedTuple):
    """A colleague puts a practice before the asker: `is_own` where it is what they found out,
    `pod` is theirs where it is another one, and `to` is the asker where they are mentioned.
    """

    is_own: bool = False
    pod: str | None = None
    to: str | None = None


class Settled(NamedTuple):
    """Its owner answered; `said`: in the place of the message that asked."""

    practice: Practice
    said: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal was noted; `told`: the owner hears of it; `suspended`: no longer suggested."""

    practice: Practice
    told: bool = False
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """What somebody's practices did for colleagues; `shown` the most helpful first."""

    shown: tuple[Shown, ...] = ()
    reuse: Reuse = UNUSED
    states: dict[PracticeState, int] = field(default_factory=dict)
