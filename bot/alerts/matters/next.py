"""Nobody acted on a matter for three minutes: the next one is told, while it is asked about."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.changes import Tools
from bot.alerts.matters.sensing import QUIET_FOR
from bot.alerts.matters.settling import find_speaking, lock_matter, speak
from bot.alerts.matters.telling import count_askers, tell_next
from bot.alerts.subjects import matter_of
from storage.alerts_matters import AlertMatter, MatterState
from storage.alerts_matters_reading import list_asks_of_matter, map_linked


async def next_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """One at a time. Where nobody new is there, it is looked again three minutes later."""
    async with tools.transactions.due(timer_id, now, _lock) as (session, timer):
        matter_id = matter_of(timer.subject)
        matter = await lock_matter(session, matter_id) if matter_id else None
        if matter is None or not _waits(matter, now):
            return
        asks = await list_asks_of_matter(session, matter.id)
        anew = count_askers(asks) >= 2 * matter.told_count
        if not asks or (matter.state is MatterState.DISMISSED and not anew):
            return
        linked = await map_linked(session, [each.id for each in asks])
        alert = await find_speaking(session, [each.id for each in asks], linked)
        if alert is not None:
            await speak(session, matter, alert, now)
            return
        await tell_next(session, matter, asks, now, anew=anew)


def _waits(matter: AlertMatter, now: datetime) -> bool:
    """No alert speaks for it, and somebody asked lately. What was dismissed waits where twice as
    many asked since, and nobody was there.
    """
    return matter.alert_id is None and now - matter.last_asked_at < QUIET_FOR


async def _lock(session: AsyncSession, about: str) -> None:
    """The market before the timer, as whoever decides takes them."""
    if matter_id := matter_of(about):
        await lock_matter(session, matter_id)
