"""What people look at: the next agenda, one of their pod, their half of it, and Home."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.agenda.behind import look_behind
from bot.huddles.agenda.errors import HuddleIsOver
from bot.huddles.agenda.seeing import see_as, see_front, see_next
from bot.huddles.agenda.shown import AtHome, Seen
from bot.huddles.agenda.target import get_own
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.facts import PodInMarket
from bot.pods.service import get_actor, get_home
from storage.huddles import Huddle, HuddleState, ItemSource, ItemState
from storage.huddles_agenda import list_all_items, list_huddles_of

ScreenUrl = Callable[[AsyncSession, Tools, Huddle, datetime], Awaitable[str]]
"""Joins the open transaction: the address of a huddle's page for screens; "" where none is."""

_ORDER = (HuddleState.OPEN, HuddleState.PLANNED)


async def no_screen(session: AsyncSession, tools: Tools, huddle: Huddle, now: datetime) -> str:
    """Without pages for screens."""
    return ""


async def show(
    tools: Tools, person: Person, now: datetime, agenda_id: UUID | None, channel: str | None = None
) -> Seen:
    """That agenda, or what goes on or comes next. Raises `NoPod`, `Gone`, `OtherPods`."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person, channel)
        if agenda_id is None:
            return await see_front(session, tools, home, now)
        return await see_as(session, tools, home, await get_own(session, home, agenda_id))


async def read(
    tools: Tools, person: Person, now: datetime, agenda_id: UUID | None
) -> tuple[Seen, Mapping[UUID, str]]:
    """As `show`, and what worked for its lines, by these."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        if agenda_id is None:
            seen = await see_front(session, tools, home, now)
        else:
            seen = await see_as(session, tools, home, await get_own(session, home, agenda_id))
        items = await list_all_items(session, seen.agenda) if seen.agenda else []
        return seen, await look_behind(session, PodInMarket(home.pod, home.market), items)


async def at_home(tools: Tools, person: Person, now: datetime) -> AtHome:
    """Raises `NoPod`. What goes on is said, but what is listed is of what can be prepared still."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        seen = await see_front(session, tools, home, now)
        coming = await see_next(session, tools, home, now) if seen.goes_on else seen
    user = home.member.user
    lines = [each for each in coming.lines if each.state is not ItemState.DROPPED]
    mine = [each for each in lines if each.by == user and each.source is ItemSource.MEMBER]
    # What they are to do stands among their action items.
    theirs = [each for each in coming.on if each.source is not ItemSource.ACTION_ITEM]
    speaks = [each for each in theirs if each.hand_to == user and each not in mine]
    return AtHome(seen, mine, speaks)


async def screen(
    tools: Tools, delivery: Delivery, person: Person, agenda_id: UUID, url_of: ScreenUrl
) -> str:
    """The address of the huddle that goes on, or of the person's own half. Raises `HuddleIsOver`,
    `Gone`, `OtherPods`.
    """
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        agenda = await get_own(session, home, agenda_id)
        huddles = [
            each for each in await list_huddles_of(session, agenda.id) if each.state in _ORDER
        ]
        if not huddles:
            raise HuddleIsOver
        user = home.member.user
        huddles.sort(key=lambda each: (_ORDER.index(each.state), user not in each.people))
        return await url_of(session, tools, huddles[0], delivery.now)
