"""What is done to an ask, by somebody or by a timer: under its lock, with what follows from it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice.changes import Change, Tools
from bot.advice.company import keep_company
from bot.advice.errors import Stale
from bot.advice.facts import Due, Pressed
from bot.advice.messages import ask_of
from bot.advice.other_cards import tell_there
from bot.advice.repainting import looks, repaints
from bot.advice.rules import CALLED_OFF, answers_of
from bot.advice.waiting import awaited_by, set_timers
from bot.advice.wornout import worn_out
from bot.delivery.outbox import say
from bot.errors import AlreadyHandled
from bot.inbox import Delivery, Person
from bot.pods.facts import Home, LadderSettings, PodInMarket
from bot.pods.service import get_actor
from storage.advice import LIVE, Ask, AskState
from storage.advice_joined import find_joined_by, list_joined
from storage.advice_reading import find_ask, look_at_ask
from storage.advice_threads import find_reply_by_id, list_replies
from storage.alerts_matters_alike import list_askers_alike
from storage.alerts_reading import look_at_alert
from storage.pods import Organisation, find_member, get_pod
from storage.practices import Reach
from storage.practices_reading import find_practice_of_ask


@asynccontextmanager
async def acting(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    ask_id: UUID,
    pressed: Pressed | None = None,
    *,
    own: bool = False,
) -> AsyncIterator[tuple[Change, Home]]:
    """The change that a press or a form makes in the one transaction, and where its person
    belongs. Whatever is refused inside changes nothing. `own`: of a thread that several share,
    the person's own ask is meant.
    """
    async with tools.transactions.of(delivery) as session:
        ask = await get_ask(session, ask_id, person.team)
        home = await get_actor(session, person, delivery.now)
        if own:
            ask = await _own(session, ask, person)
        async with changing(tools, session, ask, delivery.now, pressed) as change:
            yield change, home


@asynccontextmanager
async def due(
    tools: Tools, timer_id: UUID, now: datetime, kind: Due
) -> AsyncIterator[Change | None]:
    """The change that a due timer makes; None where its ask is gone: then it is done.

    Raises `AlreadyHandled` where somebody just changes the ask: then the timer is still due, or
    was moved. A press never waits for a timer.
    """
    async with tools.transactions.due(timer_id, now) as (session, timer):
        ask_id = ask_of(timer.subject)
        ask = await find_ask(session, ask_id, wait=False) if ask_id else None
        if ask is not None:
            async with changing(tools, session, ask, now, fired=kind) as change:
                yield change
        elif ask_id and await look_at_ask(session, ask_id):
            raise AlreadyHandled
        else:
            yield None


@asynccontextmanager
async def changing(
    tools: Tools,
    session: AsyncSession,
    ask: Ask,
    now: datetime,
    pressed: Pressed | None = None,
    fired: Due | None = None,
) -> AsyncIterator[Change]:
    """What is decided inside is followed by what follows from it: timers, cards, messages. An ask
    that joined another one changes within a change of that one, whose lock comes first.
    """
    first = await find_ask(session, ask.joined_to) if ask.joined_to else None
    if first is None:
        async with within(tools, session, ask, now, pressed, fired) as change:
            yield change
        return
    async with (
        within(tools, session, first, now) as leading,
        within(tools, session, ask, now, pressed, fired, leading) as change,
    ):
        yield change


@asynccontextmanager
async def within(
    tools: Tools,
    session: AsyncSession,
    ask: Ask,
    now: datetime,
    pressed: Pressed | None = None,
    fired: Due | None = None,
    leading: Change | None = None,
) -> AsyncIterator[Change]:
    """As `changing`, of an ask that joined none, or within the change of the one that it joined."""
    change = await _look(session, ask, now, leading)
    change.pressed, change.fired = pressed, fired
    sensed, before, told_at = _sensed(ask), ask.state, ask.told_at
    waited, looked = awaited_by(change), looks(change)
    yield change
    _forget_private_way(change)
    await keep_company(change, before)
    await set_timers(change, waited)
    if pressed is not None:
        there = change.overflow.pod.name if change.overflow else None
        market = change.home.market
        with_it = change.with_it
        change.said += await worn_out(session, ask, change.replies, market, there, pressed, with_it)
    await say(session, now, *repaints(change, looked), *change.said)
    if leading is None and ask.told_at not in (None, told_at):
        await tell_there(tools, change)
    if _sensed(ask) != sensed or (ask.state in LIVE and before not in LIVE):
        await tools.sensing.changed(session, ask, now)


async def _look(session: AsyncSession, ask: Ask, now: datetime, leading: Change | None) -> Change:
    """The ask as it stands. What was answered in a thread is every ask's that stands there."""
    replies = list(await list_replies(session, ask.id))
    accepted = ask.accepted_reply_id
    if leading is not None:
        replies = sorted(
            [*answers_of(leading.ask, leading.replies), *replies], key=lambda r: (r.at, r.ts)
        )
        ask.thread_ts = ask.thread_ts or leading.ask.thread_ts
        place = leading.home, leading.overflow, leading.settings
    else:
        home = await get_pod(session, ask.pod_id)
        overflow = await get_pod(session, ask.overflow_pod_id) if ask.overflow_pod_id else None
        place = home, overflow, LadderSettings.of(home.pod.settings)
    if accepted is not None and all(each.id != accepted for each in replies):
        replies += [r for r in [await find_reply_by_id(session, accepted)] if r is not None]
    with_it = [] if leading is not None else list(await list_joined(session, ask.id))
    alike = await list_askers_alike(session, ask.id) if with_it else ()
    change = Change(
        session, ask, *place, replies, now, leading=leading, with_it=with_it, alike=alike
    )
    change.claimed_there = await _is_claimed_there(session, ask)
    change.saved_as = await _find_saved(session, ask, place[0])
    if ask.alert_id is not None:
        alert = await look_at_alert(session, ask.alert_id)
        change.alert = alert.headline if alert else ""
    return change


