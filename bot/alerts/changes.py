"""One change of one alert: decided under its lock, then noted, its timers moved, its cards
repainted, and people told where they must be."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.alike.signs import AlertSigns
from bot.alerts.answered import asked_of, question, repaint_answered
from bot.alerts.ask_timers import meet_asks, tell_it_is_over
from bot.alerts.draft import draft_of
from bot.alerts.errors import Gone, Over
from bot.alerts.repainting import repaint_all
from bot.alerts.seeing import check_sees
from bot.alerts.shown import Due, Shown, What
from bot.alerts.spreading import spread
from bot.alerts.standing import Standing
from bot.alerts.subjects import alert_of, subject
from bot.alerts.waiting import due_times
from bot.delivery.message import Outgoing
from bot.delivery.outbox import say
from bot.delivery.transaction import Transactions
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.pods.service import get_actor
from bot.text.kit import Block, Card
from bot.text.masking import Masker
from storage.alerts import Alert, AlertChange, AlertSaying, AlertState, Severity
from storage.alerts_reach import MarketPlace, get_market
from storage.alerts_reading import find_alert, list_changes, list_sayings, look_at_alert
from storage.timers import cancel_timers, set_timer

Say = Callable[[Shown, datetime], Card]
"""What people are told in the channel, as their pod sees it."""

EndsWithAlert = Callable[[AsyncSession, UUID, datetime], Awaitable[None]]
"""Joins the open transaction: an alert is over, and what was tied to it."""


class TellAskers(Protocol):
    """Joins the open transaction: what the askers of these read in the threads of their asks, each
    mentioned unless it is said `quietly`. What is settled by then is left out.
    """

    async def __call__(
        self,
        session: AsyncSession,
        told: Mapping[UUID, Card],
        now: datetime,
        *,
        quietly: bool = False,
    ) -> None: ...


ShareAnswer = Callable[[AsyncSession, Collection[UUID], datetime], Awaitable[None]]
"""Joins the open transaction: these asks are one matter, and what is answered at one of them
reaches those who wait at the others."""

Rest = Callable[[AsyncSession, UUID, UUID, str, datetime], Awaitable[None]]
"""Joins the open transaction, before anything else is held: the asker of this ask has what they
need from that alert, of this headline; nobody is called for it."""

GoOn = Callable[[AsyncSession, UUID, UUID, datetime], Awaitable[None]]
"""As `Rest`: the ask is about something else than that alert."""

Permalink = Callable[[str, str], str | None]
"""The address of a message, from its channel and ts."""

Notes = Callable[[AsyncSession, datetime, str], Awaitable[list[Block]]]
"""Of the open session, now and for a time zone: what lists say of feeds that are stale."""


Stands = Callable[[MarketPlace], Awaitable[tuple[Sequence[Standing], Mapping[str, str]]]]
"""What feeds say of a market, the most severe first; and what each of these feeds is called."""


async def nothing_stands(market: MarketPlace) -> tuple[Sequence[Standing], Mapping[str, str]]:
    """Without feeds nothing is said."""
    return [], {}


async def nothing_to_note(session: AsyncSession, now: datetime, zone: str) -> list[Block]:
    """Without feeds none is stale."""
    return []


async def nobody_is_told(
    session: AsyncSession, told: Mapping[UUID, Card], now: datetime, *, quietly: bool = False
) -> None:
    """Without advice nobody asks."""


async def nothing_is_answered(
    session: AsyncSession, ask_ids: Collection[UUID], now: datetime
) -> None:
    """Without advice."""


async def nobody_is_called(
    session: AsyncSession, ask_id: UUID, alert_id: UUID, headline: str, now: datetime
) -> None:
    """Without advice."""


async def nobody_waits(session: AsyncSession, ask_id: UUID, alert_id: UUID, now: datetime) -> None:
    """Without advice."""


def nowhere(channel: str, ts: str) -> str | None:
    """Where no address is known."""
    return None


async def nothing_ends(session: AsyncSession, alert_id: UUID, now: datetime) -> None:
    """Without practices nothing is tied to alerts."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the deeds of alerts were handed."""

    transactions: Transactions
    masker: Masker
    ends_with: EndsWithAlert = nothing_ends
    notes: Notes = nothing_to_note
    tell_askers: TellAskers = nobody_is_told
    share_answer: ShareAnswer = nothing_is_answered
    permalink: Permalink = nowhere
    signs: AlertSigns = field(default_factory=AlertSigns)
    stands: Stands = nothing_stands
    rest: Rest = nobody_is_called
    go_on: GoOn = nobody_waits


