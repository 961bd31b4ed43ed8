"""In which slots of the week fewest ask."""

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.huddles.facts import Schedule
from bot.huddles.occurring.quietest import count_asked, quietest, slot_of

MON, TUE, WED, THU, FRI = range(5)
USUAL = Schedule()


def always(_day: int, _minute: int) -> int:
    return 40


def by_day(day: int, minute: int) -> int:
    """Nobody at night, and few before nine."""
    if minute < 7 * 60 or minute >= 22 * 60:
        return 0
    return 10 if minute < 9 * 60 else 40


def busy(at: int = 10 * 60 + 30, count: int = 6) -> Counter[tuple[int, int]]:
    """Questions all day long, most of them around `at`."""
    asked: Counter[tuple[int, int]] = Counter()
    for day in range(7):
        for quarter in range(96):
            asked[day, quarter] = count if abs(quarter * 15 - at) <= 60 else 3
    return asked


def test_the_slot_of_now_counts_what_came_while_any_wave_met_or_waited() -> None:
    asked = Counter({(MON, 42): 1, (MON, 43): 2, (MON, 44): 4, (MON, 45): 8, (TUE, 42): 16})
    assert slot_of(USUAL, asked).asked == 7  # 10:30 to 11:05


def test_a_quieter_time_keeps_the_days_and_stands_near_the_time_of_now() -> None:
    (best, *_) = quietest(USUAL, busy(), always)
    assert best.days == ("mon", "wed", "fri")
    assert best.starts in (11 * 60 + 45, 8 * 60 + 45)


def test_where_fewer_work_nobody_is_sent() -> None:
    found = quietest(USUAL, busy(), by_day)
    assert found
    assert all(9 * 60 <= each.starts < 22 * 60 for each in found)


def test_nothing_is_offered_where_nothing_is_much_better() -> None:
    assert quietest(USUAL, busy(count=3), always) == []
    assert quietest(USUAL, Counter(), always) == []
    assert quietest(Schedule(days=()), busy(), always) == []


def test_other_days_are_offered_with_a_day_between() -> None:
    asked = busy(count=3)
    for day in (MON, WED, FRI):
        for quarter in range(96):
            asked[day, quarter] = 30
    (best, *_) = quietest(Schedule(days=("mon", "wed")), asked, always)
    assert best.days == ("tue", "thu")


def test_a_weekend_is_offered_only_to_who_meets_on_one() -> None:
    asked = Counter({key: count for key, count in busy().items() if key[0] < 5})
    assert all(not {"sat", "sun"} & {*each.days} for each in quietest(USUAL, asked, always))


def test_questions_are_counted_by_the_market_s_clock() -> None:
    moment = datetime(2026, 11, 17, 3, 10, tzinfo=UTC)
    asked = count_asked([moment], ZoneInfo("America/Los_Angeles"))
    assert asked == {(MON, 76): 1}  # 19:10 on Monday
