"""Coaches arrange an agenda: its order, what is on it, who speaks, and for how long. Two of them
do so at once, and each hears what the other did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.agenda.announcing import follow
from bot.huddles.agenda.arranging_modal import LENGTHS
from bot.huddles.agenda.errors import (
    Gone,
    HuddleIsOver,
    MeantForNobodyHere,
    NoSuchLength,
    OnlyWhoArranges,
    TalkedAbout,
)
from bot.huddles.agenda.handing import tell_speakers
from bot.huddles.agenda.noting import note
from bot.huddles.agenda.ordering import DID, arranged, stands_against
from bot.huddles.agenda.phrases import whole_minutes
from bot.huddles.agenda.seeing import line_of, see_as
from bot.huddles.agenda.shown import Arranged, ItemForm, Seen, Told
from bot.huddles.agenda.target import get_own
from bot.huddles.agenda.words import MINUTES, WHO, Deed
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.pods.service import get_actor, get_home
from storage.huddles import Agenda, AgendaItem, ItemState
from storage.huddles_agenda import (
    AgendaChange,
    Did,
    find_agenda,
    list_all_items,
    list_changes_since,
    was_talked_about,
)
from storage.pods import Role, list_members

_LONGEST_SECONDS: Final = 60 * 60


@dataclass(slots=True)
class _Hand:
    """An agenda under its lock, and whoever arranges it; `version` is what they saw of it."""

    session: AsyncSession
    tools: Tools
    home: Home
    agenda: Agenda
    items: Sequence[AgendaItem]
    changes: Sequence[AgendaChange]
    drafted_anew: bool
    now: datetime

    def item(self, item_id: UUID) -> AgendaItem:
        """Raises `Gone` for one that is not on this agenda."""
        found = next((each for each in self.items if each.id == item_id), None)
        if found is None:
            raise Gone
        return found

    def is_refused(self, deed: Deed, item_id: UUID) -> bool:
        user = self.home.member.user
        return stands_against(deed, item_id, user, self.changes, drafted_anew=self.drafted_anew)

    async def done(self, *, refused: bool = False) -> Arranged:
        seen = await see_as(self.session, self.tools, self.home, self.agenda)
        return Arranged(seen, _told(seen, self.changes), refused)


async def open_arranging(
    tools: Tools, person: Person, agenda_id: UUID, now: datetime, version: int | None = None
) -> Arranged:
    """As it stands now, for whoever arranges it, and what others did since `version`. Raises
    `OnlyWhoArranges`, `HuddleIsOver`.
    """
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        agenda = await get_own(session, home, agenda_id)
        seen = await see_as(session, tools, home, agenda)
        await _check(session, home, seen)
        changes = await list_changes_since(session, agenda_id, version) if version else []
    return Arranged(seen, _told(seen, changes))


async def arrange(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    agenda_id: UUID,
    version: int,
    deed: Deed,
    item_id: UUID,
) -> Arranged:
    """One step of arranging what was seen at `version`. Where others stand against it nothing is
    done, and what they did is told.
    """
    async with tools.transactions.of(delivery) as session:
        hand = await _take(session, tools, person, agenda_id, version, delivery.now)
        item = hand.item(item_id)
        if hand.is_refused(deed, item_id):
            return await hand.done(refused=True)
        if deed is Deed.DROP and await was_talked_about(session, item_id):
            raise TalkedAbout
        if _move(hand.items, deed, item):
            await note(session, hand.agenda, hand.home, item, DID[deed], delivery.now)
            await follow(session, tools, hand.agenda, delivery.now)
        return await hand.done()


async def open_item(
    tools: Tools,
    person: Person,
    agenda_id: UUID,
    item_id: UUID,
    now: datetime,
    version: int | None = None,
) -> ItemForm:
    """Who speaks about it, and for how long: as it is now, and who could. As `open_arranging`."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        agenda = await get_own(session, home, agenda_id)
        seen = await see_as(session, tools, home, agenda)
        await _check(session, home, seen)
        if item_id not in {each.id for each in seen.lines}:
            raise Gone
        members = await list_members(session, home.pod.id)
        changes = await list_changes_since(session, agenda_id, version) if version else []
    return ItemForm(seen, line_of(seen, item_id), members, _told(seen, changes))


