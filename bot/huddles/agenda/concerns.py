"""A pod's asks are sorted into concerns in the background, once an hour and shortly before an
agenda is made, so that making one takes no time.

What takes time is done outside of every transaction: the asks are read and compared; then it is
kept where they are, under a lock. What is killed is done again.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from logging import getLogger
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alike.gist import Gist, Rarity, places_of, read
from bot.huddles.agenda.grouping import Sorted, Voice, sort_in
from bot.huddles.facts import Due
from bot.huddles.subjects import pod_of, pod_subject
from bot.huddles.tools import Tools
from bot.meaning.embedder import Embedder
from bot.meaning.errors import EmbedderFailed
from storage.huddles_carrying import find_next_start
from storage.huddles_concerns import (
    Concern,
    ConcernAsk,
    KnownConcern,
    NewAsk,
    add_concern_asks,
    add_concerns,
    list_concerns,
    list_new_asks,
    list_sorted_in,
    lock_concerns,
)
from storage.ids import new_id
from storage.timers import find_subject, list_set, set_timer, set_timers
from storage.topics import Topic

if TYPE_CHECKING:
    from bot.meaning.vectors import Vector

log = getLogger(__name__)

LOOKED_BACK: Final = timedelta(days=15)
"""A week, and the week before it, with which it is compared."""

OVER_AFTER: Final = timedelta(days=28)
"""What nobody asked for so long is another concern when it comes up again."""

EVERY: Final = timedelta(hours=1)
BEFORE_MADE: Final = (timedelta(hours=24, minutes=20), timedelta(minutes=20))
"""Before a huddle begins: shortly before its agenda is drafted, and before it is announced."""

SPREAD_OVER: Final = 600
"""Seconds over which the pods of a company begin."""

AT_ONCE: Final = 100
"""With vectors that takes one or two seconds of a core."""

MOST_KNOWN: Final = 3000
"""Concerns of a pod that new asks are compared with, the latest."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is to be sorted in, and into what. `more`: there is more of it than that."""

    pod_id: UUID
    asks: Sequence[NewAsk]
    known: Sequence[KnownConcern]

    @property
    def more(self) -> bool:
        return len(self.asks) >= AT_ONCE


async def watch_concerns(session: AsyncSession, pod_ids: Collection[UUID], now: datetime) -> None:
    """From now on the asks of these pods are sorted in; said again, nothing changes."""
    due = {pod_subject(each): now + _spread(each) for each in pod_ids}
    waiting = {about for _, about in await list_set(session, [Due.CONCERNS], due)}
    new = [(Due.CONCERNS, about, at) for about, at in due.items() if about not in waiting]
    await set_timers(session, new)


async def concerns_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """One pod. Where huddles are switched off it is not looked at again."""
    looked = await _look(tools, timer_id, now)
    found, vectors = await _sort(tools.embedder, looked)

    async def lock(session: AsyncSession, subject: str) -> None:
        if pod_id := pod_of(subject):
            await lock_concerns(session, pod_id)

    async with tools.transactions.due(timer_id, now, first=lock) as (session, timer):
        if looked is None or not tools.on:
            return
        await _keep(session, looked, found, vectors, tools.embedder)
        again = now if looked.more else await _next_turn(session, looked.pod_id, now)
        await set_timer(session, Due.CONCERNS, timer.subject, again)


async def _look(tools: Tools, timer_id: UUID, now: datetime) -> Looked | None:
    async with tools.transactions.look() as session:
        pod_id = pod_of(await find_subject(session, timer_id) or "")
        if pod_id is None:
            return None
        asks = await list_new_asks(session, pod_id, now - LOOKED_BACK, AT_ONCE)
        known = await list_concerns(session, pod_id, now - OVER_AFTER, MOST_KNOWN) if asks else []
    return Looked(pod_id, asks, known)


async def _sort(
    embedder: Embedder | None, looked: Looked | None
) -> tuple[Sequence[Sorted], Mapping[UUID, "Vector"]]:
    if looked is None or not looked.asks:
        return (), {}
    vectors = await _vectors(embedder, looked.asks)
    name = embedder.name if vectors and embedder else ""
    found = await asyncio.to_thread(_compare, looked, vectors, name)
    return found, vectors


async def _vectors(embedder: Embedder | None, asks: Sequence[NewAsk]) -> Mapping[UUID, "Vector"]:
    """One after the other: whoever asks on a call waits for one of them at most. None of them
    where the model fails: then words decide.
    """
    if embedder is None:
        return {}
    try:
        return {each.id: await embedder.query(each.question) for each in asks}
    except EmbedderFailed:
        log.warning("sorted %d asks into concerns by words alone", len(asks))
        return {}


def _compare(looked: Looked, vectors: Mapping[UUID, "Vector"], embedder: str) -> list[Sorted]:
    texts = [*(each.question for each in looked.known), *(each.question for each in looked.asks)]
    places = places_of(texts)

    def gist(said: NewAsk | KnownConcern) -> Gist:
        return read(said.question, Topic(said.topic), places)

    known = [Voice(each.id, gist(each), _unpacked(each, embedder)) for each in looked.known]
    asks = [Voice(each.id, gist(each), vectors.get(each.id)) for each in looked.asks]
    return sort_in(asks, known, Rarity.of(each.gist for each in known))


def _unpacked(concern: KnownConcern, embedder: str) -> "Vector | None":
    """None where another model made it, or it cannot be read."""
    if not embedder or concern.embedder != embedder:
        return None
    from bot.meaning.vectors import unpack

    try:
        return unpack(concern.vector)
    except ValueError:
        return None


async def _keep(
    session: AsyncSession,
    looked: Looked,
    found: Sequence[Sorted],
    vectors: Mapping[UUID, "Vector"],
    embedder: Embedder | None,
) -> None:
    """What another process sorted in meanwhile stays where it is. What would have followed it waits
    for the next time.
    """
    if not found:
        return
    asks = {each.id: each for each in looked.asks}
    elsewhere = await list_sorted_in(session, asks)
    concerns = {
        each.ask_id: _begun_by(asks[each.ask_id], looked.pod_id, vectors, embedder)
        for each in found
        if each.into == each.ask_id and each.ask_id not in elsewhere
    }
    await add_concerns(session, list(concerns.values()))
    known = {each.id: each.id for each in looked.known}
    known |= {ask_id: concern.id for ask_id, concern in concerns.items()}
    sorted_in = [
        ConcernAsk(ask_id=ask.id, concern_id=known[each.into], asked_at=ask.asked_at)
        for each in found
        if (ask := asks[each.ask_id]).id not in elsewhere and each.into in known
    ]
    await add_concern_asks(session, sorted_in)


def _begun_by(
    ask: NewAsk, pod_id: UUID, vectors: Mapping[UUID, "Vector"], embedder: Embedder | None
) -> Concern:
    concern = Concern(
        id=new_id(), pod_id=pod_id, question=ask.question, topic=ask.topic, last_at=ask.asked_at
    )
    if embedder is not None and ask.id in vectors:
        from bot.meaning.vectors import pack

        concern.embedder, concern.vector = embedder.name, pack(vectors[ask.id])
    return concern


async def _next_turn(session: AsyncSession, pod_id: UUID, now: datetime) -> datetime:
    """In an hour; before that, where the next agenda is made before that."""
    start = await find_next_start(session, pod_id, now)
    made = (start - before for before in BEFORE_MADE) if start else ()
    return min((at for at in made if now < at < now + EVERY), default=now + EVERY)


def _spread(pod_id: UUID) -> timedelta:
    return timedelta(seconds=pod_id.int % SPREAD_OVER)
