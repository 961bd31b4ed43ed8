"""Whoever put something on an agenda takes it off again, and puts it back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.agenda.adding import place
from bot.huddles.agenda.announcing import follow
from bot.huddles.agenda.errors import Gone, HuddleIsOver, OnlyItsAuthor, TalkedAbout
from bot.huddles.agenda.noting import note
from bot.huddles.agenda.seeing import ARRANGE, line_of, see_as
from bot.huddles.agenda.shown import Added
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.pods.service import get_actor
from storage.huddles import Agenda, AgendaItem, HuddleState, ItemSource, ItemState
from storage.huddles_agenda import (
    Did,
    find_agenda,
    find_last_change,
    list_all_items,
    list_huddles_of,
    look_at_item,
    was_talked_about,
)

_TO_COME = (HuddleState.PLANNED, HuddleState.OPEN)


async def take_off(tools: Tools, delivery: Delivery, person: Person, item_id: UUID) -> Added:
    """Off the agenda, by whoever put it there, or arranges it. Done again, nothing changes.
    Raises `OnlyItsAuthor`, `TalkedAbout`, `HuddleIsOver`, `Gone`.
    """
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        agenda, item = await _hold(session, home, item_id)
        theirs = item.source is ItemSource.MEMBER and item.by == home.member.user
        if not theirs and home.member.role not in ARRANGE:
            raise OnlyItsAuthor
        if item.state is not ItemState.DROPPED:
            if await was_talked_about(session, item.id):
                raise TalkedAbout
            was_on, item.state = item.state is ItemState.ON, ItemState.DROPPED
            await note(session, agenda, home, item, Did.DROPPED, delivery.now)
            if was_on:
                await follow(session, tools, agenda, delivery.now)
        seen = await see_as(session, tools, home, agenda)
    return Added(line_of(seen, item.id), seen)


async def put_back(tools: Tools, delivery: Delivery, person: Person, item_id: UUID) -> Added:
    """What somebody took off comes back by the same hand, as far as there is room. Done again,
    nothing changes. Errors as `take_off`.
    """
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        agenda, item = await _hold(session, home, item_id)
        if item.state is ItemState.DROPPED:
            dropped = await find_last_change(session, item.id, Did.DROPPED)
            mine = dropped is not None and dropped.by == home.member.user
            if not mine and home.member.role not in ARRANGE:
                raise OnlyItsAuthor
            seen = await see_as(session, tools, home, agenda)
            is_on = place(item, await list_all_items(session, agenda.id), seen)
            await note(session, agenda, home, item, Did.PUT_ON, delivery.now)
            if is_on:
                await follow(session, tools, agenda, delivery.now)
        seen = await see_as(session, tools, home, agenda)
    return Added(line_of(seen, item.id), seen)


async def _hold(session: AsyncSession, home: Home, item_id: UUID) -> tuple[Agenda, AgendaItem]:
    """The item, its agenda under its lock. What was kept may have moved on meanwhile."""
    item = await look_at_item(session, item_id)
    if item is None or item.pod_id != home.pod.id:
        raise Gone
    agenda = await find_agenda(session, item.agenda_id)
    again = await look_at_item(session, item_id)
    if agenda is None or again is None or again.agenda_id != agenda.id:
        raise Gone
    huddles = await list_huddles_of(session, agenda.id)
    if huddles and not any(each.state in _TO_COME for each in huddles):
        raise HuddleIsOver
    return agenda, again
