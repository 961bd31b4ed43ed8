"""Recorded messages in any order, in any number of polls, some of them twice: the same cards."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts.facts import Market, Report
from bot.alerts.feeds import cap, nws
from bot.alerts.following.memory import Memory, events_of, heard
from bot.alerts.markets import market_of
from bot.alerts.standing import Standing, State, by_area, standing
from bot.pods.roster_files import check_files
from tests.bot.alerts.feeds.documents import recorded

EXPECTED = Path(__file__).parent / "expected"
# When each was read; the tornado watch, an hour before its stated end.
DOCUMENTS = {
    "2025-12-15T2155Z": datetime(2025, 12, 15, 21, 55, tzinfo=UTC),
    "2026-05-14T1635Z": datetime(2026, 5, 14, 16, 35, tzinfo=UTC),
    "tornado_watch_at_once": datetime(2025, 11, 25, 23, 0, tzinfo=UTC),
}
Message = Sequence[Report]
Cards = dict[str, list[Standing]]


@cache
def messages(name: str) -> list[Message]:
    """Each message of a list, as if it had come alone."""
    listed = json.loads((EXPECTED / "documents" / f"{name}.json").read_text())["features"]
    return [nws.read(json.dumps(each).encode()).reports for each in listed]


@cache
def markets() -> list[Market]:
    found = check_files(EXPECTED / "markets").roster.markets.values()
    return [market_of(each.key, each.name, each.timezone, each.areas) for each in found]


def stands(polls: Sequence[Sequence[Message]], at: datetime, places: Sequence[Market]) -> Cards:
    """What goes on in each market after these polls, all at one time."""
    memory = Memory("nws")
    for poll in polls:
        reports = [report for message in poll for report in message]
        memory = heard(memory, reports, at, rereads=True, all_named=False).memory
    areas = by_area(events_of([memory]))
    found = {each.key: standing(areas, each, {"nws": at}) for each in places}
    return {
        key: [each for each in there if each.state is not State.ENDED]
        for key, there in found.items()
    }


@cache
def in_their_order(name: str) -> Cards:
    return stands([messages(name)], DOCUMENTS[name], markets())


def shuffled(told: Sequence[Message], random: Random) -> list[list[Message]]:
    """All of them at least once, some again, cut into polls somewhere."""
    again = [*told, *random.choices(told, k=random.randrange(len(told) + 1))]
    random.shuffle(again)
    polls: list[list[Message]] = [[]]
    for message in again:
        if random.random() < 0.1:
            polls.append([])
        polls[-1].append(message)
    return polls


@pytest.mark.parametrize("name", DOCUMENTS)
@settings(max_examples=15, deadline=None)
@given(random=st.randoms(use_true_random=False))
def test_recorded_weather_in_any_order_leaves_the_same_cards(name: str, random: Random) -> None:
    polls = shuffled(messages(name), random)
    assert stands(polls, DOCUMENTS[name], markets()) == in_their_order(name)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_messages_that_come_alone_leave_the_cards_of_the_whole_list(name: str) -> None:
    expected = json.loads(
        (EXPECTED / "cards" / f"{name[:10] if name[0] == '2' else name}.json").read_text()
    )
    wanted = {
        market: sorted(
            (each["headline"], each["severity"], each["areas"]) for each in said["cards"]
        )
        for market, said in expected.items()
    }
    found = {
        market: sorted(
            (each.headline, each.severity.value, list(each.areas))
            for each in there
            if each.state is State.LIVE
        )
        for market, there in in_their_order(name).items()
    }
    assert found == wanted


CAPS = ("oasis_thunderstorm", "google_weather", "google_canada_errors", "google_noaa_errors")


@settings(max_examples=25, deadline=None)
@given(random=st.randoms(use_true_random=False))
def test_recorded_alerts_of_cap_in_any_order_leave_the_same_cards(random: Random) -> None:
    told = [cap.read(recorded(f"cap/{name}.xml"), "nws").reports for name in CAPS]
    codes = {code for message in told for report in message for code in report.areas}
    everywhere = [Market("all", "All", "UTC", frozenset(codes), {})]
    at = datetime(2003, 6, 17, 22, tzinfo=UTC)  # while the oldest of them holds
    expected = stands([told], at, everywhere)
    assert expected["all"]
    assert stands(shuffled(told, random), at, everywhere) == expected
