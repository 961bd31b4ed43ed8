"""A meeting under its locks, always in this order: its pod, its huddles by wave, its agenda."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.occurring.facts import Meeting
from bot.huddles.subjects import agenda_of
from bot.huddles.tools import Tools
from bot.pods.facts import PodInMarket
from storage.huddles_agenda import find_agenda
from storage.huddles_occurring import find_pod_of_agenda, lock_pods, lock_waves
from storage.pods import get_pod


async def lock_meeting(
    session: AsyncSession, agenda_id: UUID
) -> tuple[PodInMarket, Meeting] | None:
    """The meeting with its pod; None where there is none, or it has no huddles."""
    pod_id = await find_pod_of_agenda(session, agenda_id)
    if pod_id is None:
        return None
    await lock_pods(session, [pod_id])
    waves = await lock_waves(session, agenda_id)
    agenda = await find_agenda(session, agenda_id)
    if agenda is None or not waves:
        return None
    return await get_pod(session, pod_id), Meeting(agenda, list(waves))


async def _lock(session: AsyncSession, about: str) -> None:
    """Before its timer is taken, as whoever changes it does."""
    if agenda_id := agenda_of(about):
        await lock_meeting(session, agenda_id)


@asynccontextmanager
async def due(
    tools: Tools, timer_id: UUID, now: datetime
) -> AsyncIterator[tuple[AsyncSession, PodInMarket, Meeting] | None]:
    """A meeting whose timer is due; None where it is gone. What is changed inside is saved."""
    async with tools.transactions.due(timer_id, now, _lock) as (session, timer):
        agenda_id = agenda_of(timer.subject)
        found = await lock_meeting(session, agenda_id) if agenda_id else None
        yield (session, *found) if found else None
        await session.flush()
