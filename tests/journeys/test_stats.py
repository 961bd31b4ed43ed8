"""A pod sees how it is served, an operator the same in figures, and the doctor that all is well."""

import asyncio
import re
from typing import Any

import pytest

from bot.doctor.examining import examine
from bot.doctor.facts import State
from bot.workspace.visitor import words
from tests.journeys.people import Day, Person
from tests.waiting import PATIENCE

ANSWER = "Fire near Ramona took two sites down; crews are on site; say about 24 hours."
AGAIN = "No bars in Ramona since this morning, is it an outage?"
SERIES = re.compile(r"^podline_(\w+?)(?:\{(.*)\})? (\S+)$", re.MULTILINE)


async def figures(day: Day) -> dict[str, float]:
    """What `/metrics` answers: by name, and by the label's value where it has one."""
    url = f"http://127.0.0.1:{day.trial.podline.port}/metrics"
    async with day.session.get(url) as response:
        text = await response.text()
    return {
        " ".join([name, *re.findall(r'="(\w+)"', label)]): float(value)
        for name, label, value in SERIES.findall(text)
    }


async def stats(person: Person) -> list[str]:
    """What `/advise stats` shows them alone."""
    await person.runs("/advise", "stats")
    (shown,) = [one for one in await person.messages(person.pod) if one["ephemeral"]][-1:]
    return words(shown).splitlines()


async def settled(day: Day, maya: Person, dan: Person) -> Any:
    """Maya's question, which Dan's answer solved within a minute."""
    card = await maya.asks()
    await day.passes(20)
    await dan.writes(ANSWER, card)
    await day.passes(40)
    await maya.clicks("This worked", await maya.again(card))
    return await maya.again(card)


async def test_the_pod_sees_how_it_is_served_and_nobody_s_own_numbers(
    day: Day, maya: Person, nick: Person, dan: Person
) -> None:
    before = await dan.messages(dan.pod)
    assert (await stats(nick))[0] == "*San Diego, today · no asks yet*"
    assert await dan.messages(dan.pod) == before

    await settled(day, maya, dan)

    for person in (maya, nick, dan):
        shown = await stats(person)
        assert shown[:4] == [
            "*San Diego, today · 1 ask*",
            "First answer: after 20 seconds",
            "“This worked”: 1 of 1, after 60 seconds",
            "Practices: none yet",
        ]
        assert not any(name in " ".join(shown) for name in ("Maya", "Dan", "<@"))


async def test_what_a_practice_answers_alone_is_in_the_stats_and_the_metrics(
    day: Day, maya: Person, nick: Person, dan: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await figures(day)
    await maya.clicks("Save as a practice", await settled(day, maya, dan))
    assert await maya.sends(await maya.form()) == {}
    await asyncio.wait_for(day.trial.podline.finder.settled(), PATIENCE)
    await nick.asks(AGAIN)
    (told,) = [one for one in await nick.messages(nick.pod) if one["ephemeral"]][-1:]
    await nick.clicks("This solves it", told)

    # Maya's question has its practice, too: the one that was made of it.
    assert (await stats(maya))[3] == "Practices: found or saved for 2 of 2, the whole answer to 1"
    after = await figures(day)
    rose = {name: value - before.get(name, 0.0) for name, value in after.items()}
    assert (rose["asks_total"], rose["asks_with_practice_total"]) == (2, 2)
    assert rose["asks_answered_by_practice_total"] == 1
    assert rose["practice_suggestions_total shown"] == 1
    assert rose["practice_suggestions_total accepted"] == 1
    assert rose["practice_uses_total linked"] == 1
    assert rose["practice_search_seconds_count"] >= 1
    assert (after["practices shared"], after["practices draft"]) == (1, 0)
    assert (after["embedder"], after["practices_without_vector"]) == (1, 0)

    monkeypatch.setenv("PODLINE_DATABASE_URL", day.trial.settings.database_url)
    monkeypatch.setenv("PODLINE_HUDDLES", "false")
    found = await examine(offline=True)
    assert {each.state for each in found} == {State.OK}, found
    assert "The index of words is whole: 1 practice is in it." in [each.said for each in found]