@dataclass(slots=True)
class Change:
    """An alert under its lock, with its ways to say it; `home` is None for a timer or a feed.

    `tells` is what people are told of it; `is_no_news`: nobody is, as something else of its source
    takes its place; `worst` the highest severity that it had meanwhile;
    `due_at` when a timer was to fire, which may be long ago.
    """

    session: AsyncSession
    alert: Alert
    sayings: list[AlertSaying]
    market: MarketPlace
    now: datetime
    home: Home | None = None
    due_at: datetime | None = None
    tells: Say | None = None
    noted: bool = False
    is_no_news: bool = False
    looks_otherwise: bool = False
    worst: Severity = Severity.MINOR
    said: list[Outgoing] = field(default_factory=list)
    taken: dict[str, Any] = field(default_factory=dict)

    def note(self, what: What, why: str | None = None) -> None:
        """An entry of the history: all that changed since the last one."""
        alert, member = self.alert, self.home.member if self.home else None
        alert.version += 1
        entry = AlertChange(
            alert_id=alert.id,
            version=alert.version,
            at=self.now,
            who=member.user if member else None,
            who_name=member.name if member else None,
            what=what,
            why=why or None,
            before=self.taken,
        )
        self.session.add(entry)
        self.noted = self.looks_otherwise = True

    def ask(self, what: str, user: str, card: Card) -> None:
        """Ask one person something, in their direct messages."""
        self.said.append(question(self.alert, what, user, card))


async def show_alert(session: AsyncSession, alert_id: UUID, home: Home, now: datetime) -> Alert:
    """The alert, to be looked at only. Raises `Gone`."""
    alert = await look_at_alert(session, alert_id)
    if alert is None:
        raise Gone
    await check_sees(session, alert, home, now)
    return alert


@asynccontextmanager
async def changing(
    session: AsyncSession, alert: Alert, now: datetime, home: Home | None = None
) -> AsyncIterator[Change]:
    """What is decided inside is followed by what follows from it."""
    market = await get_market(session, alert.market_id)
    sayings = list(await list_sayings(session, alert.id))
    change = Change(session, alert, sayings, market, now, home, worst=alert.severity)
    change.taken = draft_of(alert, sayings).plain()
    waited, asked = due_times(alert, market.timezone, now), asked_of(alert)
    yield change
    await session.flush()
    await set_timers(session, alert, market.timezone, now, waited)
    if change.looks_otherwise:
        worst = max(change.worst, alert.severity, key=lambda each: each.rank)
        change.said += await repaint_all(session, alert, worst, now, change.tells)
        if alert.state is not AlertState.ENDED:
            await spread(session, alert, now)
    who = home.member.name if home else None
    change.said += await repaint_answered(session, alert, market, asked, who, now)
    if change.noted:
        await _let_asks_know(change)
    await say(session, now, *change.said)


@asynccontextmanager
async def acting(
    tools: Tools, delivery: Delivery, person: Person, alert_id: UUID
) -> AsyncIterator[tuple[Change, Home]]:
    """The change that a press or a form makes, and where its person belongs. Whatever is refused
    inside changes nothing. Raises `Gone`, and `Over` for what has ended.
    """
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        alert = await find_alert(session, alert_id)
        if alert is None:
            raise Gone
        await check_sees(session, alert, home, delivery.now)
        if alert.state is AlertState.ENDED:
            raise Over(await who_ended(session, alert))
        async with changing(session, alert, delivery.now, home) as change:
            yield change, home


@asynccontextmanager
async def due(tools: Tools, timer_id: UUID, now: datetime) -> AsyncIterator[Change | None]:
    """The change that a due timer makes; None where its alert is over, or gone."""
    async with tools.transactions.due(timer_id, now, lock_alert) as (session, timer):
        alert_id = alert_of(timer.subject)
        alert = await find_alert(session, alert_id) if alert_id else None
        if alert is None or alert.state is AlertState.ENDED:
            yield None
            return
        async with changing(session, alert, now) as change:
            change.due_at = timer.due_at
            yield change


async def _let_asks_know(change: Change) -> None:
    """After the commit."""
    if change.alert.state is not AlertState.ENDED:
        await meet_asks(change.session, change.alert.id, change.now)
    elif not change.is_no_news:
        await tell_it_is_over(change.session, change.alert.id, change.now)


async def lock_alert(session: AsyncSession, about: str) -> None:
    """Before its timer is taken, as whoever changes it does."""
    if alert_id := alert_of(about):
        await find_alert(session, alert_id)


async def set_timers(
    session: AsyncSession, alert: Alert, zone: str, now: datetime, waited: dict[Due, datetime]
) -> None:
    """Let the alert wait for what it says now, where it `waited` for something else; a new one
    waited for nothing.
    """
    awaited, about = due_times(alert, zone, now), subject(alert.id)
    if not waited and awaited:
        await meet_asks(session, alert.id, now)
    for kind, at in awaited.items():
        if waited.get(kind) != at or kind is Due.NEW_DAY:
            await set_timer(session, kind, about, at)
    over: Sequence[Due] = sorted(waited.keys() - awaited.keys())
    if over:
        await cancel_timers(session, about, *over)


async def who_ended(session: AsyncSession, alert: Alert) -> str | None:
    """Nobody where it ended by itself."""
    ended = [each for each in await list_changes(session, alert.id) if each.what == What.ENDED]
    return ended[-1].who_name if ended else None
