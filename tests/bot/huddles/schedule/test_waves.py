"""Half the pod meets while half is on the phones."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.huddles.schedule.waves import on_the_phones, split
from storage.hours import to_hours
from storage.pods import MemberFacts, Role
from tests.bot.pods.roster_facts import WEEKDAYS, a_market, a_member, a_pod

MARKET, POD = a_market(), a_pod()
FIRST = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)  # Monday 10:30 in San Diego
STARTS = [FIRST, FIRST + timedelta(minutes=20)]
FAR_APART = [FIRST, FIRST + timedelta(hours=5)]
EARLY = to_hours({"mon": [["06:00", "14:30"]]})
LATE = to_hours({"mon": [["14:30", "22:00"]]})
NIGHT = to_hours({"mon": [["22:00", "06:00"]]})
ROLES = (
    *[Role.TEAM_LEADER, Role.RESOURCE_MANAGER, Role.RESOLUTION_EXPERT],
    *[Role.COACH] * 4,
    *[Role.TECH_SPECIALIST] * 8,
    *[Role.REP] * 32,
)
A_POD = [a_member(f"P{n}", role, user=f"U0PERSON{n}") for n, role in enumerate(ROLES)]

# Sixty people are drawn slowly where the machine is busy.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

pods = st.lists(
    st.tuples(
        st.integers(0, 10**9).map(lambda n: f"U{n:09}"),
        st.sampled_from(Role),
        st.sampled_from([(), EARLY, LATE, NIGHT]),
    ),
    max_size=60,
    unique_by=lambda each: each[0],
).map(lambda people: [a_member(user, role, user=user, hours=h) for user, role, h in people])


def roles(members: list[MemberFacts], wave: list[str]) -> Counter[Role]:
    return Counter(each.role for each in members if each.user in wave)


@unhurried
@given(members=pods, waves=st.integers(1, 4))
def test_everybody_is_in_exactly_one_wave(members: list[MemberFacts], waves: int) -> None:
    starts = [FIRST + timedelta(hours=2 * number) for number in range(waves)]
    found = split(members, POD, MARKET, starts)
    assert len(found) == waves
    everybody = [user for wave in found for user in wave]
    assert sorted(everybody) == sorted(each.user for each in members)


def test_a_pod_without_shifts_is_halved_with_its_coaches_and_specialists() -> None:
    one, two = split(A_POD, POD, MARKET, STARTS)
    assert abs(len(one) - len(two)) <= 1
    assert roles(A_POD, one)[Role.TECH_SPECIALIST] in (3, 4, 5)
    for wave in (one, two):
        assert roles(A_POD, wave)[Role.COACH] + roles(A_POD, wave)[Role.TEAM_LEADER] in (2, 3)
        knowing = roles(A_POD, wave)
        assert knowing[Role.TECH_SPECIALIST] + knowing[Role.RESOLUTION_EXPERT] in (4, 5)


@unhurried
@given(members=pods)
def test_without_shifts_no_wave_has_two_more_than_the_other(members: list[MemberFacts]) -> None:
    one, two = split([each._replace(hours=()) for each in members], POD, MARKET, STARTS)
    assert abs(len(one) - len(two)) <= 1


@unhurried
@given(members=pods)
def test_who_works_during_one_wave_alone_is_in_that_one(members: list[MemberFacts]) -> None:
    early, late = split(members, POD, MARKET, FAR_APART)
    assert {each.user for each in members if each.hours == EARLY} <= set(early)
    assert {each.user for each in members if each.hours == LATE} <= set(late)


def test_who_works_during_both_fills_up_the_wave_that_has_fewer() -> None:
    reps = [a_member(f"R{n}", user=f"UREP{n}", hours=EARLY if n < 10 else ()) for n in range(20)]
    early, late = split(reps, POD, MARKET, FAR_APART)
    assert (len(early), len(late)) == (10, 10)


def test_of_those_who_are_there_half_is_on_the_phones_whoever_has_another_shift() -> None:
    for start in range(20):
        there = range(start, start + 22)
        members = [
            each._replace(hours=() if number in there else NIGHT)
            for number, each in enumerate(A_POD)
        ]
        waves = split(members, POD, MARKET, STARTS)
        sizes = [len([each for each in wave if int(each[8:]) in there]) for wave in waves]
        assert sizes == [11, 11]
        assert abs(len(waves[0]) - len(waves[1])) <= 1


@unhurried
@given(members=pods, starts=st.sampled_from([STARTS, FAR_APART]))
def test_next_week_and_in_any_order_of_the_roster_the_waves_are_the_same(
    members: list[MemberFacts], starts: list[datetime]
) -> None:
    now = split(members, POD, MARKET, starts)
    then = split(members[::-1], POD, MARKET, [each + timedelta(weeks=3) for each in starts])
    assert [set(wave) for wave in now] == [set(wave) for wave in then]


def test_another_process_deals_them_out_in_the_same_way() -> None:
    few = [*A_POD[3:9], *A_POD[20:24]]
    assert split(few, POD, MARKET, STARTS) == [
        [f"U0PERSON{number}" for number in (4, 5, 7, 22, 23)],
        [f"U0PERSON{number}" for number in (3, 6, 8, 20, 21)],
    ]


@unhurried
@given(leaver=st.integers(0, len(A_POD) - 1))
def test_when_somebody_leaves_hardly_anybody_else_changes_waves(leaver: int) -> None:
    before = split(A_POD, POD, MARKET, STARTS)
    after = split(A_POD[:leaver] + A_POD[leaver + 1 :], POD, MARKET, STARTS)
    gone = A_POD[leaver].user
    moved = [user for user in before[0] if user != gone and user not in after[0]]
    moved += [user for user in before[1] if user != gone and user not in after[1]]
    assert len(moved) <= 3


@pytest.mark.parametrize("starts", [[], STARTS[:1], STARTS])
def test_an_empty_pod_has_empty_waves(starts: list[datetime]) -> None:
    assert split([], POD, MARKET, starts) == [[] for _ in starts]


def test_one_wave_is_the_whole_pod() -> None:
    assert split(A_POD, POD, MARKET, STARTS[:1]) == [[each.user for each in A_POD]]


def test_those_who_are_there_and_do_not_meet_are_on_the_phones() -> None:
    meets, stays = a_member("Meets", user="UMEETS"), a_member("Stays", user="USTAYS")
    away = a_member("Away", user="UAWAY", away_until=FIRST + timedelta(hours=1))
    later = a_member("Later", user="ULATER", hours=LATE)
    members = [meets, stays, away, later]
    assert on_the_phones(members, POD, MARKET, FIRST, ["UMEETS"]) == ["USTAYS"]
    assert on_the_phones(members, POD, MARKET, FIRST, ["UMEETS", "USTAYS"]) == []


def test_on_a_day_on_which_the_pod_is_closed_nobody_is_on_the_phones() -> None:
    sunday = FIRST - timedelta(days=1)
    members = [a_member("Stays", user="USTAYS")]
    assert on_the_phones(members, a_pod(to_hours(WEEKDAYS)), MARKET, sunday, []) == []
