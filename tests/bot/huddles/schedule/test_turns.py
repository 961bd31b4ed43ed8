"""Coaches run huddles in turn; who is away is passed over."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.huddles.schedule.turns import choose
from storage.hours import to_hours
from storage.pods import MemberFacts, Role
from tests.bot.pods.roster_facts import a_market, a_member, a_pod

MARKET, POD = a_market(), a_pod()
AT = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)  # Monday 10:30 in San Diego
LATE = to_hours({"mon": [["14:00", "22:00"]]})
ANA = a_member("Ana R.", Role.TEAM_LEADER, user="UANA")
GRACE, OMAR, PILAR = (
    a_member(name, Role.COACH, user=f"U{name.upper()}") for name in ("Grace", "Omar", "Pilar")
)
MAYA = a_member("Maya R.", user="UMAYA")
EVERYBODY = [MAYA, GRACE, OMAR, PILAR, ANA]


def chosen(members: list[MemberFacts], *named: str, **ran: int) -> str | None:
    """`ran`: how many days ago each ran one."""
    last_ran = {f"U{name.upper()}": AT - timedelta(days=days) for name, days in ran.items()}
    found = choose(members, last_ran, POD, MARKET, AT, named)
    return found and found.name


def away(member: MemberFacts, days: int = 1) -> MemberFacts:
    return member._replace(away_until=AT + timedelta(days=days))


def test_whoever_ran_one_longest_ago_is_next() -> None:
    assert chosen(EVERYBODY, grace=2, omar=7, pilar=4) == "Omar"


def test_who_never_ran_one_comes_first_in_the_order_of_the_roster() -> None:
    assert chosen(EVERYBODY) == "Grace"
    assert chosen(EVERYBODY, grace=2) == "Omar"


def test_over_the_weeks_every_coach_has_as_many_turns() -> None:
    ran: dict[str, datetime] = {}
    turns = []
    for number in range(9):
        at = AT + timedelta(weeks=number)
        found = choose(EVERYBODY, ran, POD, MARKET, at)
        assert found is not None
        ran[found.user] = at
        turns.append(found.name)
    assert turns == ["Grace", "Omar", "Pilar"] * 3


@pytest.mark.parametrize(
    "gone",
    [
        away(OMAR),
        OMAR._replace(hours=LATE),
        OMAR._replace(busy_until=AT + timedelta(minutes=5)),
    ],
)
def test_who_is_away_or_not_on_shift_then_is_passed_over(gone: MemberFacts) -> None:
    assert chosen([MAYA, GRACE, gone, PILAR, ANA], grace=2, omar=7, pilar=4) == "Pilar"


def test_who_is_away_today_and_back_by_then_is_asked() -> None:
    back = OMAR._replace(away_until=AT - timedelta(minutes=1))
    assert chosen([GRACE, back], grace=2, omar=7) == "Omar"


def test_without_a_coach_who_is_there_the_leader_runs_it_and_else_nobody() -> None:
    coaches = [away(GRACE), away(OMAR)]
    assert chosen([MAYA, *coaches, ANA]) == "Ana R."
    assert chosen([MAYA, *coaches, away(ANA)]) is None
    assert chosen([MAYA]) is None
    assert chosen([]) is None


def test_those_whom_the_schedule_names_take_turns_before_the_coaches() -> None:
    assert chosen(EVERYBODY, "UPILAR", "UMAYA", pilar=1) == "Maya R."
    assert chosen(EVERYBODY, "UPILAR", "UMAYA") == "Pilar"


def test_who_is_named_and_left_or_is_away_is_passed_over_for_a_coach() -> None:
    assert chosen([GRACE, ANA], "UGONE") == "Grace"
    assert chosen([GRACE, away(PILAR), ANA], "UGONE", "UPILAR") == "Grace"
