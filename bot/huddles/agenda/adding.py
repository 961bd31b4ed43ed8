"""Anybody of a pod puts something on its next agenda."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.agenda.announcing import follow, walk_follows
from bot.huddles.agenda.errors import AddedOftenEnough, NothingToAdd, TooManyWords
from bot.huddles.agenda.facts import ARRANGED, MOST_LINES, USUAL_SECONDS
from bot.huddles.agenda.lines import folded
from bot.huddles.agenda.noting import note
from bot.huddles.agenda.seeing import ARRANGE, line_of, see_as, see_next
from bot.huddles.agenda.shown import LONGEST_TEXT, Added, Opening, Pressed, Seen, Source
from bot.huddles.agenda.target import find_target, get_own
from bot.huddles.agenda.unnamed import unnamed
from bot.huddles.agenda.words import TEXT
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.pods.service import get_actor, get_home
from bot.text.escaping import clean, shorten, shows_something
from bot.text.masking import Masked, Masker
from bot.text.shortening import length
from storage.advice_reading import look_at_ask_of_thread
from storage.huddles import Agenda, AgendaItem, ItemSource, ItemState
from storage.huddles_agenda import AgendaChange, Did, find_last_change, list_all_items
from storage.huddles_carrying import list_arranged
from storage.ids import new_id

MOST_OF_ONE: Final = 20
_WANTED: Final = (ItemSource.MEMBER, ItemSource.ACTION_ITEM)
_CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{1,30}")
_TS: Final = re.compile(r"[0-9]{1,11}\.[0-9]{1,9}")


async def open_adding(
    tools: Tools,
    person: Person,
    agenda_id: UUID | None,
    text: str,
    source: Source | None,
    now: datetime,
) -> Opening:
    """The form, filled in by a message; nothing is stored yet. Of a question it has the words
    alone, and no link: these lead to who asked.
    """
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        asked = await _question(session, home, source)
        text = asked or text
        agenda = await get_own(session, home, agenda_id) if agenda_id else None
        seen = await see_next(session, tools, home, now)
        if agenda is not None and agenda.id != seen.agenda:
            named = await see_as(session, tools, home, agenda)
            seen = named if named.is_to_come else seen
    cleaned = clean(text)
    masked = tools.masker.mask(cleaned if shows_something(cleaned) else "")
    fitting = shorten(masked.text, LONGEST_TEXT)
    source = None if asked else source
    return Opening(seen, fitting, masked.kinds, fitting != masked.text, source)


async def _question(session: AsyncSession, home: Home, source: Source | None) -> str:
    """What was asked there; "" where the message is neither an ask nor Podline's in its thread."""
    if source is None:
        return ""
    root = source.thread if source.is_ours and source.thread else source.ts
    ask = await look_at_ask_of_thread(session, home.pod.team_id, source.channel, root)
    return unnamed(ask.question, ask.asker_name) if ask else ""


async def add(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    text: str,
    agenda_id: UUID | None = None,
    source: Source | None = None,
    pressed: Pressed | None = None,
) -> Added:
    """On the next agenda, or that one where it has not begun. What is there already is answered
    as it stands. Raises `NothingToAdd`, `TooManyWords`, `AddedOftenEnough`, and as `find_target`.
    """
    ready = checked(tools.masker, text)
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        target = await find_target(session, home, agenda_id, delivery.now)
        items = await list_all_items(session, target.agenda.id)
        seen = await target.seen(session, tools, home)
        same = _same(items, ready.text)
        dropped = await _dropped(session, same)
        if same is not None and not _may_come_back(same, dropped, home):
            by = dropped.by_name if dropped else ""
            return Added(line_of(seen, same.id), seen, ready.kinds, before=True, dropped_by=by)
        _check_room(items, home)
        item = same or _made(target.agenda, ready.text, delivery.now)
        if item.source is ItemSource.MEMBER:
            item.by, item.by_name = home.member.user, home.member.name
        item.refs = _refs(tools, source) or item.refs
        is_on = place(item, items, seen, await _lines_that_yield(session, item, items))
        session.add(item)
        await note(session, target.agenda, home, item, Did.ADDED, delivery.now)
        if is_on:
            await follow(session, tools, target.agenda, delivery.now, pressed)
        else:
            await walk_follows(session, home.pod.id, delivery.now)
        seen = await target.seen(session, tools, home)
    return Added(line_of(seen, item.id), seen, ready.kinds)


