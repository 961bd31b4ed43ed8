"""What is found: by whoever looks for it, unasked, or in vain."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from bot.practices.facts import Shown
from bot.text.kinds import Kind
from storage.practices import ALL, Narrow, Reach


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


@dataclass(frozen=True, slots=True)
class Results:
    """What was found for `words`, which are masked; `is_gap`: nothing, and that was noted."""

    words: str
    shown: tuple[Shown, ...] = ()
    is_gap: bool = False
    masked: tuple[Kind, ...] = ()


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


class Missing(NamedTuple):
    """Searches without a result that ask the same thing."""

    gap_id: UUID
    words: str
    times: int
    people: int
    last_at: datetime
