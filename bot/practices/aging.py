"""What time does to practices: unused, without an answer, at an end. Nothing is ever deleted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyHandled
from bot.practices import notices
from bot.practices.changes import Change, Tools, changing, practice_of, subject
from bot.practices.facts import Due, What
from bot.practices.owners import find_owner
from bot.practices.rules import ask_owner_at, stale_from
from storage.practices import PracticeState
from storage.practices_reading import find_practice, list_of_alert, look_at_practice
from storage.timers import set_timer


async def ask_owner_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """Nobody used it for 90 days: its owner is asked, once, whether it still holds."""
    async with due(tools, timer_id, now) as change:
        asks = ask_owner_at(change.practice) if change else None
        if change is None or asks is None:
            return
        if asks > now:  # it was to wait longer
            await set_timer(change.session, Due.UNUSED, subject(change.practice.id), asks)
            return
        change.practice.asked_owner_at = now
        owner = await find_owner(change)
        if owner is not None:
            change.tell(owner, notices.still_holds(change.practice))


async def stale_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """No answer in 14 days: it is marked, and stays where it is."""
    async with due(tools, timer_id, now) as change:
        stale = stale_from(change.practice) if change else None
        if change is not None and stale is not None and stale <= now:
            change.practice.stale_at = now
            change.note(What.STALE)


async def end_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """Its end date has come."""
    async with due(tools, timer_id, now) as change:
        ends = change.practice.ends_at if change else None
        if change is not None and ends is not None and ends <= now:
            end(change)


async def end_with_alert(session: AsyncSession, alert_id: UUID, now: datetime) -> None:
    """The alert is over, and with it what held while it lasted."""
    for practice in await list_of_alert(session, alert_id):
        async with changing(session, practice, now) as change:
            end(change)


def end(change: Change) -> None:
    if change.practice.state is not PracticeState.ARCHIVED:
        change.practice.state = PracticeState.ARCHIVED
        change.note(What.ENDED)


@asynccontextmanager
async def due(tools: Tools, timer_id: UUID, now: datetime) -> AsyncIterator[Change | None]:
    """The change that a due timer makes; None where its practice is gone: then it is done.

    Raises `AlreadyHandled` where somebody just changes it, who may wait for the timer: it is
    still due, or was moved.
    """
    noted = False
    async with tools.transactions.due(timer_id, now) as (session, timer):
        practice_id = practice_of(timer.subject)
        practice = await find_practice(session, practice_id, wait=False) if practice_id else None
        if practice is None:
            if practice_id and await look_at_practice(session, practice_id):
                raise AlreadyHandled
            yield None
        else:
            async with changing(session, practice, now) as change:
                yield change
            noted = change.noted
    if noted:
        tools.finder.wake()
