"""When a pod meets: set by its coach, slips taken back, put off while something severe goes on."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.trial import Setup
from bot.workspace.visitor import buttons, words
from tests.journeys.people import Day, Person, open_day
from tests.journeys.san_diego import OPENED, goes_to, said

NINE = datetime(2026, 10, 28, 16, 0, tzinfo=UTC)  # a Wednesday in San Diego
TODAY = "2026-10-28T00:00"


@pytest.fixture
async def day(setup: Setup) -> AsyncIterator[Day]:
    async with open_day(replace(setup, starts_at=NINE, huddles=True)) as day:
        yield day


async def test_a_coach_sets_when_the_pod_meets(day: Day, grace: Person, maya: Person) -> None:
    await grace.runs("/agenda", "schedule")
    errors = await grace.sends(await grace.form(), times="25:00")
    assert "one time for each wave" in errors["times"]
    assert await grace.sends(await grace.form(), times="9:45", minutes="10") == {}
    assert (
        "Saved. The pod meets on Monday, Wednesday and Friday at 9:45"
        in (await grace.private())[-1]
    )
    await goes_to(day, "2026-10-28T09:46")
    assert len(await said(day, maya, OPENED, TODAY)) == 1
    await maya.runs("/agenda", "schedule")
    assert "Coaches, the team leader and the resource manager say" in (await maya.private())[-1]


async def test_slips_are_taken_back_with_one_press(day: Day, grace: Person, maya: Person) -> None:
    await grace.runs("/agenda", "skip")
    await day.passes(30)
    (card,) = [one for one in await grace.messages(grace.pod) if "Called off" in words(one)]
    assert buttons(card["blocks"]) == ["Bring it back"]
    await grace.clicks("Bring it back", card)
    await grace.runs("/agenda", "once Thursday 14:00")
    (card,) = [one for one in await grace.messages(grace.pod) if "A huddle on" in words(one)]
    await grace.clicks("Undo", card)
    await day.passes(120)
    assert await said(day, maya, "No huddle on Wednesday", TODAY) == []
    await goes_to(day, "2026-10-28T10:31")
    assert len(await said(day, maya, OPENED, TODAY)) == 1


async def test_while_something_severe_goes_on_the_coach_meets_later_with_one_press(
    day: Day, luis: Person, grace: Person, maya: Person
) -> None:
    await luis.runs("/alert", "San Diego fiber cut near Ramona, ETA 2 h")
    assert await luis.sends(await luis.form(), severity="severe") == {}
    await goes_to(day, "2026-10-28T10:16")
    direct = (await grace.act("dm", user=day.trial.workspace.state.app.user))["channel"]
    (offer,) = [one for one in await grace.messages(direct) if "Meet later?" in words(one)]
    assert "a severe alert is live in San Diego: Fiber cut near Ramona." in words(offer)
    assert buttons(offer["blocks"]) == ["45 minutes later", "Keep 10:30 AM"]
    await grace.clicks("45 minutes later", offer, direct)
    again = await grace.again(offer, direct)
    assert words(again) == "⏱ Grace W. moved the huddle to 11:15 AM."
    (moved,) = await said(day, maya, "Moved by Grace W.", TODAY)
    assert "11:15 and 11:35 AM" in moved or "11:15 AM and 11:35 AM" in moved
    await goes_to(day, "2026-10-28T11:14")
    assert await said(day, maya, OPENED, TODAY) == []
    await goes_to(day, "2026-10-28T11:16")
    assert len(await said(day, maya, OPENED, TODAY)) == 1
