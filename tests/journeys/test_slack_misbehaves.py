"""Slack drops, delays, repeats and limits: nothing is lost, nothing comes twice."""

import asyncio

import pytest

from bot.workspace.visitor import words
from tests.journeys.people import QUESTION, Day, Person

ANSWER = "Fire near Ramona took two sites down."


async def test_a_limit_in_one_channel_does_not_hold_up_another(
    day: Day, maya: Person, raj: Person
) -> None:
    await day.fault("chat.postMessage", "429", seconds=30, match={"channel": maya.pod})
    await maya.commands(maya.pod, "/advise", QUESTION)
    await raj.runs("/advise", "No bars in Dearborn?")
    assert "Dearborn" in words(await raj.card("Dearborn"))
    with pytest.raises(AssertionError, match="sees no card"):
        await maya.card("Ramona")
    await day.passes(31)
    assert "Ramona" in words(await maya.card("Ramona"))


async def test_accepted_then_dropped_ends_in_one_card(day: Day, maya: Person) -> None:
    await day.fault("chat.postMessage", "accept_then_drop")
    await maya.commands(maya.pod, "/advise", QUESTION)
    await day.passes(40)
    assert len(await _cards(maya)) == 1
    assert len(await maya.mentions()) == 1


@pytest.mark.parametrize("kind", ["error5xx", "drop"])
async def test_a_post_that_failed_is_tried_again(day: Day, maya: Person, kind: str) -> None:
    await day.fault("chat.postMessage", kind, times=2)
    await maya.commands(maya.pod, "/advise", QUESTION)
    await day.passes(60)
    assert len(await _cards(maya)) == 1


async def test_words_come_back_where_the_form_for_them_does_not_open(
    day: Day, maya: Person
) -> None:
    lobby = await maya.channel("general")
    await day.fault("views.open", "error5xx")
    await maya.runs("/advise", QUESTION, lobby)
    assert await maya.modal() is None
    [told] = await maya.private()
    assert "did not open the form" in told
    assert QUESTION in told


async def test_a_repeated_command_asks_once(day: Day, maya: Person) -> None:
    await day.fault("socket", "duplicate", match={"type": "slash_commands"})
    await maya.runs("/advise", QUESTION)
    await day.passes(5)
    assert len(await _cards(maya)) == 1


async def test_repeated_events_ask_and_answer_once(day: Day, maya: Person, dan: Person) -> None:
    await day.fault("events", "duplicate", times=20)
    await maya.writes(f"@podline {QUESTION}")
    card = await maya.card("Ramona")
    await dan.writes(ANSWER, {"ts": card["thread_ts"]})
    await day.passes(5)
    assert len([text for text in await maya.mentions() if ANSWER in text]) == 1
    thread = await maya.thread({"ts": card["thread_ts"]})
    assert len([one for one in thread if "on the line" in words(one)]) == 1


async def test_events_in_any_order_end_the_same(day: Day, maya: Person, dan: Person) -> None:
    await day.fault("events", "reorder", times=3, seconds=0.3)
    ts = await maya.says(maya.pod, "@podline no service in Ramona?")
    answer = await dan.says(dan.pod, ANSWER, ts)
    await dan.edits(dan.pod, answer, f"{ANSWER} Back by tonight.")
    await maya.reacts(maya.pod, answer)
    await day.quiet()
    await day.passes(5)
    thread = await maya.thread({"ts": ts})
    settled = [one for one in thread if words(one).startswith("✅")]
    assert len(settled) == 1
    assert "Back by tonight." in words(settled[0])


@pytest.mark.parametrize("how", ["warning", "refresh", "cut"])
async def test_whatever_ends_a_connection_loses_nothing(
    day: Day, maya: Person, dan: Person, how: str
) -> None:
    card = await maya.asks()
    await day.disconnect(how)
    await dan.says(dan.pod, ANSWER, card["ts"])
    await day.comes(lambda: _answered(maya, card), "the answer")
    assert len([text for text in await maya.mentions() if ANSWER in text]) == 1


async def test_a_press_that_reaches_nobody_is_said_by_slack_and_works_when_pressed_again(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    await day.fault("socket", "drop", match={"type": "interactive"})
    with day.gives_up():
        pressed = await dan.presses(card, "I've got this", dan.pod)
    assert pressed["error"] == "operation_timeout"
    await dan.clicks("I've got this", card)
    assert "Dan K. is on it" in words(await maya.again(card))


async def test_a_repaint_that_slack_limits_comes_later(day: Day, maya: Person, dan: Person) -> None:
    card = await maya.asks()
    await day.fault("chat.update", "429", seconds=5)
    await dan.writes(ANSWER, card)
    await day.passes(10)
    assert "This worked" in str(await maya.again(card))


async def test_many_at_once_all_get_their_card(day: Day) -> None:
    people = [await day.person(name) for name in ("maya", "nick", "linh", "jorge", "sofia")]
    await asyncio.gather(
        *(one.commands(one.pod, "/advise", f"{one.name}: no service?") for one in people)
    )
    await day.passes(10)
    shown = " ".join(words(one) for one in await _cards(people[0]))
    assert [one.name for one in people if f"{one.name}: no service?" not in shown] == []


async def _cards(person: Person) -> list[dict[str, object]]:
    return [one for one in await person.messages(person.pod) if "on the line" in words(one)]


async def _answered(person: Person, card: dict[str, object]) -> bool:
    return any("Dan K." in words(one) for one in await person.thread(card))
