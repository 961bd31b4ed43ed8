"""A huddle from its card to what is remembered of it: several hands, decisions, action items, the
recap, absentees, a reminder; and what goes wrong on the way."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.trial import Setup
from bot.workspace.visitor import buttons, labels, words
from tests.journeys.people import Day, Person, open_day

TEN = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)  # a Monday in San Diego
PINS, PICKUP, ROAMING = (
    *("Port-in PINs: what do we ask first?", "Pick-up is ready when the store is called"),
    "Roaming in Mexico by car",
)
NOW_ON, CAME, OVER = "Huddle now", "What came of the huddle", "Huddle over"


@pytest.fixture
async def day(setup: Setup) -> AsyncIterator[Day]:
    """Ten in the morning; members have put three things on the agenda."""
    async with open_day(replace(setup, starts_at=TEN, huddles=True)) as day:
        yield day


async def test_a_huddle_is_walked_through_and_what_came_of_it_is_remembered(
    day: Day, maya: Person, nick: Person, grace: Person, theo: Person
) -> None:
    card = await _opens(day, maya, grace)
    assert any("Huddle now" in bell for bell in await grace.mentions())
    assert PINS in words(card)
    assert buttons(card["blocks"]) == ["Join the huddle", "Next", "Done with a note", "Park"]

    await grace.clicks("Done with a note", card)
    assert await grace.sends(await grace.form(), text="We ask for the account PIN first.") == {}
    card = await grace.again(card)
    assert PICKUP in words(card)

    await maya.clicks("Turn into an action item", card)
    form = await maya.form()
    errors = await maya.sends(form, text="Write up the steps", due="2026-11-15")
    assert "That day is over" in errors["due"]
    sent = {"text": "Write up the steps", "owner": theo.user, "due": "2026-11-20"}
    assert await maya.sends(form, **sent) == {}
    assert "To do: Write up the steps · Theo B., Fri, Nov 20" in words(await maya.again(card))

    await grace.clicks("Park", await grace.again(card))
    await grace.clicks("Next", await grace.again(card))
    before = len(await theo.mentions())
    await grace.runs("/agenda", "end")
    assert words(await maya.again(card)).startswith(f"🗣 {OVER}")
    await _skips_the_second(day, grace)

    recap = await maya.card(CAME)
    assert words(recap).splitlines()[1:4] == [
        *("*Decided*", "• We ask for the account PIN first.", f"_{PINS}_")
    ]
    assert f"• <@{theo.user}>: Write up the steps (by Friday)" in words(recap)
    assert f"*Comes back next time*\n• {PICKUP}" in words(recap)
    assert len(await theo.mentions()) == before + 1

    await nick.runs("/agenda", "recap")
    assert "• Theo B.: Write up the steps (by Friday)" in (await nick.private())[-1]
    await nick.runs("/agenda", "recap porting pin")
    assert "We ask for the account PIN first." in (await nick.private())[-1]

    await day.passes(3 * 86_400)
    assert "📌 Write up the steps · due tomorrow · from Maya R." in (await theo.direct())[-1]
    direct = str((await theo.act("dm", user=day.trial.workspace.state.app.user))["channel"])
    reminder = (await theo.messages(direct))[-1]
    await theo.clicks("Done", reminder, direct)
    assert words(await theo.again(reminder, direct)) == "✅ Done: Write up the steps"


async def test_two_who_press_next_in_the_same_second_move_one_item(
    day: Day, maya: Person, grace: Person, ana: Person
) -> None:
    card = await _opens(day, maya, grace)
    both = (grace, ana)
    await asyncio.gather(*(each.presses(card, "Next", each.pod) for each in both))
    await day.quiet()
    assert PICKUP in words(await maya.again(card))
    told = [text for each in both for text in await each.private() if "moved on" in text]
    assert len(told) == 1


async def test_whoever_presses_on_what_moved_on_is_told_who_and_when(
    day: Day, maya: Person, grace: Person, ana: Person
) -> None:
    """Slack is slow to show the step."""
    card = await _opens(day, maya, grace)
    await day.fault("respond", "429", seconds=30)
    await grace.presses(card, "Next", grace.pod)
    await day.passes(4)
    await ana.clicks("Park", card)
    told = "Grace W. moved on 4 seconds ago. The card shows what is next."
    assert told in (await ana.private())[-1]
    await day.passes(60)
    assert PICKUP in words(await maya.again(card))


async def test_a_rep_is_told_kindly_and_a_stranger_s_huddle_is_left_alone(
    day: Day, maya: Person, grace: Person, raj: Person
) -> None:
    card = await _opens(day, maya, grace)
    await maya.clicks("Next", card)
    assert "runs this huddle; the coaches and the leader can step in." in (await maya.private())[-1]
    await raj.runs("/agenda", "end")
    assert "No huddle of your pod is open." in (await raj.private())[-1]
    assert PINS in words(await maya.again(card))


async def test_what_cannot_wait_is_taken_up_and_a_slip_is_taken_back(
    day: Day, maya: Person, nick: Person, grace: Person
) -> None:
    card = await _opens(day, maya, grace)
    await nick.runs("/agenda", "add The store in El Cajon is closed")
    assert "unless whoever runs that takes it up" in (await nick.private())[-1]
    await day.passes(10)
    card = await grace.again(card)
    assert "Added meanwhile: The store in El Cajon is closed · from Nick P." in words(card)
    await grace.clicks("Talk about it now", card)
    card = await grace.again(card)
    assert "1 of 4" in words(card)
    assert "Next: Port-in PINs" in words(card)
    await grace.clicks("Park", card)
    assert PINS in words(await grace.again(card)).split("Next:")[0]
    await grace.clicks("Back to “The store in El Cajon is closed”", await grace.again(card))
    assert "El Cajon" in words(await maya.again(card)).split("Next:")[0]


async def test_what_is_talked_about_becomes_a_practice_and_both_are_found(
    day: Day, maya: Person, nick: Person, grace: Person
) -> None:
    card = await _opens(day, maya, grace)
    await maya.clicks("Turn into a practice", card)
    form = await maya.form()
    assert PINS in str(form["blocks"])
    assert await maya.sends(form, what_worked="Ask for the account PIN, then the ZIP code.") == {}
    assert "Saved as a practice." in words(await maya.again(card))
    await grace.clicks("Done with a note", await grace.again(card))
    await grace.sends(await grace.form(), text="Port-in PINs come first.")
    await grace.clicks("End the huddle", await grace.again(card))
    await _skips_the_second(day, grace)
    assert f"*Saved as practices*\n• {PINS}" in words(await maya.card(CAME))
    await nick.runs("/practice", "search port-in PINs")
    found = words(await nick.form())
    assert "*From huddles*" in found
    assert "Port-in PINs come first." in found


@pytest.mark.parametrize("kind", ["429", "error5xx", "drop"])
async def test_a_step_is_shown_in_the_end_whatever_slack_does(
    day: Day, maya: Person, grace: Person, kind: str
) -> None:
    card = await _opens(day, maya, grace)
    await day.fault("respond", kind, times=2, seconds=20)
    await grace.clicks("Next", card)
    await grace.clicks("Next", await _as_of(day, grace, card))
    await day.passes(90)
    assert ROAMING in words(await maya.again(card))


async def test_a_bot_that_dies_between_a_press_and_the_repaint_repaints_later(
    day: Day, maya: Person, grace: Person
) -> None:
    card = await _opens(day, maya, grace)
    await day.fault("respond", "429", seconds=30)
    await grace.presses(card, "Next", grace.pod)
    await asyncio.sleep(0.2)
    await day.trial.stop_bot()
    assert PINS in words(await maya.again(card))
    await day.trial.start_bot()
    await day.passes(60)
    assert PICKUP in words(await maya.again(card))


async def test_it_ends_by_itself_and_whoever_was_away_gets_a_copy(
    day: Day, maya: Person, nick: Person, grace: Person
) -> None:
    await nick.runs("/pod", "away until 1 PM")
    card = await _opens(day, maya, grace)
    announced = await maya.card("Huddle in 15 minutes")
    await grace.clicks("Done with a note", card)
    await grace.sends(await grace.form(), text="We ask for the account PIN first.")
    await day.passes(20 * 60)
    assert words(await maya.again(card)).startswith(f"🗣 {OVER}")
    assert not any(CAME in words(one) for one in await maya.messages(maya.pod))
    await day.passes(20 * 60)
    assert "We ask for the account PIN first." in words(await maya.card(CAME))
    await grace.clicks("Arrange", announced)
    assert "That huddle is over. `/agenda` shows the next one." in (await grace.private())[-1]
    assert not any("account PIN" in text for text in await nick.direct())
    await day.passes(2 * 60 * 60)
    assert "We ask for the account PIN first." in (await nick.direct())[-1]
    assert "Your copy" in (await nick.direct())[-1]
    assert not any("account PIN" in text for text in await maya.direct())
    announced = await maya.again(announced)
    said = words(announced)
    assert "*Huddle on Monday, November 16* · 10:30 and 10:50 AM San Diego time\n1. " in said
    assert labels(announced["blocks"]) == ["Read all of it"]
    await maya.clicks("Read all of it", announced)
    assert PINS in words(await maya.form())


async def test_a_coach_opens_it_early_and_it_is_opened_once(
    day: Day, maya: Person, grace: Person
) -> None:
    await _adds(maya)
    await grace.runs("/agenda", "start")
    card = await maya.card(NOW_ON)
    assert PINS in words(card)
    await grace.runs("/agenda", "start")
    assert "The huddle is open already." in (await grace.private())[-1]
    await maya.runs("/agenda", "start")
    assert "The huddle is open already." in (await maya.private())[-1]
    await day.passes(31 * 60)
    walked = [words(one) for one in await maya.messages(maya.pod)]
    assert sum(OVER in text for text in walked) == 1


async def _adds(maya: Person) -> None:
    for text in (PINS, PICKUP, ROAMING):
        await maya.runs("/agenda", f"add {text}")


async def _opens(day: Day, maya: Person, grace: Person) -> dict[str, Any]:
    """By itself at half past ten."""
    await _adds(maya)
    await day.passes(30 * 60)
    card = await maya.card(NOW_ON)
    assert "Next" in labels(card["blocks"])
    return card


async def _skips_the_second(day: Day, grace: Person) -> None:
    """The other half of the pod meets another day: what came of the first is said at its time."""
    await grace.runs("/agenda", "skip")
    await day.passes(20 * 60)


async def _as_of(day: Day, person: Person, card: dict[str, Any]) -> dict[str, Any]:
    """The card once its repaint has come."""
    await day.passes(60)
    return await person.again(card)
