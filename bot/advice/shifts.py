"""The end of a shift: what was left open comes once, privately, one press each."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice import whispers
from bot.advice.changes import Tools
from bot.advice.facts import Due
from bot.delivery.message import Post, Priority
from bot.delivery.outbox import say
from bot.pods.facts import Home, PodFacts
from bot.pods.rules import is_open, local_time, open_until, opens_at
from storage.advice import Ask, CallState
from storage.advice_reading import list_left_open
from storage.pods import find_member
from storage.timers import set_timer

UNKNOWN_SHIFT = timedelta(hours=8)
# A question that is this young is not what somebody left open.
SOONEST = timedelta(minutes=15)


async def bring_up_at_end_of_shift(session: AsyncSession, ask: Ask, now: datetime) -> None:
    """Remember to; a call-back in a later shift of theirs is brought up at the end of that one."""
    home = await find_member(session, ask.team_id, ask.asker)
    if home is not None:
        end = shift_end(home, now)
        if _in_a_later_shift(home, ask, end):
            end = shift_end(home, ask.call_back_at or end)
        end = max(end, ask.asked_at + SOONEST)
        day = f"{local_time(home.market, end).date()}"
        await set_timer(session, Due.END_OF_SHIFT, f"shift:{ask.team_id}:{ask.asker}", end, day)


def shift_end(home: Home, now: datetime) -> datetime:
    """When the member's shift ends, or the next one where they have none now; hours later where
    no hours are known.
    """
    mine = _hours(home)
    within = now if is_open(mine, home.market, now) else opens_at(mine, home.market, now) or now
    return open_until(mine, home.market, within) or now + UNKNOWN_SHIFT


async def end_of_shift_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """One private message with everything that is left open; then it is never brought up again.

    Call-backs that somebody will be there for wait for that shift; others can be handed on.
    """
    async with tools.transactions.due(timer_id, now) as (session, timer):
        _, team, user = timer.subject.split(":")
        home = await find_member(session, team, user)
        if home is None:
            return
        left = await list_left_open(session, team, user)
        asks = [ask for ask in left if not _in_a_later_shift(home, ask, now)]
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


def _in_a_later_shift(home: Home, ask: Ask, end: datetime) -> bool:
    """Whether a call-back is due after `end`, in hours of the member's."""
    if ask.call_state is not CallState.CALL_BACK or ask.call_back_at is None:
        return False
    return ask.call_back_at > end and is_open(_hours(home), home.market, ask.call_back_at)


def _hours(home: Home) -> PodFacts:
    """The pod with the member's own hours, where they are known."""
    return home.pod._replace(hours=home.member.hours or home.pod.hours)
