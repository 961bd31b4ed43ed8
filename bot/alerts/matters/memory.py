"""What is known of a market beside its asks of now: which places it has, how rare its words are,
and how alike its questions were found. Learned anew once an hour; any process can.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from logging import getLogger
from typing import TYPE_CHECKING, Final
from uuid import UUID

from bot.alike.gist import Places, Rarity, places_of, read
from bot.alike.piling import Asked, Like, by_likeness
from bot.meaning.embedder import Embedder
from bot.meaning.errors import EmbedderFailed
from storage.alerts_matters_reading import RecentAsk
from storage.topics import Topic

if TYPE_CHECKING:
    from bot.meaning.vectors import Vector

log = getLogger(__name__)
LEARNED_ANEW: Final = timedelta(hours=1)
LEARNED_OF: Final = timedelta(weeks=4)
NOT_OF_NOW: Final = timedelta(days=1)
"""What goes on at the moment is not usual, however often it is asked."""

MOST_LEARNED: Final = 600
MARKETS_KEPT: Final = 400

MANY: Final = 40
PAUSE: Final = timedelta(seconds=2)
LONGEST_PAUSE: Final = timedelta(seconds=20)
"""Where so many are compared, they are again after a pause at the earliest: together with those
who asked meanwhile. Comparing 100 takes some 40 ms of a processor, and four times as many sixteen
times that: the pause grows alike, so that nobody's question waits for it."""

Past = Callable[[datetime, datetime, int], Awaitable[Sequence[tuple[str, Topic]]]]
"""The words and topics of a market's asks between two moments, so many at most."""

Expected = Callable[[Topic], float | None]
"""How many asks of a topic ten minutes bring at this hour."""


@dataclass(slots=True)
class Usual:
    """Of one market, as of `at`; `asked` are the asks that were read since, by id. `around` is who
    was there a moment ago, and what was expected.
    """

    at: datetime
    places: Places
    like: Like
    asked: dict[UUID, tuple[RecentAsk, Asked]] = field(default_factory=dict)
    judged_at: datetime | None = None
    around: tuple[datetime, int, Expected] | None = None


@dataclass(slots=True)
class Memory:
    """Reads questions, off the loop, and none twice. Without an embedder they have no vectors."""

    embedder: Embedder | None
    _markets: dict[UUID, Usual] = field(default_factory=dict)

    async def usual(self, market_id: UUID, now: datetime, past: Past) -> Usual:
        """What is usual in a market."""
        known = self._markets.get(market_id)
        if known is not None and now - known.at < LEARNED_ANEW:
            return known
        said = await past(now - LEARNED_OF, now - NOT_OF_NOW, MOST_LEARNED)
        places, like = await asyncio.to_thread(_learn, said)
        if len(self._markets) >= MARKETS_KEPT:
            self._markets.clear()
        made = self._markets[market_id] = Usual(now, places, like)
        return made

    def next_turn(self, market_id: UUID, now: datetime) -> datetime:
        """When a market may be judged: at once, but where so many ask that this takes time."""
        usual = self._markets.get(market_id)
        if usual is None or usual.judged_at is None or len(usual.asked) < MANY:
            return now
        pause = min(PAUSE * max(1.0, (len(usual.asked) / 100) ** 2), LONGEST_PAUSE)
        return max(now, min(usual.judged_at + pause, now + pause))

    async def read(self, usual: Usual, asks: Iterable[RecentAsk]) -> list[Asked]:
        """The asks as they are compared; those that are not among them are forgotten. What was
        read stays read, also where whoever waits for it gives up.
        """
        read = [await self._asked(usual, each) for each in asks]
        usual.asked = {ask.id: (ask, asked) for ask, asked in read}
        return [asked for _, asked in read]

    async def read_new(
        self, usual: Usual, ask_id: UUID, asker: str, question: str, topic: Topic, at: datetime
    ) -> Asked:
        """A question that is no ask yet."""
        gist = read(question, topic, usual.places)
        return Asked(ask_id, asker, at, gist, await self.vector(question))

    async def vector(self, question: str) -> "Vector | None":
        """None without an embedder, and where it fails."""
        if self.embedder is None:
            return None
        try:
            return await self.embedder.query(question)
        except EmbedderFailed:
            log.warning("compared a question by words alone")
            return None

    async def _asked(self, usual: Usual, ask: RecentAsk) -> tuple[RecentAsk, Asked]:
        known = usual.asked.get(ask.id)
        if known is not None and known[0] == ask:
            return known
        new = await self.read_new(usual, ask.id, ask.asker, ask.question, ask.topic, ask.asked_at)
        usual.asked[ask.id] = ask, new
        return ask, new


def _learn(said: Sequence[tuple[str, Topic]]) -> tuple[Places, Like]:
    places = places_of(text for text, _ in said)
    rarity = Rarity.of(read(text, topic, places) for text, topic in said)
    return places, by_likeness(rarity)
