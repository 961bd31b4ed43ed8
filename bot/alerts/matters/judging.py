"""A market's asks are looked over after each commit that may change what piles up in it.

What takes time is done outside of every transaction: what is asked is read and judged; then it is
kept, if still the same is asked.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from bot.alerts.matters.expecting import expectation, past_hours
from bot.alerts.matters.facts import MatterDue, Senses
from bot.alerts.matters.keeping import keep_all
from bot.alerts.matters.market import Asking, read_market
from bot.alerts.matters.memory import Usual
from bot.alerts.matters.sensing import Around, Seen, sense
from bot.alerts.matters.whose_turn import count_present
from bot.alerts.subjects import market_of, market_subject
from bot.alike.piling import Asked
from storage.alerts_matters import lock_matters
from storage.alerts_matters_reading import (
    count_by_topic,
    find_first_asked_at,
    list_past_asks,
)
from storage.pods import list_members_of, list_pods_of_market
from storage.timers import find_subject, set_timer
from storage.topics import Topic

TURNS: Final = 3
"""So often it is tried to keep a judgement of just what is asked; then that of a moment ago is
kept, and the market is judged anew."""

LOOKED_AROUND_EVERY: Final = timedelta(minutes=1)
ON_THE_LOOP: Final = 8
"""So many asks are compared in less than a millisecond; more are in a thread."""


class Judged(NamedTuple):
    asking: Asking
    seen: Sequence[Seen]

    def knows_all(self, asking: Asking) -> bool:
        """Whether no matter was found since: it would be found twice."""
        return {each.id for each in asking.matters} <= {each.id for each in self.asking.matters}


class _NotJudgedYet(Exception):
    """The transaction ends without a trace; the timer stays due."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        super().__init__()


async def judge_due(senses: Senses, timer_id: UUID, now: datetime) -> None:
    """One market. Two replicas never judge one at once; what is killed is done again."""
    async with senses.tools.transactions.look() as session:
        market_id = market_of(await find_subject(session, timer_id) or "")
        if market_id is None:
            return
        asking = await read_market(session, senses.team, market_id, now)
    for turn in range(1, TURNS + 1):
        judged = await consider(senses, asking, now)
        try:
            await _keep(senses, timer_id, now, judged, last=turn == TURNS)
        except _NotJudgedYet as not_yet:
            asking = not_yet.asking
        else:
            break


async def _keep(
    senses: Senses, timer_id: UUID, now: datetime, judged: Judged, *, last: bool
) -> None:
    async with senses.tools.transactions.due(timer_id, now) as (session, _):
        market_id = judged.asking.market_id
        await lock_matters(session, market_id)
        asking = await read_market(session, senses.team, market_id, now)
        if judged.asking != asking and not last:
            raise _NotJudgedYet(asking)
        if judged.knows_all(asking):
            await keep_all(senses, session, asking, judged.seen, now)
        if judged.asking != asking:
            await set_timer(session, MatterDue.JUDGE, market_subject(market_id), now)


async def consider(senses: Senses, asking: Asking, now: datetime) -> Judged:
    """What piles up among these asks. What an hour brings as a rule, and who is there, is only
    looked up where it decides something.
    """
    if asking.is_nothing:
        return Judged(asking, ())
    usual = await usual_in(senses, asking.market_id, now)
    usual.judged_at = now
    asked = await senses.memory.read(usual, asking.asks)
    around = Around(now, present=0, expected=lambda topic: None)
    seen = await _sense(asked, asking, usual, around)
    if any(each.matter is None for each in seen):
        around = await _look_around(senses, usual, asking, now)
        seen = await _sense(asked, asking, usual, around)
    return Judged(asking, seen)


async def usual_in(senses: Senses, market_id: UUID, now: datetime) -> Usual:
    """What is usual in a market, out of its past weeks."""

    async def past(since: datetime, before: datetime, most: int) -> list[tuple[str, Topic]]:
        async with senses.tools.transactions.look() as session:
            pods = await list_pods_of_market(session, senses.team, market_id)
            ids = [each.pod.id for each in pods]
            return await list_past_asks(session, ids, since, before, most)

    return await senses.memory.usual(market_id, now, past)


async def _sense(
    asked: Sequence[Asked], asking: Asking, usual: Usual, around: Around
) -> list[Seen]:
    if len(asked) <= ON_THE_LOOP:
        return sense(asked, asking.matters, usual.like, around)
    return await asyncio.to_thread(sense, asked, asking.matters, usual.like, around)


async def _look_around(senses: Senses, usual: Usual, asking: Asking, now: datetime) -> Around:
    """Who is there, and what is expected; that of a moment ago will do."""
    known = usual.around
    if known is None or now - known[0] >= LOOKED_AROUND_EVERY:
        async with senses.tools.transactions.look() as session:
            members = await list_members_of(session, asking.pod_ids)
            first = await find_first_asked_at(session, asking.pod_ids)
            hours = past_hours(now, asking.pods[0].market.timezone, first)
            counts = await count_by_topic(session, asking.pod_ids, hours)
        present = count_present(asking.pods, members, now)
        known = usual.around = now, present, expectation(counts, hours)
    return Around(now, known[1], known[2])
