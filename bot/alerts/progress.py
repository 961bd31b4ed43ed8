"""How far an alert has come, for whoever posted it: how many pods have it, and which do not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts import progress_card
from bot.alerts.changes import Tools
from bot.alerts.errors import Gone, OnlyWhoChanges, Over
from bot.alerts.progress_card import Failed, Reach
from bot.alerts.rules import may_change
from bot.alerts.seeing import check_sees, covers, look
from bot.alerts.shown import Due
from bot.alerts.spreading import card_post
from bot.alerts.subjects import CARD, card_subject, progress_of, progress_subject
from bot.delivery.message import Post, Priority, Repaint
from bot.delivery.outbox import say
from bot.inbox import Delivery, Person
from bot.pods.service import get_actor
from storage.alerts import Alert, AlertState
from storage.alerts_cards import count_cards, list_unposted
from storage.alerts_reading import find_alert
from storage.ids import new_id
from storage.outbox_dead import list_dead, list_open
from storage.pods import list_pods
from storage.timers import set_timer

# Most alerts have reached everybody by then, and their posters hear no more of it.
FIRST_LOOK: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(minutes=10)
_PART: Final = "progress"


async def watch(session: AsyncSession, alert: Alert, now: datetime) -> None:
    """Look in a moment whether all pods have it by then."""
    await set_timer(session, Due.REACH, progress_subject(alert.id), now + FIRST_LOOK)


async def reach_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """The first look: what takes longer is told from now on."""
    async with _due(tools, timer_id, now) as (session, alert):
        if alert is not None:
            reach = await find_reach(session, alert)
            if reach.waiting:
                card = progress_card.progress(alert, reach)
                post = Post(
                    subject=progress_subject(alert.id),
                    channel=alert.posted_by or "",
                    text=card.text,
                    blocks=card.blocks,
                    part=_PART,
                    priority=Priority.ALERT,
                )
                await say(session, now, post)
            await _go_on(session, alert, reach, now)


async def progress_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """The same message says how far it is now."""
    async with _due(tools, timer_id, now) as (session, alert):
        if alert is not None:
            reach = await find_reach(session, alert)
            card = progress_card.progress(alert, reach)
            about, user = progress_subject(alert.id), alert.posted_by or ""
            look_now = Repaint(about, _PART, user, card.text, card.blocks, priority=Priority.ALERT)
            await say(session, now, look_now)
            await _go_on(session, alert, reach, now)


async def try_again(tools: Tools, delivery: Delivery, person: Person, alert_id: UUID) -> int:
    """One press: the card once more to every pod that has none; how many these are. Raises
    `Gone`, `Over`, `OnlyWhoChanges`.
    """
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        alert = await find_alert(session, alert_id)
        if alert is None:
            raise Gone
        await check_sees(session, alert, home, delivery.now)
        if not may_change(alert, home, await covers(session, home, alert.market_id, delivery.now)):
            raise OnlyWhoChanges
        if alert.state is AlertState.ENDED:
            raise Over
        failed = (await find_reach(session, alert)).failed
        shown = await look(session, alert, [each.place.pod.id for each in failed])
        for each in failed:
            each.card.channel = each.place.pod.channel or each.card.channel
            post = card_post(shown[each.place.pod.id], each.place, delivery.now)
            await say(session, delivery.now, post)
        if failed:
            await watch(session, alert, delivery.now)
        return len(failed)


async def find_reach(session: AsyncSession, alert: Alert) -> Reach:
    """How many pods have it, how many are still to get it, and which never will by themselves."""
    unposted = await list_unposted(session, alert.id)
    about = {card_subject(alert.id, each.pod_id): each for each in unposted}
    waiting = await list_open(session, about, CARD)
    errors = await list_dead(session, about.keys() - waiting, CARD)
    places = {
        each.pod.id: each
        for each in await list_pods(session, [about[subject].pod_id for subject in errors])
    }
    failed = [
        Failed(about[subject], places[about[subject].pod_id], error)
        for subject, error in errors.items()
        if about[subject].pod_id in places
    ]
    count = await count_cards(session, alert.id)
    return Reach(count, count - len(unposted), len(waiting), failed)


@asynccontextmanager
async def _due(
    tools: Tools, timer_id: UUID, now: datetime
) -> AsyncIterator[tuple[AsyncSession, Alert | None]]:
    """The alert, where there is still somebody who posted it."""
    async with tools.transactions.due(timer_id, now) as (session, timer):
        alert_id = progress_of(timer.subject)
        alert = await find_alert(session, alert_id) if alert_id else None
        yield session, alert if alert and alert.posted_by else None


async def _go_on(session: AsyncSession, alert: Alert, reach: Reach, now: datetime) -> None:
    """Edits are scarce: the longer it takes, the rarer it is told."""
    about = progress_subject(alert.id)
    if reach.waiting:
        pause = min(max(FIRST_LOOK, (now - alert.posted_at) / 2), LONGEST_PAUSE)
        await set_timer(session, Due.PROGRESS, about, now + pause)
    elif reach.failed:
        card = progress_card.failed(alert, reach)
        part, user = f"failed:{new_id()}", alert.posted_by or ""
        post = Post(about, user, card.text, card.blocks, part, priority=Priority.ALERT)
        await say(session, now, post)
