"""A second installation in the same workspace: its bot names its own commands alone."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.settings import Mode
from bot.trial import Setup
from tests.bot.test_commands import OURS
from tests.journeys.people import Day, Person, open_day

pytestmark = pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)


@pytest.fixture(params=list(Mode))
async def day(request: pytest.FixtureRequest, setup: Setup) -> AsyncIterator[Day]:
    """The bot of the trial, started again with the setting of a second installation."""
    async with open_day(replace(setup, mode=request.param)) as day:
        await day.trial.stop_bot()
        prefixed = {"command_prefix": "test"}
        day.trial.settings = day.trial.settings.model_copy(update=prefixed)
        await day.trial.start_bot()
        yield day


async def said(day: Day, *people: Person) -> str:
    """All that the bot told Slack to show, and what each of them saw privately."""
    methods = ("chat.postMessage", "chat.postEphemeral", "chat.update", "views.open")
    calls: list[Any] = [await day.calls(method) for method in (*methods, "views.publish")]
    return json.dumps([calls, [await person.private() for person in people]], ensure_ascii=False)


async def test_whatever_it_says_names_its_own_commands(
    day: Day, maya: Person, dan: Person, nora: Person
) -> None:
    for text in ("", "help", "soon", "away soonish", "away 99d", "busy 3d", "back"):
        await maya.runs("/pod", text)
    await maya.runs("/advise", "help")
    await nora.runs("/advise", "Anybody?", channel=await nora.channel("general"))
    card = await maya.asks()
    await dan.writes("Fire near Ramona took two sites down.", card)
    await maya.opens_their_home()
    await day.passes(60)
    everything = await said(day, maya, dan, nora)
    for named in ("*/test-advise* masks", "`/test-pod away 30`", "`/test-pod` does not know"):
        assert named in everything
    assert OURS.findall(everything) == []
