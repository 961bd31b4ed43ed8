"""How alike two questions are: whether two reps ask about one matter.

The weights are those of a logistic regression on the tuning half of `benchmarks/matters`, but two:
another place, and one phone only, speak against it as strongly as they do to a person. What comes
of it on the half that was held out stands in docs/benchmarks.md.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.alike.gist import Gist, Places, Rarity, same_word

if TYPE_CHECKING:
    from bot.meaning.vectors import Vector

_COSINE_OF_STRANGERS: Final = 0.87  # of two questions that have nothing in common
_COSINES_WIDE: Final = 0.05


class Evidence(NamedTuple):
    """What speaks for one matter, or against it. All but `meaning` are from 0 to 1 or 2.

    `both` is the part of the two that they have in common, `shared` how much that is; `different`
    grows by a fifth with each thing that only one means. `place` is the same one, `elsewhere`
    another one. `alone`: one or both are about one phone only. `foreign`: they are in two
    languages, where less is shared of one matter, too.
    """

    meaning: float
    both: float
    shared: float
    different: float
    place: float
    elsewhere: float
    topic: float
    alone: float
    foreign: float


class Weights(NamedTuple):
    """Of the evidence, and what it must come to. Without vectors `meaning` has none."""

    evidence: Evidence
    needed: float


# fmt: off
BY_MEANING: Final = Weights(
    Evidence(2.56, 1.84, 2.24, -1.49, 1.55, -6.0, 0.7, -3.0, 1.1), 3.1
)
BY_WORDS: Final = Weights(
    Evidence(0.0, 2.18, 3.53, -1.52, 2.41, -6.0, 1.1, -3.0, 0.47), 4.84
)
# fmt: on


def likeness(one: Gist, other: Gist, rarity: Rarity, cosine: float | None = None) -> float:
    """From 0 on they are about one matter, the surer the higher. Symmetric. Without `cosine`, which
    is that of their vectors, by words alone.
    """
    weights = BY_WORDS if cosine is None else BY_MEANING
    found = evidence(one, other, rarity, cosine)
    return balance(found, weights.evidence) - weights.needed


def balance(found: Iterable[float], weights: Iterable[float]) -> float:
    """What the evidence comes to."""
    return sum(each * weight for each, weight in zip(found, weights, strict=True))


def cosine_of(one: "Vector | None", other: "Vector | None") -> float | None:
    """None where one of them has no vector."""
    return None if one is None or other is None else float(one @ other)


def scale_cosine(cosine: float | None) -> float:
    """From 0 for texts that have nothing in common, to some 2 for the same one."""
    return 0.0 if cosine is None else (cosine - _COSINE_OF_STRANGERS) / _COSINES_WIDE


def evidence(one: Gist, other: Gist, rarity: Rarity, cosine: float | None) -> Evidence:
    """What likeness() weighs."""
    shared = weigh_shared(one, other, rarity)
    place = same_place(one, other)
    return Evidence(
        meaning=scale_cosine(cosine),
        both=2 * shared / (weigh(one, other, rarity) + weigh(other, one, rarity))
        if shared
        else 0.0,
        shared=min(shared, 2.0),
        different=len(one.meant ^ other.meant) / 5,
        place=float(place is True),
        elsewhere=float(place is False),
        topic=float(one.topic is other.topic),
        alone=float(one.alone or other.alone),
        foreign=float(one.tongue != other.tongue),
    )


def weigh(gist: Gist, other: Gist, rarity: Rarity) -> float:
    """How much a question says, but where: what the other one tells for a place is one."""
    own = (each for each in gist.own if not any(same_word(each, at) for at in other.places))
    return sum(map(rarity, gist.meant)) + sum(map(rarity, own))


def weigh_shared(one: Gist, other: Gist, rarity: Rarity) -> float:
    """How much of it another says, too."""
    common = one.own & other.own
    nearly = _nearly(one.own - common, other.own - common)
    return (
        sum(map(rarity, one.meant & other.meant))
        + sum(map(rarity, common))
        + sum(max(rarity(a), rarity(b)) for a, b in nearly)
    )


def same_place(one: Gist, other: Gist) -> bool | None:
    """None where one of them names no place."""
    if _stands(one.places, other) or _stands(other.places, one):
        return True
    return False if one.places and other.places else None


def _stands(places: Places, gist: Gist) -> bool:
    """Whether one of the places is named there, also where it could not be told for one."""
    if not places.isdisjoint(gist.said):
        return True
    return any(same_word(each, word) for each in places for word in gist.own | gist.places)


def _nearly(one: Places, other: Places) -> set[tuple[str, str]]:
    return {(a, b) if a < b else (b, a) for a in one for b in other if same_word(a, b)}
