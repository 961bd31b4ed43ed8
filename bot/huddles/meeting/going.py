"""A huddle under its lock, for whoever acts in it; and how its card looks then."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Priority, Repaint
from bot.delivery.outbox import say
from bot.huddles.agenda.behind import look_behind
from bot.huddles.facts import Due
from bot.huddles.meeting import views
from bot.huddles.meeting.errors import (
    Elsewhere,
    HuddleGone,
    HuddleIsOver,
    MovedOn,
    OnlyWhoSteers,
    OtherPods,
)
from bot.huddles.meeting.facts import Pressed, Seen, Walk
from bot.huddles.meeting.rules import action_of, ends_at, steers
from bot.huddles.schedule.current import get_schedule
from bot.huddles.subjects import CARD, huddle_of, huddle_subject
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.facts import Home, PodInMarket
from bot.pods.service import get_actor, get_home
from bot.text.kit import Card
from storage.huddles import AgendaItem, Huddle, HuddleState
from storage.huddles_action_items import list_action_items, list_of_huddles
from storage.huddles_attendance import count_here
from storage.huddles_meeting import (
    find_item,
    find_last_move,
    list_offered,
    list_on,
    list_steps,
    list_waves,
    lock_huddle,
    lock_with_waves,
    look_at_huddle,
    waits_until,
)
from storage.outbox import find_posted_at
from storage.timers import cancel_timers, set_timer

NO_PRESS = Pressed()


@dataclass(slots=True)
class Going:
    """A huddle that somebody acts in: their own pod's. `pressed` is on what they did."""

    session: AsyncSession
    tools: Tools
    huddle: Huddle
    home: Home
    now: datetime
    pressed: Pressed = NO_PRESS

    @property
    def pod(self) -> PodInMarket:
        return PodInMarket(self.home.pod, self.home.market)

    def check_open(self) -> None:
        """Raises `HuddleIsOver`, also where it has not begun."""
        if self.huddle.state is not HuddleState.OPEN:
            raise HuddleIsOver

    def check_steers(self) -> None:
        """Raises `OnlyWhoSteers`."""
        if not steers(self.home, self.huddle):
            raise OnlyWhoSteers(self.huddle.runs_it_name)

    async def check_seen(self, seen: Seen) -> None:
        """Raises `MovedOn`: of two who press at once, the first moves everybody on."""
        if seen.version == self.huddle.version:
            return
        last = await find_last_move(self.session, self.huddle)
        if last is None:
            raise Elsewhere
        raise MovedOn(last.by_name, (self.now - last.at).total_seconds())

    async def goes_on(self) -> None:
        """Somebody acts: it does not end by itself yet."""
        await self.session.flush()
        end = ends_at(self.huddle, self.now)
        await set_timer(self.session, Due.END, huddle_subject(self.huddle.id), end)

    async def moved_to(self, item_id: UUID | None) -> None:
        """That is talked about from now on; None: everything was."""
        self.huddle.item_id = item_id
        self.huddle.version += 1
        await self.goes_on()
        await self.repaint()

    async def repaint(self) -> None:
        """Its card, by the response_url of the press where that was made on the card; it shows what
        others changed meanwhile, too.
        """
        await cancel_timers(self.session, huddle_subject(self.huddle.id), Due.FOLLOW)
        url = await url_of(self.session, self.huddle, self.pressed)
        await repaint(self.session, self.tools, self.pod, self.huddle, self.now, url)


@asynccontextmanager
async def acting(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    huddle_id: UUID,
    pressed: Pressed = NO_PRESS,
    *,
    with_waves: bool = False,
) -> AsyncIterator[Going]:
    """In the one transaction; whatever is refused inside changes nothing. `with_waves`: what comes
    of it may stand on a recap that another wave of the meeting has. Raises `HuddleGone`,
    `OtherPods`.
    """
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        lock = lock_with_waves if with_waves else lock_huddle
        huddle = await lock(session, huddle_id)
        if huddle is None or huddle.team_id != person.team:
            raise HuddleGone
        if huddle.pod_id != home.pod.id:
            raise OtherPods(home.pod.name)
        yield Going(session, tools, huddle, home, delivery.now, pressed)


@asynccontextmanager
async def looking(tools: Tools, person: Person, huddle_id: UUID) -> AsyncIterator[Going]:
    """As `acting`, for what is only shown; `now` is of no account then."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        huddle = await look_at_huddle(session, huddle_id)
        if huddle is None or huddle.team_id != person.team:
            raise HuddleGone
        if huddle.pod_id != home.pod.id:
            raise OtherPods(home.pod.name)
        yield Going(session, tools, huddle, home, huddle.starts_at)


async def url_of(session: AsyncSession, huddle: Huddle, pressed: Pressed) -> str | None:
    """The press's own, where it was made on the card itself: it repaints nothing else."""
    if pressed.channel is None or pressed.ts is None:
        return None
    posted = await find_posted_at(session, pressed.channel, pressed.ts)
    if posted is None or posted.part != CARD or huddle_of(posted.subject) != huddle.id:
        return None
    return pressed.response_url


