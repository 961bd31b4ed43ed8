"""A huddle opens: by hand, also before its time, or when its time has come."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Post, Priority
from bot.delivery.outbox import say
from bot.huddles.facts import Due
from bot.huddles.meeting import views
from bot.huddles.meeting.errors import AlreadyOpen, NothingToStart, OnlyCoachesStart
from bot.huddles.meeting.going import first_look, list_closed
from bot.huddles.meeting.rules import STEERS, ends_at, follows, starts_soon, steers
from bot.huddles.schedule.saying import day_words
from bot.huddles.subjects import CARD, huddle_subject
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.facts import Home, PodInMarket
from bot.pods.service import get_actor
from storage.huddles import Huddle, HuddleState
from storage.huddles_meeting import (
    find_next_huddle,
    list_on,
    list_open_huddles,
    lock_huddle,
)
from storage.pods import find_member
from storage.timers import cancel_timers, set_timer

Prepare = Callable[[AsyncSession, PodInMarket, UUID, datetime], Awaitable[None]]
"""Joins the open transaction before any huddle of this agenda is locked: its agenda is drafted, and
who meets in which wave is settled, where that was not done yet.
"""


async def nothing_to_prepare(
    _session: AsyncSession, _pod: PodInMarket, _agenda_id: UUID, _now: datetime
) -> None:
    """Where agendas are drafted by somebody else."""


async def open_huddle(
    session: AsyncSession,
    tools: Tools,
    pod: PodInMarket,
    huddle: Huddle,
    now: datetime,
    by: Person | None,
) -> None:
    """Nothing where it is not planned (any more); `huddle` is under its lock. Whoever opens it by
    hand runs it where nobody else was to, or whoever was has left.
    """
    if huddle.state is not HuddleState.PLANNED:
        return
    huddle.state, huddle.opened_at = HuddleState.OPEN, now
    huddle.opened_by = by.user if by else None
    await show_opened(session, tools, pod, huddle, now, by)


async def show_opened(
    session: AsyncSession,
    tools: Tools,
    pod: PodInMarket,
    huddle: Huddle,
    now: datetime,
    by: Person | None,
) -> None:
    """What follows from that it is open: its card, and when it ends. Where hundreds begin in the
    same second, all of them are open before the first has its card.
    """
    huddle.channel = pod.pod.channel
    items = await list_on(session, huddle.agenda_id)
    closed = await list_closed(session, items)
    huddle.item_id = follows(items, closed)
    huddle.version += 1
    await _find_runner(session, pod, huddle, by)
    await session.flush()
    subject = huddle_subject(huddle.id)
    await cancel_timers(session, subject, Due.START)
    await set_timer(session, Due.END, subject, ends_at(huddle, now))
    if huddle.channel is not None:
        card = views.card(await first_look(session, tools, pod, huddle, items, closed))
        look_now = (subject, huddle.channel, card.text, card.blocks, CARD)
        await say(session, now, Post(*look_now, priority=Priority.HUDDLE))


async def start(tools: Tools, prepare: Prepare, delivery: Delivery, person: Person) -> None:
    """`/agenda start`: the next one of the person's pod, before its time or after. Raises
    `OnlyCoachesStart`, `AlreadyOpen`, `NothingToStart`.
    """
    async with tools.transactions.of(delivery) as session:
        home, now = await get_actor(session, person, delivery.now), delivery.now
        try:
            huddle = await _find_one(session, home, now)
        except NothingToStart:
            if home.member.role in STEERS:
                raise
            raise OnlyCoachesStart from None  # "call one" is nothing that they may do
        if not steers(home, huddle):
            raise OnlyCoachesStart
        pod = PodInMarket(home.pod, home.market)
        await prepare(session, pod, huddle.agenda_id, now)
        locked = await lock_huddle(session, huddle.id)
        if locked is None or locked.state is not HuddleState.PLANNED:
            raise AlreadyOpen
        await open_huddle(session, tools, pod, locked, now, person)


async def _find_one(session: AsyncSession, home: Home, now: datetime) -> Huddle:
    """The one that is to begin; a first wave that goes on is ended first."""
    zone = home.market.timezone
    after = min((each.starts_at for each in await _open(session, home)), default=None)
    huddle = await find_next_huddle(session, home.pod.id, after or _morning(zone, now))
    if huddle is not None and starts_soon(huddle, zone, now):
        if after is not None and huddle.starts_at > now:
            raise AlreadyOpen
        return huddle
    if after is not None:
        raise AlreadyOpen
    if huddle is None:
        raise NothingToStart
    raise NothingToStart(day_words(huddle.starts_at.astimezone(ZoneInfo(zone)).date()))


async def _open(session: AsyncSession, home: Home) -> Sequence[Huddle]:
    return await list_open_huddles(session, home.pod.id)


def _morning(zone: str, now: datetime) -> datetime:
    """One whose time has just passed can be opened still."""
    there = now.astimezone(ZoneInfo(zone))
    return there.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)


async def _find_runner(
    session: AsyncSession, pod: PodInMarket, huddle: Huddle, by: Person | None
) -> None:
    if huddle.runs_it is not None:
        named = await find_member(session, huddle.team_id, huddle.runs_it)
        if named is not None and named.pod.id == pod.pod.id:
            return
        huddle.runs_it, huddle.runs_it_name = None, ""
    opener = await find_member(session, by.team, by.user) if by else None
    if opener is not None:
        huddle.runs_it, huddle.runs_it_name = opener.member.user, opener.member.name
