"""Like questions of one market, gathered into piles: the same piles in whatever order they come."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from bot.alike.gist import Gist, Rarity
from bot.alike.likeness import cosine_of, likeness

if TYPE_CHECKING:
    from bot.meaning.vectors import Vector

KEPT: Final = 80_000
"""So many likenesses are kept, and as many of before: those of 400 asks of which hardly any are
alike, in some 20 MB."""

COMPARED: Final = 8
"""With so many of a pile a question is compared: its first, and the newest."""

SEVERAL: Final = 3
GOING_ON: Final = 1.5
"""What several reps ask about, the next one likely asks about, too: so much less must be alike."""


class Asked(NamedTuple):
    """An ask that counts: neither withdrawn nor called no question. `vector` is None without an
    embedder."""

    id: UUID
    asker: str
    at: datetime
    gist: Gist
    vector: "Vector | None" = None


Pile = list[Asked]
Like = Callable[[Asked, Asked], float]
"""From 0 on two asks are about one matter, as `bot.alike.likeness` says."""


class Said(NamedTuple):
    """What people said of asks, by their ids, whatever is likely: those of one group stand in one
    thread; those of a pair are not about one matter.
    """

    together: Mapping[UUID, UUID] = {}
    apart: frozenset[tuple[UUID, UUID]] = frozenset()

    def joins(self, ask: Asked, pile: Sequence[Asked]) -> bool:
        group = self.together.get(ask.id)
        return group is not None and any(self.together.get(each.id) == group for each in pile)

    def splits(self, ask: Asked, pile: Sequence[Asked]) -> bool:
        return bool(self.apart) and any(
            (ask.id, each.id) in self.apart or (each.id, ask.id) in self.apart for each in pile
        )


NOTHING_SAID: Final = Said()


def by_likeness(rarity: Rarity, kept: int = KEPT) -> Like:
    """Compares what two asks say. What was compared is kept, so that of a market's asks only the
    new one costs time: hand over the same gists and vectors again.
    """
    known: dict[tuple[UUID, UUID], tuple[Asked, Asked, float]] = {}
    before: dict[tuple[UUID, UUID], tuple[Asked, Asked, float]] = {}

    def like(one: Asked, other: Asked) -> float:
        nonlocal known, before
        pair = one.id, other.id
        found = known.get(pair)
        if found is None:
            if len(known) >= kept:
                known, before = {}, known
            found = before.get(pair)
            if found is not None:
                known[pair] = found
        if found is not None and _says_the_same(found[0], one) and _says_the_same(found[1], other):
            return found[2]
        near = likeness(one.gist, other.gist, rarity, cosine_of(one.vector, other.vector))
        known[pair] = one, other, near
        return near

    return like


def pile_up(asks: Iterable[Asked], like: Like, said: Said = NOTHING_SAID) -> list[Pile]:
    """Every ask in one pile, the oldest first in each; an ask that comes twice counts once.

    Each joins the pile that it is nearest to, in the mean of those with which it is compared. Then
    piles of which it shows only now that they are about one matter are put together.
    """
    piles: list[Pile] = []
    for ask in in_order(asks):
        told = next((at for at, pile in enumerate(piles) if said.joins(ask, pile)), None)
        nearest = find_nearest(ask, piles, like, said) if told is None else told
        if nearest is None:
            piles.append([ask])
        else:
            piles[nearest].append(ask)
    return _put_together(piles, like, said)


def find_nearest(
    ask: Asked, piles: Sequence[Sequence[Asked]], like: Like, said: Said = NOTHING_SAID
) -> int | None:
    """Which of the piles an ask belongs to, the first of equals; None where it is like none."""
    near = {
        at: _nearness(ask, pile, like)
        for at, pile in enumerate(piles)
        if not said.splits(ask, pile)
    }
    nearest = max(near, key=lambda at: (near[at], -at), default=None)
    return nearest if nearest is not None and near[nearest] >= 0 else None


def in_order(asks: Iterable[Asked]) -> list[Asked]:
    """Each once, as they were asked."""
    once = {ask.id: ask for ask in asks}
    return sorted(once.values(), key=lambda ask: (ask.at, ask.id.int))


def count_reps(asks: Collection[Asked]) -> int:
    """How many different people asked."""
    return len({ask.asker for ask in asks})


def most_at_once(asks: Sequence[Asked], span: timedelta) -> int:
    """How many different people asked within `span`, where it was most."""
    return max(
        count_reps([each for each in asks if first.at <= each.at < first.at + span])
        for first in asks
    )


def _put_together(piles: Sequence[Pile], like: Like, said: Said) -> list[Pile]:
    """Every pile goes to the first of several reps to which it is near."""
    kept: list[Pile] = []
    for pile in sorted(piles, key=lambda pile: count_reps(pile) < SEVERAL):
        into = next((each for each in kept if _belongs(pile, each, like, said)), None)
        if into is None:
            kept.append(pile)
        else:
            into[:] = in_order([*into, *pile])
    return sorted(kept, key=lambda pile: (pile[0].at, pile[0].id.int))


def _belongs(pile: Pile, into: Pile, like: Like, said: Said) -> bool:
    if count_reps(into) < SEVERAL or any(said.splits(ask, into) for ask in pile):
        return False
    some = _compared(pile)
    return sum(_nearness(ask, into, like) for ask in some) >= 0


def _says_the_same(before: Asked, now: Asked) -> bool:
    return before.gist is now.gist and before.vector is now.vector


def _nearness(ask: Asked, pile: Sequence[Asked], like: Like) -> float:
    compared = _compared(pile)
    near = sum(like(ask, each) for each in compared) / len(compared)
    return near + GOING_ON if count_reps(compared) >= SEVERAL else near


def _compared(pile: Sequence[Asked]) -> list[Asked]:
    return [pile[0], *pile[1:][-(COMPARED - 1) :]]
