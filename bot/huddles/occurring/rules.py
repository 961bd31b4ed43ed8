"""What is decided of when huddles are: which rows there must be, what a schedule that changed makes
of them, when they are drafted, announced and begun, and when one is missed.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.huddles.facts import Due, Planned, Schedule
from bot.huddles.occurring.facts import Decided, Meeting, TimerAt
from bot.huddles.schedule.holidays import Holidays
from bot.huddles.schedule.planning import plan
from bot.huddles.subjects import agenda_subject, huddle_subject
from bot.pods.facts import MarketFacts, MemberFacts, PodFacts
from bot.pods.rules import present
from storage.hours import DAYS
from storage.huddles import HuddleState
from storage.huddles_occurring import Known, Replanned
from storage.pods import Role

DRAFTED_BEFORE: Final = timedelta(hours=24)
ANNOUNCED_BEFORE: Final = timedelta(minutes=15)
# Whether something came between is looked at once more.
LOOKED_AGAIN_BEFORE: Final = timedelta(minutes=5)
# All pods of a zone meet at the same time: their drafts are spread over so many seconds.
DRAFTS_OVER: Final = 600
# Rows are there for what begins within this, and for one meeting more that takes place.
AHEAD: Final = DRAFTED_BEFORE + timedelta(hours=1)
# Nobody rests so long, whatever the holidays.
MOST_DAYS_AHEAD: Final = 60
# After a longer downtime, what was missed before that is left out.
MISSED_WITHIN: Final = timedelta(days=31)

# With so many questions in half an hour, and so many times as many as usual, it is a surge.
SURGE_FROM: Final = 6
SURGE_TIMES: Final = 3

_ASKED: Final = (Role.RESOURCE_MANAGER, Role.TEAM_LEADER, Role.COACH)
ARRANGERS: Final = frozenset(_ASKED)

Key = tuple[str, date, int]
_CHANGEABLE: Final = (HuddleState.PLANNED, HuddleState.SKIPPED)


def may_arrange(member: MemberFacts) -> bool:
    """Who skips, moves and calls for huddles of their own pod, and sets its schedule."""
    return member.role in ARRANGERS


def list_arrangers(
    members: Sequence[MemberFacts], pod: PodFacts, market: MarketFacts, now: datetime
) -> list[MemberFacts]:
    """Those of `members` who may, who is there first, and whose work it is before others."""
    may = [each for each in members if may_arrange(each)]
    return sorted(
        may, key=lambda each: (not present(each, pod, market, now), _ASKED.index(each.role))
    )


class Surge(NamedTuple):
    """So many questions in the last half hour, and how many there usually are."""

    lately: int
    usual: float


def surge(lately: int, before: Sequence[int]) -> Surge | None:
    """None where it is as usual; `before` are the same half hours of the weeks before."""
    usual = sum(before) / len(before)
    much = lately >= SURGE_FROM and lately >= SURGE_TIMES * usual
    return Surge(lately, usual) if much else None


def is_missed(starts_at: datetime, minutes: int, now: datetime) -> bool:
    """More than its length too late."""
    return now - starts_at > timedelta(minutes=minutes)


def decide(
    known: Sequence[Known], schedule: Schedule, zone: str, holidays: Holidays, now: datetime
) -> Decided:
    """What is missing of the meetings that are to come, and which of those that nobody changed by
    hand are otherwise by the schedule of now. What is announced, or began, stays as it is.
    """
    by_key = {(each.slot, each.local_date, each.wave): each for each in known}
    changed = list(_changed(known, schedule, zone, holidays, now))
    states = {each.the_id: each.to_state for each in changed}
    new = _missing(by_key, states, schedule, zone, holidays, now)
    return Decided(new, changed)


def _changed(
    known: Sequence[Known], schedule: Schedule, zone: str, holidays: Holidays, now: datetime
) -> Iterator[Replanned]:
    begun = {each.agenda_id for each in known if each.state not in _CHANGEABLE}
    days: dict[date, dict[int, Planned]] = {}
    for each in known:
        if each.slot not in DAYS or each.changed_by or each.announced_at or each.starts_at <= now:
            continue
        if each.agenda_id in begun or each.state not in _CHANGEABLE:
            continue
        if each.local_date not in days:
            planned = plan(schedule, zone, each.local_date, each.local_date, holidays)
            days[each.local_date] = {wave.wave: wave for wave in planned}
        if change := _otherwise(each, days[each.local_date].get(each.wave), now):
            yield change


def _otherwise(known: Known, meant: Planned | None, now: datetime) -> Replanned | None:
    """None where it is as it is meant; a time that is over by now is for the next time."""
    if meant is None:
        gone = Replanned(known.id, known.starts_at, known.minutes, HuddleState.SKIPPED, "")
        return gone if (known.state, known.why) != (HuddleState.SKIPPED, "") else None
    if meant.starts_at <= now:
        return None
    is_now = (known.starts_at, known.minutes, known.state, known.why)
    to_be = (meant.starts_at, meant.minutes, meant.state, meant.why)
    return Replanned(known.id, *to_be) if is_now != to_be else None


def _missing(
    by_key: Mapping[Key, Known],
    states: Mapping[UUID, HuddleState],
    schedule: Schedule,
    zone: str,
    holidays: Holidays,
    now: datetime,
) -> list[Planned]:
    """A meeting of which a part is over already is not begun anew in its middle."""
    missing: list[Planned] = []
    for waves in _ahead(schedule, zone, holidays, now):
        there = [by_key.get((each.slot, each.local_date, each.wave)) for each in waves]
        if waves[0].starts_at <= now:
            continue
        missing += [each for each, known in zip(waves, there, strict=True) if known is None]
        takes_place = any(
            (states.get(known.id, known.state) if known else each.state) is HuddleState.PLANNED
            for each, known in zip(waves, there, strict=True)
        )
        if takes_place and waves[0].starts_at > now + AHEAD:
            break
    return missing


def _ahead(
    schedule: Schedule, zone: str, holidays: Holidays, now: datetime
) -> Iterator[list[Planned]]:
    """Meetings of which a wave is still to begin, with all of their waves, in their order."""
    today = now.astimezone(ZoneInfo(zone)).date()
    for ahead in range(-1, MOST_DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        waves = plan(schedule, zone, day, day, holidays)
        if waves and waves[-1].starts_at > now:
            yield waves


def missed_meanwhile(
    schedule: Schedule,
    zone: str,
    holidays: Holidays,
    since: datetime,
    now: datetime,
    there: frozenset[Key],
) -> list[Planned]:
    """What was to begin between `since` and now and has no rows, as nothing ran that would have
    made them; without what falls on a holiday.
    """
    first = max(since, now - MISSED_WITHIN)
    days = (first - timedelta(days=1)).date(), (now + timedelta(days=1)).date()
    return [
        each
        for each in plan(schedule, zone, *days, holidays)
        if first < each.starts_at <= now
        and each.state is HuddleState.PLANNED
        and (each.slot, each.local_date, each.wave) not in there
    ]


def timers_of(meeting: Meeting, now: datetime, grace: timedelta = timedelta(0)) -> list[TimerAt]:
    """What a meeting waits for. Of one that is off, whoever reads the channel is told of it when
    its draft would have been made, and not before `grace` is over.
    """
    agenda, first = meeting.agenda, meeting.starts_at
    about = agenda_subject(agenda.id)
    if not meeting.planned:
        if meeting.is_hidden or first <= now:
            return []
        return [TimerAt(Due.DRAFT, about, max(first - DRAFTED_BEFORE, now + grace))]
    timers = [
        TimerAt(Due.START, huddle_subject(each.id), each.starts_at) for each in meeting.planned
    ]
    if agenda.announced_at is None:
        timers.append(TimerAt(Due.ANNOUNCE, about, first - ANNOUNCED_BEFORE))
    if agenda.drafted_at is None:
        timers.append(TimerAt(Due.DRAFT, about, first - DRAFTED_BEFORE - spread(agenda.id)))
    return timers


def spread(agenda_id: UUID) -> timedelta:
    """The same for one agenda always."""
    return timedelta(seconds=agenda_id.int % DRAFTS_OVER)


def overlaps(
    starts: Sequence[datetime], minutes: int, others: Sequence[tuple[datetime, int]]
) -> bool:
    """Whether waves that begin then meet while one of the others (start, minutes) goes on."""
    length = timedelta(minutes=minutes)
    return any(
        start < other + timedelta(minutes=their) and other < start + length
        for start in starts
        for other, their in others
    )