async def save_item(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    agenda_id: UUID,
    version: int,
    item_id: UUID,
    who: str | None,
    minutes: str | None,
) -> Arranged:
    """`who` speaks about it, None: nobody in particular. Raises `MeantForNobodyHere` for somebody
    who is not in the pod, `NoSuchLength`.
    """
    async with tools.transactions.of(delivery) as session:
        hand = await _take(session, tools, person, agenda_id, version, delivery.now)
        item = hand.item(item_id)
        if hand.is_refused(Deed.FORM, item_id):
            return await hand.done(refused=True)
        before = item.hand_to
        for did in await _fill_in(hand, item, who, _seconds(minutes, item)):
            await note(session, hand.agenda, hand.home, item, did, delivery.now)
        await follow(session, tools, hand.agenda, delivery.now)
        done = await hand.done()
        await tell_speakers(session, hand.home, item, before, done.seen, delivery.now)
        return done


def _told(seen: Seen, changes: Sequence[AgendaChange]) -> list[Told]:
    """What others did, as whoever looks at it hears of it."""
    texts = {each.id: each.text for each in seen.lines}
    return [
        Told(each.by_name, each.did, texts.get(each.item_id, ""))
        for each in changes
        if each.by != seen.user
    ]


async def _take(
    session: AsyncSession,
    tools: Tools,
    person: Person,
    agenda_id: UUID,
    version: int,
    now: datetime,
) -> _Hand:
    home = await get_actor(session, person, now)
    await get_own(session, home, agenda_id)
    agenda = await find_agenda(session, agenda_id)
    if agenda is None:
        raise Gone
    await _check(session, home, await see_as(session, tools, home, agenda))
    items = await list_all_items(session, agenda_id)
    changes = await list_changes_since(session, agenda_id, version)
    anew = agenda.version - version > len(changes)
    return _Hand(session, tools, home, agenda, items, changes, anew, now)


async def _check(session: AsyncSession, home: Home, seen: Seen) -> None:
    if not seen.arranges:
        members = await list_members(session, home.pod.id)
        raise OnlyWhoArranges([each.name for each in members if each.role is Role.COACH])
    if not seen.to_come:
        raise HuddleIsOver


def _move(items: Sequence[AgendaItem], deed: Deed, item: AgendaItem) -> bool:
    """Whether it changes anything."""
    before = [(each.id, each.position, each.state) for each in items]
    order = arranged([(each.id, each.state) for each in items], deed, item.id)
    if deed is Deed.DROP:
        item.state = ItemState.DROPPED
    elif deed is Deed.PUT_ON:
        item.state = ItemState.ON
    places = {each: place for place, each in enumerate(order, start=1)}
    moved = [each.id for each in items] != order
    for each in items:
        if moved and each.position != places[each.id]:
            each.position = places[each.id]
    return before != [(each.id, each.position, each.state) for each in items]


async def _fill_in(hand: _Hand, item: AgendaItem, who: str | None, seconds: int) -> list[Did]:
    """What of it changed."""
    did: list[Did] = []
    if who is None and item.hand_to is not None:
        item.hand_to, item.hand_to_name = None, ""
        did.append(Did.HANDED)
    elif who is not None and who != item.hand_to:
        members = await list_members(hand.session, hand.home.pod.id)
        found = next((each for each in members if each.user == who), None)
        if found is None:
            raise MeantForNobodyHere(hand.home.pod.name, WHO)
        item.hand_to, item.hand_to_name = found.user, found.name
        did.append(Did.HANDED)
    if seconds != item.seconds:
        item.seconds = seconds
        did.append(Did.TIMED)
    return did


def _seconds(minutes: str | None, item: AgendaItem) -> int:
    """What the form says, which rounds up; unchanged it stays to the second."""
    known = {str(each): each * 60 for each in LENGTHS}
    known[str(whole_minutes(item.seconds))] = item.seconds
    if minutes not in known or known[minutes] > _LONGEST_SECONDS:
        raise NoSuchLength(MINUTES)
    return known[minutes]
