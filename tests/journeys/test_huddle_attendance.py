"""Where a pod wants to know who is there: counted on the card, named for one alone; and what
somebody has to do after it, moved and closed from Home."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.trial import Setup
from bot.workspace.visitor import buttons, words
from tests.journeys.people import Day, Person, open_day

TEN = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)  # a Monday in San Diego
ASKED = {
    "[pod.san-diego]": (
        '[pod.san-diego.huddles]\nattendance = true\ntimes = ["10:30"]\n\n[pod.san-diego]'
    )
}
pytestmark = pytest.mark.parametrize("roster", [ASKED], indirect=True)


@pytest.fixture
async def day(setup: Setup) -> AsyncIterator[Day]:
    async with open_day(replace(setup, starts_at=TEN, huddles=True)) as day:
        yield day


async def test_who_is_there_is_counted_and_only_the_coach_and_the_leader_see_who_was_not(
    day: Day, maya: Person, nick: Person, grace: Person, ana: Person
) -> None:
    await maya.runs("/agenda", "add Port-in PINs")
    await day.passes(30 * 60)
    card = await maya.card("Huddle now")
    assert "Are you here? It is only counted." in words(card)
    for person in (maya, grace):
        await person.clicks("Here", card)
    assert "Noted that you are here." in (await maya.private())[-1]
    edits = len(await day.calls("chat.update"))
    await day.passes(5 * 60)
    assert "2 are here" in words(await maya.again(card))
    assert len(await day.calls("chat.update")) == edits

    await grace.clicks("Done with a note", await grace.again(card))
    await grace.sends(await grace.form(), text="We ask for the account PIN first.")
    await grace.clicks("End the huddle", await grace.again(card))
    assert "We ask for the account PIN first." in (await nick.direct())[-1]
    assert not any("account PIN" in text for text in await maya.direct())

    recap = await maya.card("What came of the huddle")
    assert "Nick" not in words(recap)
    await maya.clicks("Who was absent (for who ran it)", recap)
    assert "Only whoever ran the huddle and the leader see that." in (await maya.private())[-1]
    for person in (grace, ana):
        await person.clicks("Who was absent (for who ran it)", recap)
        named = words(await person.form())
        assert "Nick" in named
        assert "Maya" not in named


async def test_who_joins_the_huddle_in_slack_is_there_without_a_press_where_that_is_switched_on(
    setup: Setup,
) -> None:
    async with open_day(replace(setup, starts_at=TEN, huddles=True, huddle_events=True)) as day:
        maya, grace = await day.person("maya"), await day.person("grace")
        await grace.act("join_huddle", channel=grace.pod)  # before it begins: some other call
        await maya.runs("/agenda", "add Port-in PINs")
        await day.passes(30 * 60)
        card = await maya.card("Huddle now")
        await maya.act("join_huddle", channel=maya.pod)
        await maya.act("leave_huddle")
        await maya.act("join_huddle", channel=maya.pod)
        await grace.clicks("Here", card)
        await day.passes(5 * 60)
        assert "2 are here" in words(await maya.again(card))


async def test_who_joins_the_huddle_in_slack_is_not_heard_where_that_is_off(
    day: Day, maya: Person
) -> None:
    await day.passes(30 * 60)
    card = await maya.card("Huddle now")
    await maya.act("join_huddle", channel=maya.pod)
    await day.passes(5 * 60)
    assert "Are you here? It is only counted." in words(await maya.again(card))


async def test_what_somebody_has_to_do_is_at_home_and_later_is_a_form(
    day: Day, maya: Person, grace: Person, theo: Person, dan: Person
) -> None:
    await maya.runs("/agenda", "add Port-in PINs")
    await day.passes(30 * 60)
    card = await maya.card("Huddle now")
    await maya.clicks("Turn into an action item", card)
    sent = {"text": "Write up the steps", "owner": theo.user, "due": "2026-11-18"}
    assert await maya.sends(await maya.form(), **sent) == {}
    assert "*Your action items*" in words(await theo.opens_their_home())
    await day.passes(23 * 3600)
    direct = str((await theo.act("dm", user=day.trial.workspace.state.app.user))["channel"])
    (reminder,) = [one for one in await theo.messages(direct) if "📌" in words(one)]
    assert buttons(reminder["blocks"]) == ["Done", "Later…"]
    await theo.clicks("Later…", reminder, direct)
    assert await theo.sends(await theo.form(), due="2026-11-25") == {}
    assert words(await theo.again(reminder, direct)) == (
        "📌 Write up the steps · by Wednesday, November 25"
    )
    recap = await dan.card("What came of the huddle")
    await dan.clicks("Done", recap)
    assert "Only Theo B. and the coaches can change this one." in (await dan.private())[-1]
    home = await theo.opens_their_home()
    await theo.clicks_in("Done", home)
    assert "Your action items" not in words(await theo.opens_their_home())
    assert "✅ Write up the steps (Theo B.)" in words(await grace.again(recap))
    await grace.presses(recap, "Done", grace.pod)  # as she saw it before
    await day.quiet()
    assert "That was closed before: Write up the steps" in (await grace.private())[-1]
