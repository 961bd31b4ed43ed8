"""Whether like questions pile up in a market: which they are, who says so, and whom to tell.

All of it follows from the asks that count now and from what was told before, in whatever order
these came: an ask that is withdrawn, edited or moved is simply judged anew.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from bot.alike.piling import (
    Asked,
    Like,
    Pile,
    Said,
    count_reps,
    find_nearest,
    most_at_once,
    pile_up,
)
from storage.topics import Topic

WINDOW: Final = timedelta(minutes=10)
LOOKED_BACK: Final = 2 * WINDOW
"""So far back asks are looked at, so that one which comes late finds those before it."""

QUIET_FOR: Final = timedelta(hours=1)
"""A matter of which nobody asked for so long is over; like asks after that are a new one."""

REPS: Final = 3
REPS_WHERE_FEW: Final = 2
FEW_PRESENT: Final = 10
JOINED_FROM: Final = 3
"""Once there are so many like asks in ten minutes, the next one joins the first's thread."""

BY_CHANCE: Final = 0.01
"""So seldom may an ordinary hour bring as many like asks in ten minutes."""

ALIKE_AS_A_RULE: Final = 0.1
"""Of a topic's asks, the part that is like any one of them when nothing is going on. Among
questions written to differ it was less than .01; on real days people repeat themselves.
"""


class Matter(NamedTuple):
    """A matter that is known. `told` is how many reps it had when somebody was told, or when it
    was dismissed. `parted` are asks of which their askers said that theirs is different; `thread`
    those that stand in one thread: the first, and who joined it; `noted` those whose askers know
    already that it is not only theirs. `settled`: an alert speaks for it now.
    """

    id: UUID
    asks: frozenset[UUID]
    told: int
    parted: frozenset[UUID] = frozenset()
    thread: frozenset[UUID] = frozenset()
    noted: frozenset[UUID] = frozenset()
    settled: bool = False


class Seen(NamedTuple):
    """A matter as it stands. `matter` is None where it is new. `lately` are the reps of the last
    ten minutes, `reps` all of them; `asks` the oldest first. `tell`: somebody is to be told.
    `note`: asks of the last ten minutes whose askers do not know yet that it is not only theirs.
    """

    matter: UUID | None
    asks: tuple[UUID, ...]
    topic: Topic
    began: datetime
    lately: int
    reps: int
    tell: bool
    note: tuple[UUID, ...]


class Around(NamedTuple):
    """What decides how many are many. `expected` says how many asks of a topic ten minutes of this
    hour bring as a rule; None where nobody knows."""

    now: datetime
    present: int
    expected: Callable[[Topic], float | None]


def sense(asks: Iterable[Asked], known: Sequence[Matter], like: Like, around: Around) -> list[Seen]:
    """The matters among these asks, the known ones first: those of the last minutes, and those of
    known matters that are not over.
    """
    piles = pile_up(asks, like, _said(known))
    bound = bind(piles, known)
    found = [_seen(piles[at], matter, around) for at, matter in bound.items()]
    new = (_seen(pile, None, around) for at, pile in enumerate(piles) if at not in bound)
    return found + [each for each in new if each.tell]


def is_many(reps: int, topic: Topic, around: Around) -> bool:
    """Whether so many reps in ten minutes are a matter: enough of them, and more than the topic
    brings at this hour as a rule.
    """
    enough = REPS_WHERE_FEW if around.present < FEW_PRESENT else REPS
    if reps < enough:
        return False
    expected = around.expected(topic)
    return expected is None or at_least(reps, expected * ALIKE_AS_A_RULE) < BY_CHANCE


def at_least(count: int, mean: float) -> float:
    """How likely `count` and more are where `mean` are usual (Poisson)."""
    fewer = sum(mean**number / math.factorial(number) for number in range(count))
    return max(0.0, 1 - math.exp(-mean) * fewer)


def find_thread(
    ask: Asked, matters: Mapping[UUID, Pile], parted: Collection[UUID], like: Like
) -> UUID | None:
    """The matter whose thread a new ask joins: it is like that one, of which so many asked in the
    last ten minutes. None: it gets a card of its own. `parted` are the matters of which its asker
    said that theirs is different.
    """
    since = ask.at - WINDOW
    open_to = {
        matter: pile
        for matter, pile in matters.items()
        if matter not in parted and sum(each.at > since for each in pile) >= JOINED_FROM
    }
    nearest = find_nearest(ask, list(open_to.values()), like)
    return None if nearest is None else list(open_to)[nearest]


def bind(piles: Sequence[Pile], known: Sequence[Matter]) -> dict[int, Matter]:
    """Which pile is which known matter: where most of its asks are, the oldest matter first."""
    bound: dict[int, Matter] = {}
    for matter in sorted(known, key=lambda each: each.id.int):
        own = matter.asks - matter.parted
        free = (at for at in range(len(piles)) if at not in bound)
        shares = {at: sum(ask.id in own for ask in piles[at]) for at in free}
        best = max(shares, key=lambda at: (shares[at], -at), default=None)
        if best is not None and shares[best]:
            bound[best] = matter
    return bound


def _seen(pile: Pile, matter: Matter | None, around: Around) -> Seen:
    topic, reps = _topic_of(pile), count_reps(pile)
    lately = [each for each in pile if each.at > around.now - WINDOW]
    if matter is None:
        tell = is_many(most_at_once(pile, WINDOW), topic, around)
    else:
        tell = not matter.settled and reps >= 2 * matter.told
    return Seen(
        matter=matter and matter.id,
        asks=tuple(each.id for each in pile),
        topic=topic,
        began=pile[0].at,
        lately=count_reps(lately),
        reps=reps,
        tell=tell,
        note=_to_note(lately, matter) if reps > 1 else (),
    )


def _to_note(lately: Pile, matter: Matter | None) -> tuple[UUID, ...]:
    if matter is None:
        return tuple(each.id for each in lately)
    if matter.settled:
        return ()
    return tuple(each.id for each in lately if each.id not in matter.noted)


def _topic_of(pile: Pile) -> Topic:
    """What most of them are about; of equals, what was first."""
    return Counter(ask.gist.topic for ask in pile).most_common(1)[0][0]


def _said(known: Sequence[Matter]) -> Said:
    apart = {
        (different, ask)
        for matter in known
        for different in matter.parted
        for ask in matter.asks - matter.parted
    }
    together = {ask: matter.id for matter in known for ask in matter.thread - matter.parted}
    return Said(together, frozenset(apart))
