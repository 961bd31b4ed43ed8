"""An answer is corrected in Slack: its practice waits for somebody's eye, and is back with it."""

import asyncio
from typing import Any

import pytest

from bot.practices.phrases import IN_DOUBT
from bot.workspace.visitor import words
from tests.journeys.people import Day, Person
from tests.waiting import PATIENCE

pytestmark = pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)

ANSWER = "Fire near Ramona took two sites down; crews are on site; say about 24 hours."


async def test_a_corrected_answer_is_doubted_until_its_owner_says_that_the_practice_holds(
    day: Day, maya: Person, nick: Person, dan: Person
) -> None:
    card = await maya.asks()
    ts = await dan.writes(ANSWER, card)
    await day.passes(2)
    await maya.clicks("This worked", await maya.again(card))
    await maya.clicks("Save as a practice", await maya.again(card))
    assert await maya.sends(await maya.form()) == {}
    assert not _doubt(await _finds(nick))
    assert await _is_suggested(nick, "morning")
    before = await maya.direct()

    await dan.edits(dan.pod, ts, ANSWER.replace(";", ".").replace("crews", "Crewws"))
    await day.quiet()
    assert await maya.direct() == before, "slips that are put right tell nobody"
    await dan.edits(dan.pod, ts, ANSWER.replace("24 hours", "three days"))
    await day.quiet()
    (told,) = (await maya.direct())[len(before) :]
    assert "was corrected" in told
    assert _doubt(await _finds(nick))
    assert not await _is_suggested(await day.person("linh"), "noon")

    channel = (await maya.act("dm", user=day.trial.workspace.state.app.user))["channel"]
    await maya.clicks("It still holds", (await maya.messages(channel))[-1], there=channel)
    assert not _doubt(await _finds(nick))
    await day.passes(600)  # so many asked the same that one more would join their thread
    assert await _is_suggested(await day.person("jorge"), "sunrise")


async def _is_suggested(person: Person, since: str) -> bool:
    """Whether their question is answered from the store at once."""
    await asyncio.wait_for(person.day.trial.podline.finder.settled(), PATIENCE)
    await person.runs("/advise", f"No bars in Ramona since this {since}, is it an outage?")
    return "may fit" in words(await person.card(f"since this {since}"))


async def _finds(person: Person) -> dict[str, Any]:
    """What `/practice` shows them alone, once what was saved is known to the search."""
    await asyncio.wait_for(person.day.trial.podline.finder.settled(), PATIENCE)
    await person.runs("/practice", "ramona no service outage")
    shown = await person.messages(person.pod)
    return [one for one in shown if one["ephemeral"]][-1]


def _doubt(found: dict[str, Any]) -> bool:
    assert "took two sites down" in words(found)
    return IN_DOUBT in words(found)
