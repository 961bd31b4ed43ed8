"""Who is told of a matter: one at a time, in the order that everybody knows."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.matters.whose_turn import TOLD, count_present, next_to_tell
from bot.pods.facts import MemberFacts, PodInMarket
from storage.pods import Role
from tests.bot.pods.roster_facts import a_market, a_member, a_pod

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
OWN = PodInMarket(a_pod(), a_market())
COVERING = PodInMarket(a_pod()._replace(id=UUID(int=77)), a_market())
ORDER = [
    Role.RESOLUTION_EXPERT,
    Role.TEAM_LEADER,
    Role.RESOURCE_MANAGER,
    Role.COACH,
]


def of_role(role: Role, user: str = "", pod: PodInMarket = OWN, **changes: Any) -> MemberFacts:
    member = a_member(**changes)
    return member._replace(role=role, user=user or f"U{role}", pod_id=pod.pod.id)


def told(members: Iterable[MemberFacts], but: Iterable[str] = ()) -> str | None:
    by_pod: dict[UUID, list[MemberFacts]] = {OWN.pod.id: [], COVERING.pod.id: []}
    for each in members:
        by_pod[each.pod_id].append(each)
    found = next_to_tell([OWN], [COVERING], by_pod, frozenset(but), NOW)
    return found and found.user


def test_expert_then_leader_then_resource_manager_then_coach_then_those_who_cover() -> None:
    own = [of_role(role) for role in ORDER]
    cover = [of_role(Role.COACH, "UCOVER", COVERING)]
    order: list[str] = []
    while (turn := told([*cover, *reversed(own)], order)) is not None:
        order.append(turn)
    assert order == [*(f"U{role}" for role in ORDER), "UCOVER"]


def test_whoever_is_away_or_busy_is_passed_over() -> None:
    later = NOW + timedelta(hours=1)
    away = of_role(Role.RESOLUTION_EXPERT, away_until=later)
    busy = of_role(Role.TEAM_LEADER, busy_until=later)
    assert told([away, busy, of_role(Role.COACH)]) == f"U{Role.COACH}"
    assert told([away, busy]) is None


def test_of_two_of_a_role_it_is_who_was_seen_lately() -> None:
    quiet = of_role(Role.COACH, "UQUIET")
    seen = of_role(Role.COACH, "USEEN", seen_at=NOW - timedelta(minutes=5))
    assert told([quiet, seen]) == "USEEN"
    assert told([quiet, seen], ["USEEN"]) == "UQUIET"


def test_nobody_else_is_told() -> None:
    others = [of_role(role) for role in Role if role not in ORDER]
    assert others
    assert told(others) is None
    assert set(TOLD) == set(ORDER)


@given(st.permutations([*(of_role(role) for role in Role)]), st.sets(st.sampled_from(ORDER)))
def test_the_order_of_the_roster_changes_nothing(
    roster: list[MemberFacts], gone: set[Role]
) -> None:
    but = [f"U{role}" for role in gone]
    left = [role for role in ORDER if role not in gone]
    assert told(roster, but) == (f"U{left[0]}" if left else None)


def test_those_present_are_counted() -> None:
    members = {OWN.pod.id: [of_role(Role.REP), of_role(Role.REP, away_until=NOW.replace(hour=23))]}
    assert count_present([OWN, COVERING], members, NOW) == 1
