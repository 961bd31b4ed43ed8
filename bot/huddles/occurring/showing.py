"""When a pod meets next: what stands, and what its schedule means after that."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.huddles.facts import Planned
from bot.huddles.occurring.coverage import count_on_the_phones, enough_of
from bot.huddles.occurring.facts import Meeting, Seen, Shown
from bot.huddles.occurring.phrases import local_day
from bot.huddles.occurring.planning import list_meetings
from bot.huddles.occurring.rules import may_arrange
from bot.huddles.schedule.current import get_holidays, get_schedule
from bot.huddles.schedule.planning import by_meeting, next_planned
from bot.huddles.tools import Tools
from bot.inbox import Person
from bot.pods.facts import MemberFacts, PodInMarket
from bot.pods.service import get_home
from storage.huddles import HuddleState
from storage.pods import Role, list_members

SHOWN: Final = 3
_LOOKED_AT: Final = 12


async def show(tools: Tools, person: Person, now: datetime) -> Shown:
    """The next three that take place, with what is off between them; with how many are on the
    phones during each wave for who plans that.
    """
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        place = PodInMarket(home.pod, home.market)
        schedule = await get_schedule(session, place)
        holidays = await get_holidays(session, place, schedule)
        there = await list_meetings(session, home.pod.id, now)
        plans = home.member.role is Role.RESOURCE_MANAGER
        members = await list_members(session, home.pod.id) if plans else []
    meant = next_planned(schedule, place.market.timezone, now, holidays, _LOOKED_AT)
    seen = [_standing(each, place, members) for each in there if _is_ahead(each, now)]
    known = {(each.agenda.slot, each.agenda.local_date) for each in there}
    seen += [_meant(waves, place) for waves in by_meeting(meant) if _key(waves[0]) not in known]
    meetings = list(_first(sorted(seen, key=lambda each: each.starts[0])))
    return Shown(place, meetings, may_arrange(home.member), enough_of(place))


def _first(seen: Sequence[Seen]) -> Iterator[Seen]:
    count = 0
    for each in seen:
        yield each
        count += not each.is_off
        if count == SHOWN:
            return


def _is_ahead(meeting: Meeting, now: datetime) -> bool:
    if meeting.is_hidden:
        return False
    return meeting.going_on or meeting.starts_at > now


def _standing(meeting: Meeting, place: PodInMarket, members: Sequence[MemberFacts]) -> Seen:
    first = meeting.first
    coming = [
        each for each in meeting.waves if each.state in (HuddleState.PLANNED, HuddleState.OPEN)
    ]
    waves = coming or meeting.off or meeting.waves
    runs_it = [each.runs_it_name for each in coming if each.runs_it]
    planned_at = first.planned_at if meeting.is_moved else None
    return Seen(
        day=local_day(waves[0].starts_at, place),
        starts=[each.starts_at for each in waves],
        runs_it=runs_it,
        nobody=not runs_it and meeting.agenda.drafted_at is not None,
        is_off=not coming,
        why=first.why,
        by=first.changed_by_name,
        planned_at=planned_at,
        is_once=meeting.is_once,
        goes_on=meeting.going_on,
        on_the_phones=count_on_the_phones(waves, members, place) if members else (),
    )


def _meant(waves: Sequence[Planned], place: PodInMarket) -> Seen:
    first = waves[0]
    return Seen(
        day=local_day(first.starts_at, place),
        starts=[each.starts_at for each in waves],
        is_off=first.state is HuddleState.SKIPPED,
        why=first.why,
    )


def _key(planned: Planned) -> tuple[str, object]:
    return planned.slot, planned.local_date