def _sensed(ask: Ask) -> tuple[object, ...]:
    """What tells what an ask is about, and whether it is one."""
    return ask.question, ask.topic, ask.state in CALLED_OFF


async def _own(session: AsyncSession, ask: Ask, person: Person) -> Ask:
    """Of a thread that several share, the person's own."""
    if ask.asker == person.user or ask.joined_to is not None:
        return ask
    return await find_joined_by(session, ask.id, person.user) or ask


async def get_ask(session: AsyncSession, ask_id: UUID, team: str) -> Ask:
    """The ask, locked. Raises `Stale` where there is none (any more)."""
    ask = await find_ask(session, ask_id)
    if ask is None or ask.team_id != team:
        raise Stale
    return ask


async def show_own_ask(session: AsyncSession, ask_id: UUID, person: Person) -> Ask:
    """As `show_ask`; of a thread that several share, the person's own."""
    return await _own(session, await show_ask(session, ask_id, person.team), person)


async def show_ask(session: AsyncSession, ask_id: UUID, team: str) -> Ask:
    """The ask, to be looked at only. Raises `Stale` where there is none (any more)."""
    ask = await look_at_ask(session, ask_id)
    if ask is None or ask.team_id != team:
        raise Stale
    return ask


async def _is_claimed_there(session: AsyncSession, ask: Ask) -> bool:
    if ask.overflow_pod_id is None or ask.claimed_by is None:
        return False
    home = await find_member(session, ask.team_id, ask.claimed_by)
    return home is not None and home.pod.id == ask.overflow_pod_id


async def _find_saved(session: AsyncSession, ask: Ask, home: PodInMarket) -> UUID | None:
    """Only a settled card has room for it."""
    if ask.state is not AskState.ACCEPTED:
        return None
    partner = home.pod.organisation is Organisation.PARTNER
    reach = Reach(ask.team_id, "", ask.pod_id, home.market.id, partner)
    return await find_practice_of_ask(session, ask.id, reach)


def _forget_private_way(change: Change) -> None:
    """A response_url is kept while it can reach the asker: until the ask is settled for good,
    30 minutes at most.
    """
    ask, until = change.ask, change.ask.response_url_until
    settled = ask.state not in LIVE and ask.undo_until is None
    if ask.response_url and (settled or until is None or until <= change.now):
        ask.response_url = ask.response_url_until = None
