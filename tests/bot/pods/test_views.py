"""What people read about their pod, held to Slack's rules for blocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.pods import views
from bot.pods.facts import Home, MemberFacts
from bot.text.kit import Card
from bot.workspace.blocks import check_blocks
from storage.pods import Role
from tests.bot.pods.roster_facts import a_market, a_member, a_pod

NOON = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # a Monday in San Diego
HOUR = timedelta(hours=1)


def home(member: MemberFacts | None = None) -> Home:
    return Home(member or a_member(), a_pod(), a_market())


def a_crowd() -> list[MemberFacts]:
    """A pod in which every name is as long, and as awkward to escape, as it may be."""
    return [a_member("&" * 120, role, user=f"U{role}{n}") for role in Role for n in range(47)]


CARDS = [
    views.pod_card(home(), [a_member()], (), NOON),
    views.pod_card(home(), [], (), NOON),
    views.pod_card(home(), a_crowd(), {f"U{Role.REP}{n}" for n in range(20)}, NOON),
    views.pod_card(home(a_member(away_until=NOON + HOUR)), [a_member()], (), NOON),
    views.away_card(home(), NOON + HOUR, NOON),
    views.busy_card(home(), NOON + HOUR, NOON),
    views.back_card(home(), NOON),
    views.back_card(home(), NOON + 12 * HOUR),
    views.help_card(),
]


@pytest.mark.parametrize("card", CARDS)
def test_every_card_is_one_that_slack_takes_and_reads_well_aloud(card: Card) -> None:
    assert check_blocks(card.blocks, "message") == []
    assert 10 < len(card.text) <= 400
    assert "*" not in card.text


def test_the_home_section_is_one_that_slack_takes() -> None:
    section = views.home_section(home(), a_crowd(), NOON)
    assert check_blocks(section, "home") == []


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (1, "1 PM"),
        (4.5, "4:30 PM"),
        (12, "midnight"),
        (13, "1 AM tomorrow"),
        (24, "noon tomorrow"),
        (44, "8 AM on Wednesday"),
        (24 * 7, "noon on November 30"),
    ],
)
def test_a_time_is_said_as_people_say_it(hours: float, expected: str) -> None:
    local = NOON.astimezone(ZoneInfo("America/Los_Angeles"))
    assert views.clock_words(local + hours * HOUR, local) == expected


def test_a_pod_that_sits_in_its_market_reads_one_clock_alone() -> None:
    at_home = Home(a_member(), a_pod()._replace(site=""), a_market())
    text = views.away_card(at_home, NOON + HOUR, NOON).text
    assert text == "You are away until 1 PM, San Diego time. Questions go to others."
    elsewhere = views.busy_card(home(), NOON + HOUR, NOON)
    token = f"<!date^{int((NOON + HOUR).timestamp())}^({{time}} on your clock)|(PST)>"
    assert elsewhere.text.startswith(f"You are busy until 1 PM, San Diego time {token}.")
    assert token in str(elsewhere.blocks)


def test_a_closed_pod_says_when_it_opens() -> None:
    card = views.pod_card(home(), [a_member()], (), NOON + 12 * HOUR)
    assert card.text == "San Diego · 12:00 AM in San Diego · closed until 7 AM"
