"""What worked for one rep is before the next one the moment they ask, and settles the question."""

import asyncio
from typing import Any

from bot.workspace.visitor import labels, words
from tests.journeys.people import Day, Person
from tests.waiting import PATIENCE

ANSWER = "Fire near Ramona took two sites down; crews are on site; say about 24 hours."
AGAIN = "No bars in Ramona since this morning, is it an outage?"


async def test_the_next_one_who_asks_is_answered_at_once_and_nobody_is_called(
    day: Day, maya: Person, nick: Person, dan: Person, ines: Person
) -> None:
    await _saved(day, maya, dan)
    card = await nick.asks(AGAIN)

    told = await _whisper(nick)
    assert words(told).startswith("💡 May fit")
    assert "Fire near Ramona" in words(told)
    assert labels(told["blocks"])[:2] == ["This solves it", "Not this"]
    assert "1 note may fit" in words(card)

    await nick.clicks("This solves it", told)

    settled = await nick.again(card)
    assert words(settled).startswith('✅ *Nick P.* · network — Dan K.: "Fire near Ramona took')
    assert await nick.thread(card) == []
    assert "See the practice" in labels(settled["blocks"])
    assert "Settled. Dan K. sees in Home that it helped." in (await nick.private())[-1]
    bells = await day.bells()
    await day.passes(300)
    assert await day.bells() == bells
    assert "helped once" in words(await dan.opens_their_home())


async def test_a_colleague_looks_at_what_fits_and_puts_it_into_the_thread(
    day: Day, maya: Person, nick: Person, dan: Person, ines: Person
) -> None:
    await _saved(day, maya, dan)
    card = await nick.asks(AGAIN)

    await ines.clicks("Show", card)
    told = await _whisper(ines)
    assert labels(told["blocks"])[0] == "Put it in the thread"
    await ines.clicks("Put it in the thread", told)

    (note,) = await nick.thread(card)
    assert "what worked for Dan K." in words(note)
    assert "It's in the question's thread now." in (await ines.private())[-1]


async def test_what_does_not_fit_goes_away_and_the_pod_is_asked_as_ever(
    day: Day, maya: Person, nick: Person, dan: Person
) -> None:
    await _saved(day, maya, dan)
    card = await nick.asks(AGAIN)
    await nick.clicks("Not this", await _whisper(nick))

    assert (await nick.private())[-1] == "Noted. It comes less often with such questions."
    await nick.asks(AGAIN.replace("morning", "noon"))
    assert "may fit" not in words(await nick.card("since this noon"))
    await dan.writes("They are back at six.", card)
    assert words(await nick.again(card)).count("They are back at six.") == 1


async def test_an_answer_that_comes_after_it_mentions_nobody(
    day: Day, maya: Person, nick: Person, dan: Person
) -> None:
    await _saved(day, maya, dan)
    card = await nick.asks(AGAIN)
    await nick.clicks("This solves it", await _whisper(nick))
    mentioned = await nick.mentions()
    await dan.writes("They are back at six.", card)
    await day.passes(15)
    assert await nick.mentions() == mentioned


async def test_an_answer_that_came_meanwhile_is_told_when_it_is_taken_back(
    day: Day, maya: Person, nick: Person, dan: Person
) -> None:
    await _saved(day, maya, dan)
    card = await nick.asks(AGAIN)
    await nick.clicks("This solves it", await _whisper(nick))
    await dan.writes("They are back at six.", card)
    await nick.clicks("Undo", await nick.again(card))
    assert "Dan K.: They are back at six." in (await nick.mentions())[-1]


async def test_of_what_nobody_wrote_down_nothing_is_said(
    day: Day, maya: Person, nick: Person, dan: Person
) -> None:
    await _saved(day, maya, dan)
    before = await nick.private()
    card = await nick.asks("Can a business account split one invoice over two cards?")
    assert "may fit" not in words(card)
    assert await nick.private() == before


async def _saved(day: Day, maya: Person, dan: Person) -> None:
    """What Dan answered is a practice, and the search knows it."""
    card = await maya.asks()
    await dan.writes(ANSWER, card)
    await day.passes(2)
    await maya.clicks("This worked", await maya.again(card))
    await maya.clicks("Save as a practice", await maya.again(card))
    assert await maya.sends(await maya.form()) == {}
    await asyncio.wait_for(day.trial.podline.finder.settled(), PATIENCE)


async def _whisper(person: Person) -> dict[str, Any]:
    """The newest message that only they see."""
    shown = await person.messages(person.pod)
    return [one for one in shown if one["ephemeral"]][-1]
