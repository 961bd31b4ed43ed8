"""Whoever was not there reads what came of it: a copy alone, once they are there, and one message
for all that they missed.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Post
from bot.delivery.outbox import say
from bot.huddles.facts import Due
from bot.huddles.meeting.facts import Recap
from bot.huddles.meeting.recap_card import copy_card
from bot.huddles.meeting.recapping import recap_of
from bot.huddles.meeting.rules import there_from
from bot.huddles.schedule.current import get_schedule
from bot.huddles.subjects import copies_subject, huddle_subject, reader_of
from bot.huddles.tools import Tools
from bot.pods.facts import Home, MemberFacts, PodInMarket
from storage.huddles import Huddle
from storage.huddles_copies import find_reader, huddle_of_key, list_waiting, list_with_recap
from storage.timers import cancel_timers, set_timer

MOST_NAMED: Final = 10
"""Huddles that somebody missed beside the last one."""


async def say_copies(
    session: AsyncSession,
    pod: PodInMarket,
    recap: Recap,
    missed: Sequence[MemberFacts],
    now: datetime,
) -> None:
    """To each alone, after what is said in the channel: now to whoever is there, to others once
    they are.
    """
    card, subject = copy_card(recap, asked=recap.attendance), huddle_subject(recap.huddle.id)
    posts: list[Post] = []
    for each in missed:
        later = there_from(each, *pod, now)
        if later is None:
            posts.append(Post(subject, each.user, card.text, card.blocks, f"copy:{each.user}"))
        else:
            part = str(recap.huddle.id)
            await set_timer(session, Due.COPY, copies_subject(each.id), later, part)
    await say(session, now, *posts)


async def copy_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """Their shift begins: the last recap, and which others they missed. Where they are not there
    after all, it waits for the next time; whoever left the pod is told nothing.
    """
    async with tools.transactions.due(timer_id, now, _lock) as (session, timer):
        member_id = reader_of(timer.subject)
        home = await find_reader(session, member_id) if member_id else None
        if home is None:
            return
        waiting = await list_waiting(session, Due.COPY, timer.subject)
        waiting.add(huddle_of_key(timer.key))
        await cancel_timers(session, timer.subject, Due.COPY)
        later = there_from(home.member, home.pod, home.market, now)
        if later is not None:
            for each in waiting:
                await set_timer(session, Due.COPY, timer.subject, later, str(each))
            return
        missed = await list_with_recap(session, home.pod.id, waiting)
        if missed:
            await _say(session, home, missed, now)


async def _say(session: AsyncSession, home: Home, missed: Sequence[Huddle], now: datetime) -> None:
    """`missed` have a recap, the last one first."""
    pod, last = PodInMarket(home.pod, home.market), missed[0]
    schedule = await get_schedule(session, pod)
    recap = await recap_of(session, pod, last, now, attendance=schedule.attendance)
    others = [each.local_date for each in missed[1 : MOST_NAMED + 1]]
    card = copy_card(recap, asked=False, others=others)
    user = home.member.user
    about = (huddle_subject(last.id), user, card.text, card.blocks, f"copy:{user}")
    await say(session, now, Post(*about))


async def _lock(session: AsyncSession, about: str) -> None:
    """Of two timers of theirs that are due at once, one says it all."""
    if member_id := reader_of(about):
        await find_reader(session, member_id)
