"""What came of huddles: the last one, and what earlier ones noted about some words."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.meeting.errors import NoRecap, RecapLater
from bot.huddles.meeting.facts import Found, Kind, Line, Recap
from bot.huddles.meeting.matching import Wanted
from bot.huddles.meeting.rules import today
from bot.huddles.schedule.saying import clock
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.facts import PodInMarket
from bot.pods.service import get_actor, get_home
from storage.huddles import Huddle
from storage.huddles_action_items import list_action_items
from storage.huddles_meeting import find_half_to_come, list_recapped
from storage.pods import list_members

RECAP: Final = "recap"
"""The part of a huddle's subject under which it stands in the channel."""
LOOKED_THROUGH: Final = 312
"""Huddles: a year of three a week in two waves, half of which have a recap."""
LAST: Final = 20  # of a pod: the last of a meeting's waves has its recap
_SEARCHED: Final = (Kind.DECISION, Kind.ACTION, Kind.CLOSED, Kind.PRACTICE)


async def recap_of(
    session: AsyncSession,
    pod: PodInMarket,
    huddle: Huddle,
    now: datetime,
    *,
    attendance: bool = False,
) -> Recap:
    """As it reads now: action items are closed meanwhile, and their owners may have left."""
    lines = [Line.of(each) for each in huddle.lines]
    ids = [each.id for each in lines if each.id and each.kind is Kind.ACTION]
    actions = await list_action_items(session, ids)
    there = {each.user for each in await list_members(session, pod.pod.id)} if actions else set()
    gone = frozenset(each.owner for each in actions if each.owner not in there)
    known = {each.id: each for each in actions}
    day = today(pod.market.timezone, now)
    return Recap(huddle, lines, day, known, gone, attendance)


async def last(tools: Tools, delivery: Delivery, person: Person) -> Recap:
    """`/agenda recap`. Raises `NoRecap`, and `RecapLater` where the first one is yet to be said."""
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        found = await list_recapped(session, home.pod.id, LAST)
        waits_for = await find_half_to_come(session, home.pod.id)
        later = clock(waits_for, ZoneInfo(home.market.timezone)) if waits_for else ""
        if not found:
            raise RecapLater(later) if later else NoRecap
        pod = PodInMarket(home.pod, home.market)
        return replace(await recap_of(session, pod, found[0], delivery.now), later=later)


async def search(tools: Tools, person: Person, typed: str, at_most: int) -> list[Found]:
    """What the person's pod noted about these words: what has most of them first, then the newest.
    `typed` is plain, and never kept.
    """
    wanted = Wanted.of(typed)
    if not wanted:
        return []
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        huddles = await list_recapped(session, home.pod.id, LOOKED_THROUGH)
    # A year of lines takes a tenth of a second the first time, in which others are answered.
    return (await asyncio.to_thread(_fitting, wanted, list(_all(huddles))))[:at_most]


def _fitting(wanted: Wanted, lines: Sequence[Found]) -> list[Found]:
    ranked = [(wanted.share(f"{each.line.text} {each.line.about}"), each) for each in lines]
    fitting = [(share, each) for share, each in ranked if wanted.is_enough(share)]
    fitting.sort(key=lambda one: (one[0], one[1].day), reverse=True)
    return [each for _, each in fitting]


def _all(huddles: Sequence[Huddle]) -> Iterator[Found]:
    for huddle in huddles:
        for stored in huddle.lines:
            line = Line.of(stored)
            if line.kind in _SEARCHED and line.text:
                yield Found(huddle.local_date, line)
