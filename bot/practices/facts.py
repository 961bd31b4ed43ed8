"""What practices know that is not stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple, Protocol
from uuid import UUID

from bot.text.kinds import Kind
from storage.languages import Language
from storage.practices import (
    ALL,
    Narrow,
    Practice,
    PracticeChange,
    Reach,
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


class Found(NamedTuple):
    """A practice that fits some words; all figures lie between 0 and 1.

    `score` orders those of one search. `by_words` is the part of the question that its words
    cover, `by_meaning` its cosine. `sure` is the same measure for every search: how probable it
    is that one like this answers the question.
    """

    practice_id: UUID
    score: float
    by_words: float = 0.0
    by_meaning: float = 0.0
    sure: float = 0.0


class Finding(Protocol):
    """Whoever finds practices by their words and meaning; `wake` is called after each save."""

    async def find(
        self, text: str, reach: Reach, narrow: Narrow = ALL, at_most: int = 10
    ) -> list[Found]: ...

    async def alike(self, text: str, reach: Reach, at_most: int = 3) -> list[Found]: ...

    def fits(self, found: Found) -> bool: ...

    def telling(self, question: str, text: str) -> tuple[str, ...]:
        """The words of a question that stand in a text and in few practices, the rarest first."""
        ...

    def is_empty(self) -> bool:
        """Whether there is nothing to find."""
        ...

    async def completed(self, text: str) -> str:
        """What somebody is typing, with its last word as practices know it."""
        ...

    def wake(self) -> None: ...


class Source(NamedTuple):
    """The message that a practice was made from."""

    channel: str
    ts: str


class Pressed(NamedTuple):
    """The message on which something was pressed; its `response_url` alone can repaint it."""

    channel: str | None
    ts: str | None
    response_url: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A practice before it is saved, as typed or prefilled.

    What is None or empty is guessed: title and topics from the words, the language too; scope is
    the pod's market. `gap_id` is the search without a result that it answers; `helper_said`: the
    way to say it is the helper's, in their words. `pressed` is the card of the ask from which the
    form was opened.
    """

    situation: str
    what_worked: str
    say_it: str = ""
    language: Language | None = None
    topics: tuple[str, ...] = ()
    scope: Scope = Scope.MARKET
    ask_id: UUID | None = None
    source: Source | None = None
    link: str | None = None
    helper: str | None = None
    helper_name: str | None = None
    helper_said: bool = False
    ends_at: datetime | None = None
    title: str = ""
    alert_id: UUID | None = None
    gap_id: UUID | None = None
    masked: tuple[Kind, ...] = ()
    pressed: Pressed | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """What an edit changes; None leaves a part as it is.

    `say_it` rewords the way to say it that `saying_id` names (empty: takes it out), or adds one.
    `no_end` takes the end date away.
    """

    title: str | None = None
    situation: str | None = None
    what_worked: str | None = None
    say_it: str | None = None
    saying_id: UUID | None = None
    topics: tuple[str, ...] | None = None
    scope: Scope | None = None
    link: str | None = None
    ends_at: datetime | None = None
    no_end: bool = False


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


@dataclass(frozen=True, slots=True)
class Results:
    """What was found for `words`, which are masked; `is_gap`: nothing, and that was noted."""

    words: str
    shown: tuple[Shown, ...] = ()
    is_gap: bool = False
    masked: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    practice: Practice
    masked: tuple[Kind, ...] = ()


class Added(NamedTuple):
    """Somebody added how they say it; not `is_new`: these words stood there already."""

    practice: Practice
    masked: tuple[Kind, ...] = ()
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Alike:
    """Nothing was saved: these say nearly the same. `draft` is masked and complete."""

    draft: Draft
    shown: tuple[Shown, ...]

    @property
    def ids(self) -> frozenset[UUID]:
        """To be handed back as `despite` where both are wanted."""
        return frozenset(each.practice.id for each in self.shown)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A practice that may fit a question, before anybody looked for it.

    `telling` are the words of the question that it shares, the rarest first; none where it only
    means nearly the same.
    """

    shown: Shown
    telling: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """What was suggested when `ask_id` was asked; `is_mine`: to the person who reads it now.
    `is_live`: it is still to be settled.
    """

    ask_id: UUID
    suggestions: tuple[Suggestion, ...] = ()
    is_mine: bool = True
    is_live: bool = True


class Credit(NamedTuple):
    """Somebody whose find it is, or who helped to find it."""

    user: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the history with what it changed."""

    change: PracticeChange
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """A practice with all that belongs to it, and what the reader may do.

    Sayings, credits and reuse are also of those that were `merged` into it, the oldest first.
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


class Missing(NamedTuple):
    """Searches without a result that ask the same thing."""

    gap_id: UUID
    words: str
    times: int
    people: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Author:
    """What somebody's practices did for colleagues; `shown` the most helpful first."""

    shown: tuple[Shown, ...] = ()
    reuse: Reuse = UNUSED
    states: dict[PracticeState, int] = field(default_factory=dict)
