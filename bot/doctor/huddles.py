"""Whether every pod's next huddle stands ready, and none was to begin and did not."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.doctor.facts import Finding, note, ok, problem
from bot.huddles.facts import Schedule
from bot.huddles.occurring.rules import decide
from bot.huddles.schedule.current import list_holidays, list_schedules
from bot.huddles.schedule.holidays import Holidays
from bot.huddles.schedule.saying import day_words
from bot.pods.facts import PodInMarket
from bot.settings import Settings
from bot.terminal import counted
from storage.database import Database
from storage.huddles import HuddleState
from storage.huddles_occurring import Known, list_known
from storage.pods import list_all_pods
from storage.pods_roster import list_pod_counts

CHECK: Final = "huddles"
MOST_NAMED: Final = 10
# While Podline runs, what begins later may be planned with its next look at all pods.
SOON: Final = timedelta(hours=23)
PATIENCE: Final = timedelta(minutes=2)
_BEGAN: Final = timedelta(days=1)

_NOT_PLANNED: Final = "Pod {pod}: its next huddle is not planned."
_OVERDUE: Final = "Pod {pod}: the huddle of {day} was to begin, and nothing became of it."
_START: Final = (
    "See that Podline runs: it plans once an hour, begins what is not too late, and reports the "
    "rest as missed."
)
_LINKS: Final = (
    "PODLINE_PUBLIC_URL is missing: people get no links for their calendars and for a shared "
    "screen."
)
EVENTS_UP_TO: Final = 3_000
"""People whose huddles leave room for their messages: docs/decisions/0010-huddles.md counts."""
_TOO_MANY: Final = (
    "PODLINE_HUDDLE_EVENTS is on with {people:,} people in pods: their huddles may use up the "
    "30,000 events an hour that Slack sends, and asks and answers then stay out."
)
_SWITCH_OFF: Final = (
    "Above {most:,} people switch it off, and take user_huddle_changed out of the app's manifest."
)
_EXPLAINED: Final = "docs/settings.md explains it."


async def look_at_huddles(settings: Settings, database: Database, now: datetime) -> list[Finding]:
    """One finding a pod, as far as they are few."""
    if not settings.huddles:
        return [ok(CHECK, "Off: PODLINE_HUDDLES is false.")]
    findings = await _look_at_pods(database, now)
    if settings.huddle_events:
        findings += await _look_at_events(database)
    return findings if settings.public_url else [*findings, note(CHECK, _LINKS, _EXPLAINED)]


async def _look_at_events(database: Database) -> list[Finding]:
    async with database.read() as session:
        people = sum(each.members for each in await list_pod_counts(session))
    if people <= EVENTS_UP_TO:
        return []
    said = _TOO_MANY.format(people=people)
    return [note(CHECK, said, _SWITCH_OFF.format(most=EVENTS_UP_TO))]


async def _look_at_pods(database: Database, now: datetime) -> list[Finding]:
    async with database.read() as session:
        pods = [each for each in await list_all_pods(session) if each.pod.channel]
        meeting = [(each, set_) for each, set_ in await list_schedules(session, pods) if set_.on]
        holidays = await list_holidays(session, meeting)
        known: dict[UUID, list[Known]] = defaultdict(list)
        for row in await list_known(session, [each.pod.id for each, _ in meeting], now - _BEGAN):
            known[row.pod_id].append(row)
    if not meeting:
        return [ok(CHECK, "No pod meets.")]
    if not known:
        return [note(CHECK, "No huddle is planned yet.", "Start Podline: it plans at once.")]
    said = [
        each
        for place, schedule in meeting
        for each in _faults(place, schedule, holidays[place.pod.id], known[place.pod.id], now)
    ]
    if not said:
        return [ok(CHECK, "Every pod's next huddle is planned.")]
    more = len(said) - MOST_NAMED
    named = said[:MOST_NAMED] + ([f"And {counted(more, 'more', 'more')}."] if more > 0 else [])
    return [problem(CHECK, each, _START) for each in named]


def _faults(
    place: PodInMarket,
    schedule: Schedule,
    holidays: Holidays,
    known: Sequence[Known],
    now: datetime,
) -> list[str]:
    """At most one line for what is missing, and one for what is overdue the longest."""
    zone, pod, found = place.market.timezone, place.pod.key, list[str]()
    overdue = [
        each
        for each in known
        if each.state is HuddleState.PLANNED and each.starts_at < now - PATIENCE
    ]
    if overdue:
        local = overdue[0].starts_at.astimezone(ZoneInfo(zone))
        found.append(_OVERDUE.format(pod=pod, day=f"{day_words(local)}, {local:%H:%M}"))
    missing = decide(known, schedule, zone, holidays, now).new
    ahead = any(each.starts_at > now for each in known)
    if any(each.starts_at <= now + SOON or not ahead for each in missing):
        found.append(_NOT_PLANNED.format(pod=pod))
    return found
