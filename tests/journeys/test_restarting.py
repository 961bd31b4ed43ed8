"""The bot is stopped in the middle: nothing is lost, nothing comes twice, rungs keep their time."""

import pytest

from bot.workspace.visitor import buttons, words
from tests.journeys.people import Day, Person, calls_for_help


async def test_a_rung_that_came_due_meanwhile_comes_once_at_the_start(
    day: Day, maya: Person
) -> None:
    card = await maya.asks()
    await day.passes(10)
    await day.trial.stop_bot()
    day.trial.time.step(8)
    await day.trial.start_bot()
    await day.passes(1)
    assert len(calls_for_help(await maya.thread(card))) == 1
    await day.passes(200)
    people = [user for call in calls_for_help(await maya.thread(card)) for user in call]
    assert len(people) == len(set(people))


async def test_a_rung_after_the_start_keeps_its_second(day: Day, maya: Person) -> None:
    card = await maya.asks()
    await day.passes(16)
    await day.trial.stop_bot()
    day.trial.time.step(5)
    await day.trial.start_bot()
    await day.passes(8.9)
    assert len(calls_for_help(await maya.thread(card))) == 1
    await day.passes(0.1)
    assert len(calls_for_help(await maya.thread(card))) == 2


async def test_a_claim_falls_back_on_time_after_a_restart(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    await dan.clicks("I've got this", card)
    await day.trial.stop_bot()
    day.trial.time.step(100)
    await day.trial.start_bot()
    await day.passes(19.9)
    assert "still on this one" in (await dan.mentions())[-1]
    assert "Dan K. is on it" in words(await maya.again(card))
    await day.passes(0.1)
    assert "I've got this" in buttons((await maya.again(card))["blocks"])


@pytest.mark.slow
async def test_what_was_written_while_it_was_down_comes_by_slacks_retry(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    await day.trial.stop_bot()
    await dan.says(dan.pod, "Back by tonight.", card["ts"])
    await maya.says(maya.pod, "@podline and Julian?")
    day.trial.time.step(30)
    await day.trial.start_bot()
    await day.comes(lambda: _says(maya, "Dan K.", card), "the answer")
    await day.comes(lambda: _asked(maya, "and Julian?"), "the second question")
    assert len([one for one in await maya.mentions() if "Back by tonight." in one]) == 1
    assert len(await _cards(maya, "and Julian?")) == 1


async def test_controls_from_before_still_work(day: Day, maya: Person, dan: Person) -> None:
    card = await maya.asks()
    await day.trial.stop_bot()
    await day.trial.start_bot()
    await dan.clicks("I've got this", card)
    await dan.writes("Back by tonight.", card)
    await maya.clicks("This worked", await maya.again(card))
    assert words(await maya.again(card)).startswith("✅")


async def test_a_stop_posts_nothing_twice(day: Day, maya: Person) -> None:
    for number in range(6):  # more than a burst: some wait in the outbox
        await maya.commands(maya.pod, "/advise", f"Case {number}: no service in Ramona?")
    await day.trial.stop_bot()
    await day.trial.start_bot()
    await day.passes(10)
    shown = await maya.messages(maya.pod)
    cards = [one for one in shown if one.get("blocks") and not one["ephemeral"]]
    assert sorted(words(one).partition("Case ")[2][0] for one in cards) == list("012345")


async def _says(person: Person, who: str, card: dict[str, object]) -> bool:
    return any(who in words(one) for one in await person.thread(card))


async def _asked(person: Person, question: str) -> bool:
    return bool(await _cards(person, question))


async def _cards(person: Person, question: str) -> list[dict[str, object]]:
    roots = await person.messages(person.pod)
    replies = [one for root in roots for one in await person.thread(root)]
    seen = [one for one in [*roots, *replies] if one.get("blocks") and not one["ephemeral"]]
    return [one for one in seen if question in words(one)]
