"""The sample rosters: two pods in which somebody is there at any hour."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.pods.roster_files import check_files
from bot.pods.rules import present_members, taking_calls
from bot.pods.sample import FOLDER, sample_people
from storage.hours import to_hours
from storage.pods import Role
from storage.topics import Topic
from tests.bot.pods.roster_facts import a_market, a_member, a_pod

ROLES = {
    Role.TEAM_LEADER: 1,
    Role.COACH: 4,
    Role.TECH_SPECIALIST: 8,
    Role.RESOLUTION_EXPERT: 1,
    Role.RESOURCE_MANAGER: 1,
}


def test_each_sample_pod_has_its_47_people_and_nothing_to_complain_about() -> None:
    report = check_files(FOLDER)
    assert report.problems == []
    assert {pod.site for pod in report.roster.pods.values()} == {
        "Boise, Idaho",
        "Chattanooga, Tennessee",
    }
    for pod in report.roster.pods.values():
        counts = Counter(member.role for member in pod.members)
        assert len(pod.members) == 47
        assert {role: counts[role] for role in ROLES} == ROLES


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_at_any_hour_every_rung_of_the_ladder_finds_somebody(hour: int) -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC) + timedelta(hours=hour)
    roster = check_files(FOLDER).roster
    for pod in roster.pods.values():
        market = roster.markets[pod.market]
        facts = a_market(to_hours(market.hours), market.timezone)
        people = [
            a_member(each.name, each.role, skills=each.skills, hours=to_hours(each.hours))
            for each in pod.members
        ]
        home = a_pod(to_hours(pod.hours), **pod.settings)
        here = present_members(people, home, facts, now)
        assert taking_calls(home, facts, people, now)
        assert {Role.COACH, Role.RESOLUTION_EXPERT, Role.TEAM_LEADER} <= {p.role for p in here}
        for topic in (Topic.NETWORK, Topic.DEVICE, Topic.ACTIVATION):
            able = [p for p in here if p.role is Role.TECH_SPECIALIST and topic in p.skills]
            assert len(able) >= 2, (pod.key, topic, hour)


def test_the_sample_people_are_all_different_and_unmistakably_made_up() -> None:
    people = sample_people()
    assert len({person.email for person in people}) == 94
    assert len({person.real_name for person in people}) == 94
    assert all(person.email.endswith("@example.com") for person in people)
    assert "Maya Reyes" in {person.real_name for person in people}


def test_the_documented_example_is_a_good_roster(tmp_path: Path) -> None:
    page = (FOLDER.parents[2] / "docs" / "pods.md").read_text()
    example = page.partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "pods.toml").write_text(example.replace('overflow = "detroit"\n', ""))
    assert check_files(tmp_path).problems == []
