"""What may be put before somebody unasked: how sure it must be, and what refusals change.

Suggestions help novices and with rare problems most, so both get them from a lower threshold;
docs/benchmarks.md says how often each is right.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from bot.practices.facts import Shown
from bot.practices.found import Found
from bot.practices.rules import judged_since
from storage.practices import PracticeVerdict, Word
from storage.topics import Topic

SURE: Final = 0.7
SURE_WHERE_RARE: Final = 0.5
MOST: Final = 3
NEWCOMER: Final = 20
"""So many asks made, somebody is no newcomer to Podline any more."""
COUNTED_FOR: Final = timedelta(days=28)
"""Over which topics are counted, and for which "not this one" is remembered."""

_RARE, _KNOWN_FROM = 0.05, 50
_SURE_DESPITE: Final = 0.9
_A_REFUSAL: Final = 0.05


def is_rare(topic: Topic, counts: Mapping[Topic, int]) -> bool:
    """Whether a pod asks of it in fewer than one of twenty; unknown where it asked little yet."""
    asks = sum(counts.values())
    return asks >= _KNOWN_FROM and counts.get(topic, 0) < _RARE * asks


def sure_enough(found: Sequence[Found], least: float) -> list[Found]:
    """What may fit at all: the only ones for which more is looked up."""
    return [each for each in found if each.sure >= least]


def suggestable(
    shown: Shown,
    sure: float,
    user: str,
    refused: Collection[PracticeVerdict],
    against: int,
    least: float,
) -> bool:
    """Whether it is suggested to `user`.

    `refused` is what they said of it, also "not this one", lately; `against` counts the people
    who said that lately, each of whom has to be outweighed by somebody whom it helped.
    """
    practice = shown.practice
    if practice.suspended_at is not None or user in (practice.author, practice.helper):
        return False
    since = judged_since(practice)
    for each in refused:
        if each.practice_id == practice.id and (each.word is Word.NOT_THIS or each.at > since):
            return False
    return sure >= min(_SURE_DESPITE, least + _A_REFUSAL * max(0, against - shown.reuse.helped))


def by_practice(found: Sequence[Found]) -> dict[UUID, float]:
    """How sure each is."""
    return {each.practice_id: each.sure for each in found}
