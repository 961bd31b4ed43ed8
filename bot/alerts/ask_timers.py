"""What follows from asks and alerts that meet, after the commit: nobody waits for it."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.rules import next_count
from bot.alerts.shown import Due
from bot.alerts.subjects import ask_subject, card_subject, subject
from storage.timers import set_timer

LOOKED_AGAIN_AFTER: Final = timedelta(seconds=5)
"""A question that was looked at before the alert was there is saved by then."""


async def meet_asks(session: AsyncSession, alert_id: UUID, now: datetime) -> None:
    """The alert is new, or says something else: let it look for asks that are about it."""
    again = now + LOOKED_AGAIN_AFTER
    await set_timer(session, Due.ASKS, subject(alert_id), now)
    await set_timer(session, Due.ASKS, subject(alert_id), again, "again")


async def compare_anew(session: AsyncSession, ask_id: UUID, now: datetime) -> None:
    """The question has other words: let it be looked what it is about."""
    await set_timer(session, Due.REWORDED, ask_subject(ask_id), now)


async def go_on_telling(session: AsyncSession, alert_id: UUID, now: datetime) -> None:
    """There are more askers to be told than one transaction holds."""
    await set_timer(session, Due.ASKS, subject(alert_id), now, "more")


async def count_later(session: AsyncSession, alert_id: UUID, pod_id: UUID, now: datetime) -> None:
    """The pod's card counts its asks anew, at the end of the five minutes."""
    await set_timer(session, Due.COUNT, card_subject(alert_id, pod_id), next_count(now))


async def tell_it_is_over(session: AsyncSession, alert_id: UUID, now: datetime) -> None:
    """Who owes a call for it gets their list, and who still waits is told."""
    await set_timer(session, Due.CALL_BACKS, subject(alert_id), now)
