"""What stands comes before what the schedule means."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from bot.huddles.facts import Schedule
from bot.huddles.schedule.merging import merge
from bot.huddles.schedule.planning import plan
from storage.huddles import Huddle, HuddleState

MONDAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
LATER = AT + timedelta(hours=4)
PLANNED = plan(Schedule(days=("mon",)), "UTC", MONDAY, MONDAY)


def a_row(wave: int = 1, slot: str = "mon", **said: Any) -> Huddle:
    starts_at = said.pop("starts_at", AT)
    return Huddle(
        team_id="T1",
        pod_id=UUID(int=1),
        agenda_id=UUID(int=2),
        wave=wave,
        slot=slot,
        local_date=MONDAY,
        starts_at=starts_at,
        planned_at=said.pop("planned_at", starts_at),
        minutes=15,
        **said,
    )


def test_a_moved_huddle_is_listed_once_at_its_new_time_with_its_old_one() -> None:
    moved = a_row(starts_at=LATER, planned_at=AT, why="training")
    second, first = merge(PLANNED, [moved])
    assert (first.starts_at, first.planned_at, first.why) == (LATER, AT, "training")
    assert (first.is_moved, first.stands) == (True, True)
    assert (second.wave, second.is_moved, second.stands) == (2, False, False)


def test_a_skipped_huddle_says_why_and_its_other_wave_stays() -> None:
    one, two = merge(PLANNED, [a_row(state=HuddleState.SKIPPED, why="all hands", changed_by="U1")])
    assert (one.is_skipped, one.why) == (True, "all hands")
    assert (two.is_skipped, two.why) == (False, "")


def test_a_huddle_somebody_skipped_without_a_reason_is_skipped() -> None:
    one, _ = merge(PLANNED, [a_row(state=HuddleState.SKIPPED, changed_by="U1")])
    assert one.is_skipped


def test_a_huddle_called_for_once_stands_beside_the_usual_ones_in_order() -> None:
    merged = merge(PLANNED, [a_row(slot="once-0900", starts_at=AT - timedelta(minutes=90))])
    assert [(each.slot, each.wave) for each in merged] == [("once-0900", 1), ("mon", 1), ("mon", 2)]


def test_what_an_older_schedule_left_behind_is_not_listed() -> None:
    left = [a_row(slot="tue", state=HuddleState.SKIPPED), a_row(state=HuddleState.SKIPPED)]
    assert [(each.slot, each.state) for each in merge(PLANNED, left)] == [
        ("mon", HuddleState.PLANNED),
        ("mon", HuddleState.PLANNED),
    ]