def checked(masker: Masker, text: str) -> Masked:
    """What somebody typed, as it may be stored. Raises `NothingToAdd`, `TooManyWords`."""
    cleaned = clean(text)
    if not shows_something(cleaned):
        raise NothingToAdd(TEXT)
    masked = masker.mask(cleaned)
    if length(masked.text) > LONGEST_TEXT:
        raise TooManyWords(length(masked.text), LONGEST_TEXT, TEXT)
    return masked


def place(
    item: AgendaItem,
    items: Sequence[AgendaItem],
    seen: Seen,
    yielding: Sequence[AgendaItem] = (),
) -> bool:
    """At the end of what is on it, or where it waits if there is no room; whether it is on. The
    last of those `yielding` that makes room for it waits then.
    """
    on = [each for each in items if each.state is ItemState.ON and each.id != item.id]

    def fits(without: AgendaItem | None = None) -> bool:
        left = [each for each in on if each is not without]
        whole = sum(each.seconds for each in left) + item.seconds
        return len(left) < MOST_LINES and whole <= seen.minutes * 60

    item.position = max((each.position for each in items if each.id != item.id), default=0) + 1
    is_on = fits() or not seen.waves
    if not is_on and (yields := next(filter(fits, reversed(yielding)), None)):
        yields.state, is_on = ItemState.WAITING, True
    item.state = ItemState.ON if is_on else ItemState.WAITING
    last = next((each for each in on if each.source is ItemSource.THANKS), None)
    if is_on and last is not None and last.state is ItemState.ON:  # a huddle ends with them
        item.position, last.position = last.position, item.position
    return is_on


async def _lines_that_yield(
    session: AsyncSession, item: AgendaItem, items: Sequence[AgendaItem]
) -> list[AgendaItem]:
    """To somebody's first item: what the week brought by itself and nobody arranged."""
    others = [each for each in items if each.by == item.by and each.id != item.id]
    if any(each.source is ItemSource.MEMBER and each.state is ItemState.ON for each in others):
        return []
    arranged = await list_arranged(session, item.agenda_id, ARRANGED)
    brought = [each for each in items if each.source not in _WANTED and each.id not in arranged]
    return [each for each in brought if each.state is ItemState.ON]


def _made(agenda: Agenda, text: str, now: datetime) -> AgendaItem:
    item_id = new_id()
    return AgendaItem(
        id=item_id,
        agenda_id=agenda.id,
        pod_id=agenda.pod_id,
        key=f"member:{item_id}",
        source=ItemSource.MEMBER,
        position=0,
        text=text,
        seconds=USUAL_SECONDS[ItemSource.MEMBER],
        added_at=now,
    )


def _same(items: Sequence[AgendaItem], text: str) -> AgendaItem | None:
    """What says the same in the same words, however they are spelled; words that have no letters
    are compared as they are.
    """
    mine = folded(text)
    return next((each for each in items if folded(each.text) == mine), None)


async def _dropped(session: AsyncSession, item: AgendaItem | None) -> AgendaChange | None:
    if item is None or item.state is not ItemState.DROPPED:
        return None
    return await find_last_change(session, item.id, Did.DROPPED)


def _may_come_back(item: AgendaItem, dropped: AgendaChange | None, home: Home) -> bool:
    """What its author took off, anybody may bring up again; what a coach did, a coach."""
    if item.state is not ItemState.DROPPED:
        return False
    withdrawn = item.source is ItemSource.MEMBER and (dropped is None or dropped.by == item.by)
    return withdrawn or home.member.role in ARRANGE


def _check_room(items: Sequence[AgendaItem], home: Home) -> None:
    """Raises `AddedOftenEnough`."""
    theirs = [
        each
        for each in items
        if each.by == home.member.user
        and each.source is ItemSource.MEMBER
        and each.state is not ItemState.DROPPED
    ]
    if len(theirs) >= MOST_OF_ONE:
        raise AddedOftenEnough


def _refs(tools: Tools, source: Source | None) -> dict[str, str]:
    """Where the message stands; of direct messages, which only two can open, nothing."""
    if source is None or not _CHANNEL.fullmatch(source.channel) or not _TS.fullmatch(source.ts):
        return {}
    link = tools.permalink(source.channel, source.ts)
    return {"channel": source.channel, "ts": source.ts} | ({"url": link} if link else {})
