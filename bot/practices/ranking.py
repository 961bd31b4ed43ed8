"""How what was found by words and what was found by meaning become one order.

The figures were chosen by the means over the public sets of docs/benchmarks.md, which also says
what was tried and did not help.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from heapq import nsmallest
from typing import Final, NamedTuple
from uuid import UUID

from bot.practices.found import Found

NEAREST: Final = 200
"""How many are taken by meaning: the last of them counts as not near at all."""
MATCHES: Final = 100
MEANING: Final = 0.75
"""What meaning weighs; words weigh the rest."""
HUBNESS: Final = 0.2
FITS: Final = 0.7
"""How sure a practice must be to be suggested unasked."""
LITTLE: Final = 0.5
"""What an everyday word tells at most: as much as one that stands in three of five notes."""
ALIKE: Final = 0.93
"""From which cosine two notes say nearly the same."""
SAME_WORDS: Final = 0.5

_OFTEN_FROM, _OFTEN, _MOST_ROWS = 200, 0.05, 8000
_TENTH = 10
_HALF = 0.5
# The tenth nearest of a question without an answer has this cosine; there are fewer in a new store.
_BACKGROUND = 0.8
# A logistic regression on whether one of the first three answers the question.
_COSINE, _WORDS, _AHEAD, _CONSTANT = 11.3, 3.5, 82.0, -13.8


class Near(NamedTuple):
    """Near in meaning: `score` is the cosine less what is taken off rows near to everything."""

    practice_id: UUID
    score: float
    cosine: float


class Matched(NamedTuple):
    """Shares words: `score` is BM25's."""

    practice_id: UUID
    score: float


class _Best(NamedTuple):
    """What the parts of a score are measured against: the best BM25, that of the whole question,
    and the cosine of the tenth nearest."""

    matched: float
    whole: float
    tenth: float


def rarity(
    stems: Sequence[str],
    counts: Mapping[str, int],
    practices: int,
    everyday: Collection[str] = (),
) -> dict[str, float]:
    """The inverse document frequency of each stem, without the very frequent; of the `everyday`
    ones at most `LITTLE`.

    These are in more than a twentieth of the practices, and in more than 200; and those beyond
    8,000 rows to be looked up, counted from the rarest, which always stays.
    """
    often = max(_OFTEN_FROM, _OFTEN * practices)
    known = sorted((stem for stem in stems if counts.get(stem, 0)), key=lambda stem: counts[stem])
    kept, rows = known[:1], 0
    for stem in known[1:]:
        rows += counts[stem]
        if counts[stem] <= often and rows <= _MOST_ROWS:
            kept.append(stem)
    most = dict.fromkeys(everyday, LITTLE)
    return {stem: min(idf(counts[stem], practices), most.get(stem, math.inf)) for stem in kept}


def idf(count: int, practices: int) -> float:
    """How much a stem tells that stands in `count` of the practices."""
    return math.log(1 + (practices - count + 0.5) / (count + 0.5))


def fuse(
    near: Sequence[Near],
    matched: Sequence[Matched],
    whole: float,
    unread: Collection[UUID] = (),
    at_most: int = NEAREST + MATCHES,
) -> list[Found]:
    """The first of both lists as one, best first. `whole` is what a practice scores that has each
    word of the question once. Those `unread` have no vector yet: their words alone tell.
    """
    best = _Best(max((each.score for each in matched), default=0.0), whole, _tenth(near))
    words = {each.practice_id: each.score for each in matched if each.practice_id not in unread}
    # Twice, while its row is made anew: the better one counts.
    backwards = list(zip(reversed(near), reversed(_spread(near)), strict=True))
    cosines = {each.practice_id: each.cosine for each, _ in backwards}
    scores = {each.practice_id: MEANING * meaning for each, meaning in backwards}
    for each, by_words in words.items():
        scores[each] = scores.get(each, 0.0) + (1 - MEANING) * _part(by_words, best.matched)
    first = nsmallest(at_most, scores.items(), key=lambda scored: (-scored[1], scored[0]))
    found = [each for each in match_only(matched, whole) if each.practice_id in unread]
    found += [
        _found(each, score, words.get(each, 0.0), cosines.get(each, 0.0), best)
        for each, score in first
    ]
    return sorted(found, key=lambda each: (-each.score, each.practice_id))[:at_most]


def match_only(matched: Sequence[Matched], whole: float) -> list[Found]:
    """Where there is no embedder: by words alone. What covers half of the question fits."""
    most = max((each.score for each in matched), default=0.0)
    return [
        Found(
            each.practice_id,
            _part(each.score, most),
            covered := _part(each.score, whole),
            0.0,
            min(1.0, covered * FITS / _HALF),
        )
        for each in matched
    ]


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The part of all their stems that both have."""
    return len(one & other) / max(1, len(one | other))


def alike(near: Sequence[Near], overlaps: Mapping[UUID, float]) -> list[Found]:
    """Those that say nearly the same, by their cosine as notes or by their words; best first."""
    cosines = {each.practice_id: each.cosine for each in near}
    found = [
        Found(each, max(cosine, words), words, cosine)
        for each in dict.fromkeys([*cosines, *overlaps])
        for cosine, words in [(cosines.get(each, 0.0), overlaps.get(each, 0.0))]
        if cosine >= ALIKE or words >= SAME_WORDS
    ]
    return sorted(found, key=lambda each: (-each.score, each.practice_id))


def _found(practice_id: UUID, score: float, by_words: float, cosine: float, best: _Best) -> Found:
    covered = _part(by_words, best.whole)
    sure = _sure(cosine, covered, cosine - best.tenth) if cosine else 0.0
    return Found(practice_id, score, covered, cosine, sure)


def _sure(cosine: float, by_words: float, ahead: float) -> float:
    return 1 / (1 + math.exp(-(_COSINE * cosine + _WORDS * by_words + _AHEAD * ahead + _CONSTANT)))


def _spread(near: Sequence[Near]) -> list[float]:
    """From 1 for the nearest to 0 for the last."""
    if not near:
        return []
    best, last = near[0].score, near[-1].score
    wide = best - last
    return [(each.score - last) / wide if wide > 0 else 1.0 for each in near]


def _tenth(near: Sequence[Near]) -> float:
    """How near the tenth nearest is; in a store of fewer, how near it would be."""
    cosines = sorted((each.cosine for each in near), reverse=True)
    return cosines[_TENTH - 1] if len(cosines) >= _TENTH else min([_BACKGROUND, *cosines])


def _part(score: float, of: float) -> float:
    return min(1.0, score / of) if of > 0 else 0.0
