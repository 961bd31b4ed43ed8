"""What a huddle decides: what comes next, who moves it on, when it ends, who was there, what came
of it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.huddles.meeting.errors import (
    LONGEST_AHEAD,
    DueMissing,
    DueTooEarly,
    DueTooLate,
    OwnerNotHere,
)
from bot.huddles.meeting.facts import Kind, Line
from bot.huddles.schedule.planning import moment
from bot.pods.facts import Home, MarketFacts, MemberFacts, PodFacts, Presence
from bot.pods.opening import find_next
from bot.pods.rules import pod_hours, presence
from storage.hours import MINUTES_A_DAY
from storage.huddles import AgendaItem, Huddle, HuddleState, HuddleStep, Outcome
from storage.huddles_action_items import ActionItem
from storage.pods import Role

STEERS: Final = frozenset({Role.COACH, Role.TEAM_LEADER})
QUIET_FOR: Final = timedelta(minutes=5)
"""How long nobody acts after its time until a huddle ends by itself."""
COUNTED_EVERY: Final = timedelta(minutes=5)
STARTS_AHEAD: Final = timedelta(hours=2)
"""How long before its time a huddle can be opened where that is not on the same day."""
REMINDED_AT: Final = 9 * 60  # minutes since midnight, by the market's clocks
REMINDED_LATER: Final = 15 * 60
USUAL_DAYS: Final = 7
_DAY: Final = timedelta(days=1)
_BY_DAY: Final = tuple(
    (day * MINUTES_A_DAY + 8 * 60, day * MINUTES_A_DAY + 20 * 60) for day in range(7)
)
_GONE: Final = frozenset({Presence.AWAY, Presence.OUTSIDE_HOURS})
_ACTION: Final = "action:"
NOTHING: Final = Line(Kind.NOTHING, "")
NOBODYS: Final[Mapping[UUID, str]] = {}


def steers(home: Home, huddle: Huddle) -> bool:
    """Whether somebody moves everybody on: coaches, the leader, and whoever runs it."""
    return home.member.role in STEERS or home.member.user == huddle.runs_it


def sees_absent(home: Home, huddle: Huddle) -> bool:
    """Whoever ran it, if that is a coach or the leader, and the leader."""
    if home.member.role is Role.TEAM_LEADER:
        return True
    return home.member.role is Role.COACH and home.member.user == huddle.runs_it


def follows(items: Sequence[AgendaItem], done: Collection[UUID]) -> UUID | None:
    """The first item of which nothing came yet."""
    return next((each.id for each in items if each.id not in done), None)


def ends_at(huddle: Huddle, acted_at: datetime) -> datetime:
    """When it ends by itself: five minutes after its time, or after the last act; not later than
    twice its length.
    """
    begun = huddle.opened_at or huddle.starts_at
    time_over = begun + timedelta(minutes=huddle.minutes)
    latest = max(begun + 2 * timedelta(minutes=huddle.minutes), time_over + QUIET_FOR)
    return min(max(time_over, acted_at) + QUIET_FOR, latest)


def next_count(now: datetime) -> datetime:
    """When a count that changes now is shown: at the end of its five minutes."""
    every = int(COUNTED_EVERY.total_seconds())
    return now.replace(microsecond=0) + timedelta(seconds=every - int(now.timestamp()) % every)


def starts_soon(huddle: Huddle, zone: str, now: datetime) -> bool:
    """Whether it can be opened by hand: on its day, or shortly before it."""
    there = ZoneInfo(zone)
    same_day = huddle.starts_at.astimezone(there).date() == now.astimezone(there).date()
    return same_day or huddle.starts_at - now <= STARTS_AHEAD


def today(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def check_due(typed: str | None, today: date, field: str) -> date:
    """The day that was chosen. Raises `BadInput` for none, one that is over, one far away."""
    try:
        due = date.fromisoformat(typed or "")
    except ValueError:
        raise DueMissing(field) from None
    if due < today:
        raise DueTooEarly(field, today)
    if due - today > LONGEST_AHEAD:
        raise DueTooLate(field)
    return due


def check_owner(user: str | None, members: Iterable[MemberFacts], field: str) -> MemberFacts:
    """Somebody of the pod. Raises `OwnerNotHere`."""
    found = next((each for each in members if each.user == user), None)
    if found is None:
        raise OwnerNotHere(field)
    return found


def remind_at(due_on: date, zone: str, after: datetime) -> datetime | None:
    """When its owner is reminded: at nine on the day before; where that is over, at nine or in
    the afternoon of the day itself. None where it is due too soon to be reminded of.
    """
    moments = (
        moment(zone, due_on - _DAY, REMINDED_AT),
        moment(zone, due_on, REMINDED_AT),
        moment(zone, due_on, REMINDED_LATER),
    )
    return next((each for each in moments if each > after), None)


def notes(noted: str, text: str) -> bool:
    """Whether these words stand in what was noted, in lines of their own."""
    return bool(text) and f"\n{text}\n" in f"\n{noted}\n"


def action_of(item: AgendaItem | None) -> UUID | None:
    """The action item that an agenda item is about."""
    if item is None or not item.key.startswith(_ACTION):
        return None
    try:
        return UUID(item.key.removeprefix(_ACTION))
    except ValueError:
        return None


def acted_in(
    waves: Iterable[Huddle], steps: Iterable[HuddleStep], actions: Iterable[ActionItem]
) -> set[str]:
    """Who did something in a meeting, and so was there: opened or ended a wave of it by hand, moved
    it on, gave somebody something to do, or took it.
    """
    by_hand = {user for each in waves for user in (each.opened_by, each.ended_by) if user}
    moved = {each.by for each in steps}
    return by_hand | moved | {user for each in actions for user in (each.made_by, each.owner)}


def absent(
    members: Sequence[MemberFacts],
    waves: Sequence[Huddle],
    here: Collection[str] | None,
    acted: Collection[str],
    pod: PodFacts,
    market: MarketFacts,
) -> list[MemberFacts]:
    """Who was not there, of those for whom the meeting was: who said so in no wave (`here`); or,
    where nobody is asked (None) or answered, who was away or outside their hours in each of theirs
    that was held. Whoever `acted` in it was there.
    """
    of_it = {user for each in waves for user in each.people}
    meant = [each for each in members if not of_it or each.user in of_it]
    theirs = [each for each in meant if each.user not in acted]
    if here:
        return [each for each in theirs if each.user not in here]
    return [each for each in theirs if not was_in(each, waves, pod, market)]


def was_in(
    member: MemberFacts, waves: Sequence[Huddle], pod: PodFacts, market: MarketFacts
) -> bool:
    """Whether they worked in a wave of theirs that was held."""
    held = [each for each in waves if each.state is HuddleState.OVER]
    own = [each for each in held if not each.people or member.user in each.people]
    starts = (each.opened_at or each.starts_at for each in own)
    return any(presence(member, pod, market, start) not in _GONE for start in starts)


def there_from(
    member: MemberFacts, pod: PodFacts, market: MarketFacts, now: datetime
) -> datetime | None:
    """When somebody who is not there is next, so that nothing rings while they sleep: where their
    hours are unknown, between eight and eight. None where they are there now.
    """
    if presence(member, pod, market, now) not in _GONE:
        return None
    known = member.hours or pod_hours(pod, market)
    back = max(now, member.away_until or now).astimezone(ZoneInfo(market.timezone))
    if known:
        return (find_next(known, back, opening=True) or back).astimezone(UTC)
    return (find_next(_BY_DAY, back, opening=True) or back).astimezone(UTC)


def lines_of(
    items: Sequence[AgendaItem],
    steps: Sequence[HuddleStep],
    actions: Sequence[ActionItem],
    closed: Collection[UUID] = (),
    titles: Mapping[UUID, str] = NOBODYS,
) -> list[Line]:
    """What came of a meeting, all waves together: `steps` and `actions` are those of all of them,
    the oldest first; `closed` are the items whose action items are done by now, `titles` those of
    practices. Of what was parked in one wave and talked about in the next, the last counts.
    """
    texts, last = {each.id: each.text for each in items}, {each.item_id: each for each in steps}
    notes = [
        Line(Kind.DECISION, each.note, texts.get(each.item_id, ""))
        for each in steps
        if each.note and each.outcome is Outcome.DONE
    ]
    made = [Line(Kind.ACTION, each.text, id=each.id) for each in actions]
    over = [Line(Kind.CLOSED, each.text) for each in items if each.id in closed]
    shared = dict.fromkeys(each.practice_id for each in steps if each.practice_id)
    practices = [Line(Kind.PRACTICE, titles[each], id=each) for each in shared if each in titles]
    came = [*notes, *made, *over, *practices]
    if not steps:  # nobody pressed: what they talked about nobody knows
        return came or [NOTHING]
    open_still = [each for each in items if each.id not in closed]
    parked = _left(open_still, last, Outcome.PARKED, Kind.PARKED)
    return [*came, *parked, *_left(open_still, last, None, Kind.UNTOUCHED)] or [NOTHING]


def with_late(lines: Sequence[Line], late: Line) -> list[Line]:
    """What came after the recap was said; what was decided at last does not come back."""
    if late in lines:
        return list(lines)
    open_still = {Kind.PARKED, Kind.UNTOUCHED} if late.kind is Kind.DECISION else ()
    kept = [
        each
        for each in lines
        if each.kind is not Kind.NOTHING
        and not (each.kind in open_still and each.text == late.about)
    ]
    return [*kept, late]


def _left(
    items: Sequence[AgendaItem],
    last: Mapping[UUID, HuddleStep],
    outcome: Outcome | None,
    kind: Kind,
) -> list[Line]:
    came = {each: step.outcome for each, step in last.items()}
    return [Line(kind, each.text) for each in items if came.get(each.id) is outcome]
