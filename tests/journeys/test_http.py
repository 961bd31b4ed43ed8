"""The same house over HTTP: a question, a claim, an answer, an accept, a form, a ✅."""

from collections.abc import AsyncIterator

import pytest

from bot.settings import Mode
from bot.trial import Setup
from bot.workspace.visitor import words
from tests.journeys.people import MORNING, Day, Person, open_day
from tests.waiting import PATIENCE


@pytest.fixture
async def day(upgraded_url: str) -> AsyncIterator[Day]:
    setup = Setup(
        colleagues=False,
        mode=Mode.HTTP,
        starts_at=MORNING,
        database_url=upgraded_url,
        ack_seconds=PATIENCE,
    )
    async with open_day(setup) as day:
        yield day


async def test_the_first_path_over_http(day: Day, maya: Person, dan: Person) -> None:
    card = await maya.asks()
    await dan.clicks("I've got this", card)
    assert "Dan K. is on it" in words(await maya.again(card))
    ts = await dan.writes("Back by tonight.", card)
    assert "Back by tonight." in (await maya.mentions())[-1]
    await maya.checks(ts)
    assert words(await maya.again(card)).startswith("✅")


async def test_a_step_of_time_is_one_for_signatures_too(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    await day.passes(600)
    await dan.clicks("I've got this", card)
    assert "Dan K. is on it" in words(await maya.again(card))


async def test_forms_and_refusals_over_http(day: Day, maya: Person, dan: Person) -> None:
    await maya.runs("/advise")
    assert await maya.sends(await maya.form(), question="No service in Ramona?") == {}
    card = await maya.card("Ramona")
    assert "say_now" in await dan.answers(card)
    await dan.clicks("Not a question", card)
    assert "Only the person who asked" in (await dan.private())[-1]
    assert "As of" in words(await maya.opens_their_home())
