"""Who is present, and whether a pod takes calls."""

from datetime import UTC, datetime, timedelta

from bot.pods import rules
from bot.pods.facts import LadderSettings, Presence
from storage.hours import to_hours
from tests.bot.pods.roster_facts import WEEKDAYS, a_market, a_member, a_pod

MONDAY_NOON = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # 12:00 in San Diego
MONDAY_EVENING = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 19:00 in San Diego
HOUR = timedelta(hours=1)


def test_a_member_without_hours_keeps_the_pods_and_a_pod_without_hours_its_markets() -> None:
    maya, market = a_member(), a_market()
    assert rules.present(maya, a_pod(), market, MONDAY_EVENING)
    assert not rules.present(maya, a_pod(hours=to_hours(WEEKDAYS)), market, MONDAY_EVENING)


def test_a_members_own_hours_win_over_the_pods() -> None:
    maya = a_member(hours=to_hours(WEEKDAYS))
    assert rules.present(maya, a_pod(), a_market(), MONDAY_NOON)
    assert rules.presence(maya, a_pod(), a_market(), MONDAY_EVENING) is Presence.OUTSIDE_HOURS


def test_hours_are_read_in_the_markets_zone() -> None:
    eastern = a_market(zone="America/Detroit")
    assert not rules.present(a_member(), a_pod(), eastern, MONDAY_EVENING)  # 22:00 there


def test_away_and_busy_end_by_themselves() -> None:
    pod, market = a_pod(), a_market()
    away = a_member(away_until=MONDAY_NOON + HOUR)
    busy = a_member(busy_until=MONDAY_NOON + HOUR)
    assert rules.presence(away, pod, market, MONDAY_NOON) is Presence.AWAY
    assert rules.presence(busy, pod, market, MONDAY_NOON) is Presence.BUSY
    assert rules.present(away, pod, market, MONDAY_NOON + HOUR)
    assert rules.present(busy, pod, market, MONDAY_NOON + HOUR)


def test_those_seen_in_the_last_quarter_of_an_hour_come_first() -> None:
    long_ago = a_member("Ana", seen_at=MONDAY_NOON - timedelta(minutes=16))
    lately = a_member("Dan", seen_at=MONDAY_NOON - timedelta(minutes=15))
    never, away = a_member("Ines"), a_member("Theo", away_until=MONDAY_NOON + HOUR)
    here = rules.present_members([long_ago, never, lately, away], a_pod(), a_market(), MONDAY_NOON)
    assert here == [lately, long_ago, never]


def test_a_pod_takes_calls_while_it_is_open_and_enough_of_it_is_present() -> None:
    three = [a_member(name) for name in ("Ana", "Dan", "Ines")]
    pod, market = a_pod(enough_present=3), a_market()
    assert rules.taking_calls(pod, market, three, MONDAY_NOON)
    assert not rules.taking_calls(pod, market, three[:2], MONDAY_NOON)
    assert not rules.taking_calls(pod, market, three, MONDAY_EVENING + 4 * HOUR)


def test_a_closed_pod_is_not_taking_calls_though_people_work_late() -> None:
    late = to_hours({"mon": [["12:00", "23:30"]]})
    people = [a_member(name, hours=late) for name in ("Ana", "Dan", "Ines")]
    assert not rules.taking_calls(a_pod(), a_market(), people, MONDAY_EVENING + 4 * HOUR)
    assert rules.present_members(people, a_pod(), a_market(), MONDAY_EVENING + 4 * HOUR)


def test_open_until_and_opens_at_are_said_in_the_markets_zone() -> None:
    pod, market = a_pod(), a_market()
    closes = rules.open_until(pod, market, MONDAY_NOON)
    assert closes is not None
    assert (closes.hour, closes.day) == (22, 23)
    assert rules.opens_at(pod, market, MONDAY_NOON) is None
    friday_night = MONDAY_EVENING + timedelta(days=4, hours=4)
    opens = rules.opens_at(pod, market, friday_night)
    assert opens is not None
    assert (opens.hour, opens.day) == (7, 30)


def test_ladder_settings_are_the_defaults_but_for_what_the_pod_says() -> None:
    said = {"enough_present": 5, "ladder": {"talking": [10, 20, 40, 80], "of_the_future": 1}}
    assert LadderSettings.of({}) == LadderSettings()
    assert LadderSettings.of(said) == LadderSettings(enough_present=5, talking=(10, 20, 40, 80))
