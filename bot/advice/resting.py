"""An asker says that an alert is what their question is about: they have its facts, and nobody is
called, until they need help or say that it is something else.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice.acting import changing
from bot.advice.changes import Change, Tools
from bot.advice.facts import What
from bot.advice.rules import later
from storage.advice import LIVE
from storage.advice_reading import find_ask


async def rest(
    tools: Tools, session: AsyncSession, ask_id: UUID, alert_id: UUID, headline: str, now: datetime
) -> None:
    """In the open transaction, which takes the ask before anything else. Not where it is settled,
    or about another alert already.
    """
    ask = await find_ask(session, ask_id)
    if ask is None or ask.state not in LIVE or ask.alert_id is not None:
        return
    async with changing(tools, session, ask, now) as change:
        ask.alert_id, change.alert = alert_id, headline
        ask.last_activity_at = later(ask.last_activity_at, now)
        change.note(What.RESTED, ask.asker, str(alert_id))


async def go_on(
    tools: Tools, session: AsyncSession, ask_id: UUID, alert_id: UUID, now: datetime
) -> None:
    """As `rest`: it is something else than that alert, and the ladder goes on from now."""
    ask = await find_ask(session, ask_id)
    if ask is None or ask.alert_id != alert_id:
        return
    async with changing(tools, session, ask, now) as change:
        wake(change)
        change.note(What.RESUMED, ask.asker)


def wake(change: Change) -> None:
    """Its ladder goes on, where it rested: its next rung is due no earlier than now."""
    change.ask.alert_id = None
    place = change.place
    place.paused_until = later(place.paused_until, change.now)
    change.ask.last_activity_at = later(change.ask.last_activity_at, change.now)
