"""The calendar's link in Slack, and what a calendar reads there before and after a huddle moves."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.trial import Setup
from tests.bot.huddles.links.reading import Occurs, occurring
from tests.journeys.people import Day, Person, open_day

TEN = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)  # a Monday in San Diego
MONDAY, WEDNESDAY = date(2026, 11, 16), date(2026, 11, 18)
FIRST, SECOND = (datetime(2026, 11, 16, 18, minute, tzinfo=UTC) for minute in (30, 50))


@pytest.fixture
async def day(setup: Setup) -> AsyncIterator[Day]:
    async with open_day(replace(setup, starts_at=TEN, huddles=True)) as day:
        yield day


async def _address(person: Person) -> str:
    """Of the calendar, as `/agenda calendar` gives it."""
    await person.runs("/agenda", "calendar")
    return _named((await person.private())[-1])


def _named(said: str) -> str:
    (address,) = [word.strip("`") for word in said.split() if "/calendar/" in word]
    return address


async def _reads(day: Day, address: str) -> bytes | None:
    async with day.session.get(address) as answer:
        return await answer.read() if answer.status == 200 else None


async def _shown(day: Day, address: str, on: date) -> list[Occurs]:
    body = await _reads(day, address)
    assert body is not None
    return occurring(body, on, on)


async def test_whoever_subscribed_sees_what_moves_and_what_is_skipped(
    day: Day, maya: Person, grace: Person
) -> None:
    address = await _address(maya)
    assert await _shown(day, address, MONDAY) == [Occurs(FIRST, 15), Occurs(SECOND, 15)]
    await grace.runs("/agenda", "move 14:30")
    moved = [each.starts_at for each in await _shown(day, address, MONDAY)]
    assert [f"{each:%H:%M}" for each in moved] == ["22:30", "22:50"]
    await grace.runs("/agenda", "skip The server room is on fire")
    assert await _shown(day, address, MONDAY) == []
    body = await _reads(day, address)
    assert body is not None
    assert b"fire" not in body
    await grace.runs("/agenda", "once Tuesday 9:00")
    called_for = await _shown(day, address, date(2026, 11, 17))
    assert called_for[0] == Occurs(datetime(2026, 11, 17, 17, 0, tzinfo=UTC), 15)
    await day.trial.stop_bot()
    await day.trial.start_bot()
    assert await _reads(day, address) == await _reads(day, address) != body


async def test_a_link_that_leaked_is_renewed_and_shows_nothing_any_more(
    day: Day, maya: Person, grace: Person, raj: Person
) -> None:
    leaked = await _address(maya)
    assert await _address(raj) != leaked
    await maya.runs("/agenda", "calendar")
    assert await _address(grace) == leaked
    card = (await grace.messages(grace.pod))[-1]
    await grace.clicks("New link", card)
    said = (await grace.private())[-1]
    assert "shows nothing any more" in said
    assert await _reads(day, leaked) is None
    assert await _reads(day, _named(said)) is not None
    assert await _address(maya) == _named(said)
