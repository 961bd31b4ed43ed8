"""What is done to an ask, by somebody or by a timer: under its lock, with what follows from it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice.changes import Change, Tools
from bot.advice.errors import Stale
from bot.advice.facts import Due, Pressed
from bot.advice.ladder import due_times
from bot.advice.messages import ask_of, subject
from bot.advice.repainting import looks, repaints
from bot.advice.wornout import worn_out
from bot.delivery.outbox import say
from bot.errors import AlreadyHandled
from bot.inbox import Delivery, Person
from bot.pods.facts import Home, LadderSettings, PodInMarket
from bot.pods.service import get_actor
from storage.advice import LIVE, Ask, AskState
from storage.advice_reading import find_ask, look_at_ask
from storage.advice_threads import list_replies
from storage.pods import Organisation, find_member, get_pod
from storage.practices import Reach
from storage.practices_reading import find_practice_of_ask
from storage.timers import move_timers


@asynccontextmanager
async def acting(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    ask_id: UUID,
    pressed: Pressed | None = None,
) -> AsyncIterator[tuple[Change, Home]]:
    """The change that a press or a form makes in the one transaction, and where its person
    belongs. Whatever is refused inside changes nothing.
    """
    async with tools.transactions.of(delivery) as session:
        ask = await get_ask(session, ask_id, person.team)
        home = await get_actor(session, person, delivery.now)
        async with changing(session, ask, delivery.now, pressed) as change:
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
            async with changing(session, ask, now, fired=kind) as change:
                yield change
        elif ask_id and await look_at_ask(session, ask_id):
            raise AlreadyHandled
        else:
            yield None


@asynccontextmanager
async def changing(
    session: AsyncSession,
    ask: Ask,
    now: datetime,
    pressed: Pressed | None = None,
    fired: Due | None = None,
) -> AsyncIterator[Change]:
    """What is decided inside is followed by what follows from it: timers, cards, messages."""
    home = await get_pod(session, ask.pod_id)
    overflow = await get_pod(session, ask.overflow_pod_id) if ask.overflow_pod_id else None
    settings = LadderSettings.of(home.pod.settings)
    replies = list(await list_replies(session, ask.id))
    change = Change(session, ask, home, overflow, settings, replies, now, pressed, fired)
    change.claimed_there = await _is_claimed_there(session, ask)
    change.saved_as = await _find_saved(session, ask, home)
    waited, looked = due_times(ask, settings), looks(change)
    yield change
    _forget_private_way(change)
    await set_timers(change, waited)
    if pressed is not None:
        there = overflow.pod.name if overflow else None
        change.said += await worn_out(session, ask, replies, home.market, there, pressed)
    await say(session, now, *repaints(change, looked), *change.said)


async def get_ask(session: AsyncSession, ask_id: UUID, team: str) -> Ask:
    """The ask, locked. Raises `Stale` where there is none (any more)."""
    ask = await find_ask(session, ask_id)
    if ask is None or ask.team_id != team:
        raise Stale
    return ask


async def show_ask(session: AsyncSession, ask_id: UUID, team: str) -> Ask:
    """The ask, to be looked at only. Raises `Stale` where there is none (any more)."""
    ask = await look_at_ask(session, ask_id)
    if ask is None or ask.team_id != team:
        raise Stale
    return ask


async def set_timers(change: Change, waited: dict[Due, datetime]) -> None:
    """Let the ask wait for what it says now, where it `waited` for something else."""
    awaited, fired = due_times(change.ask, change.settings), change.fired
    # A rung that was climbed is awaited anew, even where the next one is due at that moment.
    if fired is not None and (fired is Due.RUNG or fired not in awaited):
        waited = {kind: due for kind, due in waited.items() if kind is not fired}
    await move_timers(change.session, subject(change.ask.id), waited, awaited)


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
