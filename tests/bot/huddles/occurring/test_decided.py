"""Whatever happens to the clock and to the schedule: rows are made once, and stay true to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.huddles.facts import Planned, Schedule
from bot.huddles.occurring.rules import AHEAD, decide, is_missed, missed_meanwhile, surge
from storage.hours import DAYS
from storage.huddles import HuddleState
from storage.huddles_occurring import Known
from storage.ids import new_id

ZONES = st.sampled_from(["America/Los_Angeles", "America/Detroit", "Asia/Kolkata", "UTC"])
SCHEDULES = st.builds(
    Schedule,
    on=st.booleans(),
    days=st.lists(st.sampled_from(DAYS), unique=True).map(tuple),
    times=st.lists(st.integers(0, 1380), min_size=1, max_size=3, unique=True).map(tuple),
    minutes=st.sampled_from([5, 15, 30]),
)
STARTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
STEPS = st.lists(st.tuples(st.integers(0, 9 * 24 * 60), st.none() | SCHEDULES), max_size=8)
POD = new_id()
# What is drawn slowly is so where the machine is busy.
UNHURRIED = [HealthCheck.too_slow]


def rests(day: date) -> str:
    """Every ninth day."""
    return "Day of Rest" if day.toordinal() % 9 == 0 else ""


class Rows:
    """As the table keeps them: what a key has is inserted once."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, date, int], Known] = {}
        self.agendas: dict[tuple[str, date], UUID] = {}

    def add(self, planned: Planned) -> None:
        key = (planned.slot, planned.local_date, planned.wave)
        assert key not in self.known
        agenda = self.agendas.setdefault(key[:2], new_id())
        self.known[key] = Known(
            id=new_id(),
            pod_id=POD,
            agenda_id=agenda,
            slot=planned.slot,
            local_date=planned.local_date,
            wave=planned.wave,
            starts_at=planned.starts_at,
            planned_at=planned.starts_at,
            minutes=planned.minutes,
            state=planned.state,
            why=planned.why,
            changed_by=None,
            drafted_at=None,
            announced_at=None,
        )

    def decide(self, schedule: Schedule, zone: str, now: datetime) -> bool:
        decided = decide([*self.known.values()], schedule, zone, rests, now)
        for each in decided.new:
            self.add(each)
        by_id = {each.id: key for key, each in self.known.items()}
        for change in decided.changed:
            assert change.to_starts_at > now, "nothing is moved into the past"
            row = self.known[by_id[change.the_id]]
            self.known[by_id[change.the_id]] = row._replace(
                starts_at=change.to_starts_at,
                planned_at=change.to_starts_at,
                minutes=change.to_minutes,
                state=change.to_state,
                why=change.to_why,
            )
        return bool(decided)

    def begin(self, now: datetime) -> None:
        """What was planned and is due opens, or is missed."""
        for key, row in self.known.items():
            if row.state is HuddleState.PLANNED and row.starts_at <= now:
                late = is_missed(row.starts_at, row.minutes, now)
                state = HuddleState.MISSED if late else HuddleState.OVER
                self.known[key] = row._replace(state=state)


@settings(max_examples=150, deadline=None, suppress_health_check=UNHURRIED)
@given(SCHEDULES, ZONES, STARTS, STEPS)
def test_rows_are_made_once_and_what_began_stays_as_it_was(
    schedule: Schedule,
    zone: str,
    now: datetime,
    steps: list[tuple[int, Schedule | None]],
) -> None:
    rows, begun = Rows(), dict[object, Known]()
    for minutes, changed in [(0, None), *steps]:
        now += timedelta(minutes=minutes)
        rows.begin(now)
        schedule = changed or schedule
        going = {row.id: row for row in rows.known.values() if row.agenda_id in _begun(rows)}
        rows.decide(schedule, zone, now)
        assert going.items() <= {row.id: row for row in rows.known.values()}.items()
        assert not rows.decide(schedule, zone, now), "deciding twice changes nothing"
        for row in rows.known.values():
            if row.id in begun:
                assert row == begun[row.id]
            if row.state in (HuddleState.OVER, HuddleState.MISSED):
                begun[row.id] = row
        ahead = [
            row
            for row in rows.known.values()
            if row.state is HuddleState.PLANNED and row.starts_at > now
        ]
        if schedule.on and schedule.days:
            assert any(row.starts_at > now + AHEAD for row in ahead)
        elif not any(row.slot not in DAYS for row in ahead):
            assert not ahead or all(row.agenda_id in _begun(rows) for row in ahead)


def _begun(rows: Rows) -> set[object]:
    states = (HuddleState.OVER, HuddleState.MISSED)
    return {row.agenda_id for row in rows.known.values() if row.state in states}


@settings(max_examples=100, deadline=None, suppress_health_check=UNHURRIED)
@given(SCHEDULES, ZONES, STARTS, st.integers(1, 20 * 24 * 60))
def test_what_was_missed_while_nothing_ran_is_found_once(
    schedule: Schedule, zone: str, since: datetime, minutes: int
) -> None:
    now = since + timedelta(minutes=minutes)
    missed = missed_meanwhile(schedule, zone, rests, since, now, frozenset())
    assert all(since < each.starts_at <= now for each in missed)
    assert not any(rests(each.local_date) for each in missed)
    keys = [(each.slot, each.local_date, each.wave) for each in missed]
    assert len(keys) == len(set(keys))
    again = missed_meanwhile(schedule, zone, rests, since, now, frozenset(keys))
    assert again == []


def test_a_hand_keeps_the_schedule_off() -> None:
    now = datetime(2026, 11, 16, 2, tzinfo=UTC)
    rows = Rows()
    rows.decide(Schedule(), "UTC", datetime(2026, 11, 15, tzinfo=UTC))
    key = ("mon", date(2026, 11, 16), 1)
    rows.known[key] = rows.known[key]._replace(state=HuddleState.SKIPPED, changed_by="UCARA")
    rows.decide(replace(Schedule(), times=(540,)), "UTC", now)
    assert rows.known[key].state is HuddleState.SKIPPED
    assert rows.known[key].starts_at.hour == 10


def test_a_surge_is_many_and_many_more_than_usual() -> None:
    assert surge(6, [2, 2, 2, 2])
    assert surge(6, [0, 0, 0, 0])
    assert not surge(5, [0, 0, 0, 0])
    assert not surge(12, [5, 5, 5, 5])