async def look(session: AsyncSession, tools: Tools, pod: PodInMarket, huddle: Huddle) -> Walk:
    """The huddle as everybody sees it now."""
    steps = await list_steps(session, [huddle.id])
    schedule = await get_schedule(session, pod)
    before = [each for each in steps if each.item_id != huddle.item_id]
    last, items = await find_last_move(session, huddle), await _items(session, huddle)
    return replace(
        _walk(tools, pod, huddle),
        items=items,
        steps={each.item_id: each for each in steps},
        actions=await list_of_huddles(session, [huddle.id]),
        item_since=last.at if last else huddle.opened_at,
        here=await count_here(session, huddle.id) if schedule.attendance else None,
        before=await find_item(session, before[-1].item_id) if before else None,
        closed=await list_closed(session, items),
        offered=await list_offered(session, huddle) if huddle.state is HuddleState.OPEN else (),
        **await _around(session, pod, huddle, items),
    )


async def first_look(
    session: AsyncSession,
    tools: Tools,
    pod: PodInMarket,
    huddle: Huddle,
    items: Sequence[AgendaItem],
    closed: frozenset[UUID] = frozenset(),
) -> Walk:
    """As `look`, when it has just opened: hundreds do so in the same second."""
    schedule = await get_schedule(session, pod)
    here = 0 if schedule.attendance else None
    walk = replace(_walk(tools, pod, huddle), items=items, here=here, closed=closed)
    return replace(walk, **await _around(session, pod, huddle, items))


async def _around(
    session: AsyncSession, pod: PodInMarket, huddle: Huddle, items: Sequence[AgendaItem]
) -> dict[str, Any]:
    """What worked for what is talked about, and what the waves before this one said of it."""
    now_on = [each for each in items if each.id == huddle.item_id]
    if huddle.state is not HuddleState.OPEN or not now_on:
        return {}
    found: dict[str, Any] = {}
    if worked := await look_behind(session, pod, now_on):
        found["worked"] = worked[now_on[0].id]
    if huddle.wave > 1:
        waves = await list_waves(session, huddle.agenda_id)
        before = [each.id for each in waves if each.wave < huddle.wave]
        found["heard"] = await list_steps(session, before)
        found["agreed"] = await list_of_huddles(session, before)
    return found


def _walk(tools: Tools, pod: PodInMarket, huddle: Huddle) -> Walk:
    return Walk(
        huddle=huddle,
        zone=pod.market.timezone,
        market=pod.market.name,
        item_since=huddle.opened_at,
        join_url=tools.huddle_url(huddle.channel) if huddle.channel else "",
        has_screen=bool(tools.public_url),
    )


async def _next_wave(session: AsyncSession, huddle: Huddle) -> datetime | None:
    """When the next one of its meeting begins, after which what came of it is said."""
    waves = await list_waves(session, huddle.agenda_id)
    to_come = (each.starts_at for each in waves if each.state is HuddleState.PLANNED)
    return min(to_come, default=None)


async def list_closed(session: AsyncSession, items: Sequence[AgendaItem]) -> frozenset[UUID]:
    """Of the items of an agenda those whose action item is done by now: nobody waits for them."""
    about = {action: each.id for each in items if (action := action_of(each))}
    actions = await list_action_items(session, list(about))
    return frozenset(about[each.id] for each in actions if each.closed_at)


async def _items(session: AsyncSession, huddle: Huddle) -> list[AgendaItem]:
    """Also what was taken off the agenda while it was talked about."""
    items = await list_on(session, huddle.agenda_id)
    if huddle.item_id is None or huddle.item_id in {each.id for each in items}:
        return items
    talked_about = await find_item(session, huddle.item_id)
    return [talked_about, *items] if talked_about else items


async def show(session: AsyncSession, tools: Tools, pod: PodInMarket, huddle: Huddle) -> Card:
    """Its card: while it goes on, or in its end state."""
    walk = await look(session, tools, pod, huddle)
    if huddle.state is HuddleState.OPEN:
        return views.card(walk)
    return views.over(replace(walk, next_wave=await _next_wave(session, huddle)))


async def repaint(
    session: AsyncSession,
    tools: Tools,
    pod: PodInMarket,
    huddle: Huddle,
    now: datetime,
    response_url: str | None = None,
    at: datetime | None = None,
) -> None:
    """From `at` on; never later than a change that waits already."""
    if huddle.channel is None:
        return
    await session.flush()
    shown, subject = await show(session, tools, pod, huddle), huddle_subject(huddle.id)
    waits = await waits_until(session, subject, CARD)
    moment = min(each for each in (at or now, waits) if each is not None)
    look_now = (subject, CARD, huddle.channel, shown.text, shown.blocks)
    repainted = Repaint(*look_now, response_url=response_url, priority=Priority.HUDDLE)
    await say(session, moment, repainted)
