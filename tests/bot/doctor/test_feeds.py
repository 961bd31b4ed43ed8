"""What the doctor says of feeds."""

from datetime import timedelta
from typing import Any

import pytest

from bot.doctor.facts import Finding, State
from bot.doctor.feeds import look_at_feeds
from bot.settings import Settings
from storage.alerts_feeds import Feed
from storage.database import Database
from storage.pods import Market
from tests.fakes import START

NWS: dict[str, Any] = {"feed_nws": True, "feeds_contact": "noc@example.com"}


async def told(database: Database, feed: Feed | None = None, **named: Any) -> list[Finding]:
    if feed is not None:
        async with database.write() as session:
            session.add(feed)
    return await look_at_feeds(Settings(**named), database, START)


def nws(minutes: float | None, **more: Any) -> Feed:
    """The Weather Service, read so many minutes ago."""
    read_at = None if minutes is None else START - timedelta(minutes=minutes)
    return Feed(name="nws", read_at=read_at, since=read_at, **more)


async def test_what_nobody_switched_on_is_off_and_no_problem(database: Database) -> None:
    (off,) = await told(database)
    assert off.state is State.OK
    assert off.said.startswith("Off: The Weather Service, Status pages")


async def test_a_feed_that_is_read_is_well_and_says_when(database: Database) -> None:
    weather, _ = await told(database, nws(1), **NWS)
    assert (weather.state, weather.said) == (
        State.OK,
        "The Weather Service: read at 2026-11-16 17:59 UTC.",
    )


async def test_a_feed_that_was_never_read_is_not_well(database: Database) -> None:
    weather, _ = await told(database, **NWS)
    assert (weather.state, weather.do) == (State.NOTE, "Start Podline.")


@pytest.mark.parametrize(
    "feed",
    [
        nws(30),
        nws(7, failures=5, error="The feed answered 503."),
        nws(None, failures=5, failing_since=START, error="The feed answered 503."),
    ],
)
async def test_a_stale_feed_is_a_problem_with_its_last_error(
    database: Database, feed: Feed
) -> None:
    weather, _ = await told(database, Feed(**feed.model_dump()), **NWS)
    assert weather.state is State.PROBLEM
    assert "stale since 2026-11-16 1" in weather.said
    assert (feed.error or "") in weather.said


async def test_a_first_failure_is_worth_knowing(database: Database) -> None:
    weather, _ = await told(database, nws(2, failures=1, error="The feed answered 500."), **NWS)
    assert weather.state is State.NOTE
    assert "The feed answered 500." in weather.said


async def test_parts_that_could_not_be_read_are_named(database: Database) -> None:
    broken = nws(1, problems=["features[3] has no properties", "features[4] has none"])
    weather, _ = await told(database, broken, **NWS)
    assert weather.state is State.NOTE
    assert "2 parts of it could not be read, first: features[3] has no properties" in weather.said


async def test_a_page_about_a_market_that_nobody_knows_is_a_problem(database: Database) -> None:
    page = "cloud=https://status.example.com#san-diego,san-deigo"
    named: dict[str, Any] = {"feed_statuspages": page, "feeds_contact": "noc@example.com"}
    assert not [each for each in await told(database, **named) if "san-deigo" in each.said]
    async with database.write() as session:
        for key in ("detroit", "san-diego"):
            session.add(Market(key=key, name=key, timezone="America/Denver"))
    found = [each for each in await told(database, **named) if "no market" in each.said]
    (strange,) = found
    assert strange.state is State.PROBLEM
    assert '"san-deigo"' in strange.said
    assert strange.do == "Name one of them: detroit, san-diego"


async def test_doors_are_open_or_named_as_what_is_missing(database: Database) -> None:
    named: dict[str, Any] = {"intake_secrets": "s" * 16, "statuspage_tokens": "t" * 16}
    door, pages, _ = await told(database, **named)
    assert door.said == "Network operations may send alerts."
    assert pages.state is State.PROBLEM


async def test_no_secret_is_told(database: Database) -> None:
    assert "s" * 16 not in str(await told(database, intake_secrets="s" * 16))
