"""Who runs each wave: chosen with the draft, looked at again with the announcement."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Post
from bot.delivery.outbox import say
from bot.huddles.occurring import notices
from bot.huddles.occurring.facts import Meeting
from bot.huddles.schedule.current import get_named, get_schedule
from bot.huddles.schedule.turns import choose
from bot.huddles.subjects import agenda_subject
from bot.pods.facts import MemberFacts, PodInMarket
from bot.pods.rules import is_ahead, present
from storage.huddles import Huddle
from storage.huddles_occurring import list_last_ran
from storage.outbox import list_parts
from storage.pods import Role

NOBODY: Final = "nobody"
_LOOKED_BACK: Final = timedelta(days=90)


async def choose_runners(
    session: AsyncSession,
    place: PodInMarket,
    meeting: Meeting,
    members: Sequence[MemberFacts],
    now: datetime,
) -> None:
    """Whoever was chosen before stays, unless they left or are not there then. No coach runs both
    waves where there is another.
    """
    free = [each for each in meeting.planned if not _can(each, place, members)]
    if not free:
        return
    named = await get_named(session, place, await get_schedule(session, place))
    since = now - _LOOKED_BACK
    last_ran = await list_last_ran(session, place.pod.id, since, meeting.agenda.id)
    for wave in meeting.planned:
        if wave not in free and wave.runs_it:
            last_ran[wave.runs_it] = wave.starts_at
    for wave in free:
        chosen = choose(members, last_ran, *place, wave.starts_at, named)
        wave.runs_it = chosen.user if chosen else None
        wave.runs_it_name = chosen.name if chosen else ""
        if chosen is not None:
            last_ran[chosen.user] = wave.starts_at


async def warn_of_nobody(
    session: AsyncSession,
    place: PodInMarket,
    meeting: Meeting,
    members: Sequence[MemberFacts],
    now: datetime,
) -> None:
    """Where a wave has nobody to run it, whoever plans learns of it in time: privately, and once
    for a meeting.
    """
    alone = [each for each in meeting.planned if each.runs_it is None]
    about = agenda_subject(meeting.agenda.id)
    if not alone or await list_parts(session, about, f"{NOBODY}:"):
        return
    card = notices.nobody_runs(meeting, alone, place)
    told = planners(members, now)
    posts = [
        Post(about, each.user, card.text, card.blocks, f"{NOBODY}:{each.user}") for each in told
    ]
    await say(session, now, *posts)


def planners(members: Sequence[MemberFacts], now: datetime) -> list[MemberFacts]:
    """The leader, or the resource manager where the leader is away, or else whoever there is of
    those who say when the pod meets.
    """
    groups = [
        [each for each in members if each.role is role]
        for role in (Role.TEAM_LEADER, Role.RESOURCE_MANAGER, Role.COACH)
    ]
    there = ([each for each in group if not is_ahead(each.away_until, now)] for group in groups)
    return next(filter(None, [*there, *groups]), [])


def in_charge(meeting: Meeting, members: Sequence[MemberFacts]) -> MemberFacts | None:
    """Who is asked about a meeting: whoever runs its first wave, else the leader."""
    by_user = {each.user: each for each in members}
    for wave in meeting.planned:
        if wave.runs_it in by_user:
            return by_user[wave.runs_it]
    return next(iter(leaders(members)), None)


def leaders(members: Sequence[MemberFacts]) -> list[MemberFacts]:
    return [each for each in members if each.role is Role.TEAM_LEADER]


def _can(wave: Huddle, place: PodInMarket, members: Sequence[MemberFacts]) -> bool:
    there = [each for each in members if each.user == wave.runs_it]
    return any(present(each, *place, wave.starts_at) for each in there)
