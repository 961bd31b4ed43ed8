"""Windows of ten minutes in which one matter is asked about among other questions."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from benchmarks.alike_sets import Half, Known
from bot.alerts.matters.sensing import REPS
from bot.alike.piling import Asked, by_likeness, pile_up

OTHERS, OF_THESE_KIN = 30, 10
MOST_OF_ONE = 2  # of any other matter: no second pile is there to be found
SEEDS = (1, 2, 3)
_START = datetime(2026, 11, 20, 18, tzinfo=UTC)


class Found(NamedTuple):
    """`matters` of whose questions three and more are in one pile, of all; of the questions of a
    matter so many `gathered`. `wrong` piles of three and more in all `windows` are of no matter.
    """

    found: int
    matters: int
    gathered: float
    wrong: int
    windows: int


def gather(half: Half) -> Found:
    """Each matter three times, among other questions each time: most of them from its kin that can
    be had, and no more than two of any other matter.
    """
    results = [_window(half, matter, seed) for matter in _matters(half.known) for seed in SEEDS]
    return Found(
        sum(most >= REPS for most, _, _ in results),
        len(results),
        sum(most for most, _, _ in results) / sum(size for _, size, _ in results),
        sum(wrong for _, _, wrong in results),
        len(results),
    )


def _matters(known: Sequence[Known]) -> list[str]:
    return sorted({each.question.matter for each in known if not each.question.lone})


def _window(half: Half, matter: str, seed: int) -> tuple[int, int, int]:
    """How many of the matter are in one pile, how many there are, and the wrong piles."""
    chance = random.Random(f"{matter} {seed}")
    own = [each for each in half.known if each.question.matter == matter]
    stream = [*own, *_others(half.known, own[0], chance)]
    chance.shuffle(stream)
    asks = [_asked(at, each) for at, each in enumerate(stream)]
    of = {ask.id: each.question.matter for ask, each in zip(asks, stream, strict=True)}
    piles = pile_up(asks, by_likeness(half.rarity))
    counts = [Counter(of[ask.id] for ask in pile) for pile in piles]
    wrong = sum(count.total() >= REPS and max(count.values()) < REPS for count in counts)
    return max(count[matter] for count in counts), len(own), wrong


def _others(known: Sequence[Known], one: Known, chance: random.Random) -> list[Known]:
    family, matter = one.question.family, one.question.matter
    free = [each for each in known if each.question.matter != matter]
    free = [each for each in free if not (each.question.vague and each.question.family == family)]
    chance.shuffle(free)
    kin = [each for each in free if each.question.family == family]
    rest = [each for each in free if each.question.family != family]
    taken: list[Known] = []
    counts: Counter[str] = Counter()
    for each, most in [(each, OF_THESE_KIN) for each in kin] + [(each, OTHERS) for each in rest]:
        if len(taken) < most and counts[each.question.matter] < MOST_OF_ONE:
            counts[each.question.matter] += 1
            taken.append(each)
    return taken


def _asked(at: int, known: Known) -> Asked:
    moment = _START + timedelta(seconds=10 * at)
    return Asked(UUID(int=at + 1), f"U{at}", moment, known.gist, known.vector)
