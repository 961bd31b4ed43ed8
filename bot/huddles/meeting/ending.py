"""A huddle ends: by hand, or by itself once its time is over and nobody acts. What came of it is
said once, after the last wave of its meeting.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Post
from bot.delivery.outbox import say
from bot.huddles.agenda.announcing import look_back
from bot.huddles.facts import Due
from bot.huddles.meeting.copying import say_copies
from bot.huddles.meeting.errors import NothingOpen, OnlyCoachesStart
from bot.huddles.meeting.facts import Line, Pressed, Recap, Seen
from bot.huddles.meeting.going import NO_PRESS, acting, list_closed, repaint, url_of
from bot.huddles.meeting.recap_card import is_nothing, recap_card
from bot.huddles.meeting.recapping import RECAP, recap_of
from bot.huddles.meeting.rules import absent, acted_in, lines_of, steers
from bot.huddles.schedule.current import get_schedule
from bot.huddles.subjects import huddle_subject
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.facts import Home, MemberFacts, PodInMarket
from bot.pods.service import get_actor
from storage.huddles import Huddle, HuddleState
from storage.huddles_action_items import list_of_huddles
from storage.huddles_attendance import list_here
from storage.huddles_meeting import (
    list_open_huddles,
    list_steps,
    list_talked_about,
    list_titles,
    list_waves,
    lock_agenda,
    lock_huddle,
)
from storage.pods import list_members
from storage.timers import cancel_timers

STILL_TO_COME = (HuddleState.PLANNED, HuddleState.OPEN)


async def end_huddle(
    session: AsyncSession,
    tools: Tools,
    pod: PodInMarket,
    huddle: Huddle,
    now: datetime,
    by: Person | None,
    pressed: Pressed = NO_PRESS,
) -> bool:
    """Whether what came of it was said now. Nothing where it is not open; `huddle` is under its
    lock. What was parked or never reached comes back: whoever drafts the next agenda looks.
    """
    if huddle.state is not HuddleState.OPEN:
        return False
    huddle.state, huddle.ended_at = HuddleState.OVER, now
    huddle.ended_by = by.user if by else None
    huddle.version += 1
    await session.flush()
    await cancel_timers(session, huddle_subject(huddle.id), Due.END)
    url = await url_of(session, huddle, pressed)
    await repaint(session, tools, pod, huddle, now, url)
    return await say_recap_if_over(session, tools, pod, huddle.agenda_id, now)


async def say_recap_if_over(
    session: AsyncSession, tools: Tools, pod: PodInMarket, agenda_id: UUID, now: datetime
) -> bool:
    """Whether it was said now: once no wave of the meeting is to come, at least one was held, and
    it was not said before. For whoever skips, moves or misses a wave, too.
    """
    agenda = await lock_agenda(session, agenda_id)
    await session.flush()
    waves = await list_waves(session, agenda_id)
    if any(each.state in STILL_TO_COME or each.lines for each in waves):
        return False
    await look_back(session, agenda, now)
    held = [each for each in waves if each.state is HuddleState.OVER]
    if not held:
        return False
    last = max(held, key=lambda each: (each.ended_at or each.starts_at, each.wave))
    last.lines = [each.stored() for each in await _lines(session, waves)]
    await session.flush()
    schedule = await get_schedule(session, pod)
    recap = await recap_of(session, pod, last, now, attendance=schedule.attendance)
    await _say(session, last, recap, now)
    if not is_nothing(recap):
        missed = await list_absent(session, pod, waves, attendance=schedule.attendance)
        called = {each.owner for each in recap.actions.values() if each.closed_at is None}
        await say_copies(session, pod, recap, [e for e in missed if e.user not in called], now)
    return True


async def end_by_press(
    tools: Tools, delivery: Delivery, person: Person, seen: Seen, pressed: Pressed
) -> bool:
    """ "End the huddle" on its card, also after it moved on: whoever presses means the huddle."""
    async with acting(tools, delivery, person, seen.huddle, pressed) as going:
        going.check_open()
        going.check_steers()
        about = (going.session, tools, going.pod, going.huddle, going.now, person, pressed)
        return await end_huddle(*about)


async def end_typed(tools: Tools, delivery: Delivery, person: Person) -> bool:
    """`/agenda end`: whether what came of it was said now. Raises `NothingOpen`,
    `OnlyCoachesStart`.
    """
    async with tools.transactions.of(delivery) as session:
        home, now = await get_actor(session, person, delivery.now), delivery.now
        opened = await list_open_huddles(session, home.pod.id)
        huddle = _theirs(opened, home)
        locked = await lock_huddle(session, huddle.id)
        if locked is None or locked.state is not HuddleState.OPEN:
            raise NothingOpen
        pod = PodInMarket(home.pod, home.market)
        return await end_huddle(session, tools, pod, locked, now, person)


async def list_absent(
    session: AsyncSession, pod: PodInMarket, waves: Sequence[Huddle], *, attendance: bool
) -> list[MemberFacts]:
    """Who of the pod was not there, as far as that is known."""
    members = await list_members(session, pod.pod.id)
    ids = [each.id for each in waves]
    here = await list_here(session, ids) if attendance else None
    steps, actions = await list_steps(session, ids), await list_of_huddles(session, ids)
    acted = acted_in(waves, steps, actions)
    return absent(members, waves, here, acted, pod.pod, pod.market)


def _theirs(opened: Sequence[Huddle], home: Home) -> Huddle:
    """Of two waves at once the one that they run; else the one that was opened first."""
    may = [each for each in opened if steers(home, each)]
    if opened and not may:
        raise OnlyCoachesStart
    own = [each for each in may if each.runs_it == home.member.user]
    for huddle in (*own, *may):
        return huddle
    raise NothingOpen


async def _lines(session: AsyncSession, waves: Sequence[Huddle]) -> list[Line]:
    ids = [each.id for each in waves]
    steps, actions = await list_steps(session, ids), await list_of_huddles(session, ids)
    items = await list_talked_about(session, waves[0].agenda_id)
    closed = await list_closed(session, items)
    practices = {each.practice_id for each in steps if each.practice_id}
    return lines_of(items, steps, actions, closed, await list_titles(session, practices))


async def _say(session: AsyncSession, huddle: Huddle, recap: Recap, now: datetime) -> None:
    if huddle.channel is None:
        return
    card, subject = recap_card(recap), huddle_subject(huddle.id)
    await say(session, now, Post(subject, huddle.channel, card.text, card.blocks, RECAP))
