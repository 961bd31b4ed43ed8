"""The end of a shift: what was left open comes once, privately, one press each."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice import whispers
from bot.advice.changes import Tools
from bot.advice.facts import Due
from bot.delivery.message import Post, Priority
from bot.delivery.outbox import say
from bot.pods.facts import Home
from bot.pods.rules import is_open, local_time, open_until
from storage.advice import Ask, list_left_open
from storage.pods import find_member
from storage.timers import set_timer

UNKNOWN_SHIFT = timedelta(hours=8)


async def bring_up_at_end_of_shift(session: AsyncSession, ask: Ask, now: datetime) -> None:
    """Remember to; what lapses after the shift ended comes at once."""
    home = await find_member(session, ask.team_id, ask.asker)
    if home is not None:
        end = shift_end(home, now)
        day = f"{local_time(home.market, end).date()}"
        await set_timer(session, Due.END_OF_SHIFT, f"shift:{ask.team_id}:{ask.asker}", end, day)


def shift_end(home: Home, now: datetime) -> datetime:
    """When the member's shift ends; `now` when it is over, hours later where none is known."""
    mine = home.pod._replace(hours=home.member.hours or home.pod.hours)
    if not is_open(mine, home.market, now):
        return now
    return open_until(mine, home.market, now) or now + UNKNOWN_SHIFT


async def end_of_shift_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """One private message with everything that is left open; then it is never brought up again."""
    async with tools.transactions.due(timer_id, now) as (session, timer):
        _, team, user = timer.subject.split(":")
        home = await find_member(session, team, user)
        if home is None:
            return
        asks = await list_left_open(session, team, user)
        said = whispers.end_of_shift(asks, home.market.timezone)
        for ask in asks:
            ask.left_open_told_at = now
        if said is not None:
            post = Post(
                subject=timer.subject,
                channel=user,
                text=said.text,
                blocks=said.blocks,
                priority=Priority.REST,
            )
            await say(session, now, post)
