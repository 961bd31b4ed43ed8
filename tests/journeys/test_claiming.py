"""A claim stops the ladder, is asked about after a minute, and falls back after two."""

import asyncio

from bot.workspace.visitor import buttons, words
from tests.journeys.people import Day, Person, calls_for_help

CLAIM = "I've got this"


async def test_a_claim_stops_the_ladder_and_pings_nobody(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    before = await day.bells()
    await dan.clicks(CLAIM, card)
    await day.passes(55)
    assert calls_for_help(await maya.thread(card)) == []
    assert await day.bells() == before
    assert "Dan K. is on it" in words(await maya.again(card))


async def test_the_claimer_is_notified_after_a_minute(day: Day, maya: Person, dan: Person) -> None:
    card = await maya.asks()
    await dan.clicks(CLAIM, card)
    await day.passes(59.9)
    assert "still on this one" not in str(await dan.bells())
    await day.passes(0.1)
    assert "still on this one" in (await dan.mentions())[-1]
    (check,) = await maya.thread(card)
    await dan.clicks("2 more minutes", check)
    assert buttons((await maya.again(check))["blocks"]) == []


async def test_without_an_answer_the_claim_falls_back_after_two(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    await dan.clicks(CLAIM, card)
    await day.passes(119.9)
    assert "Dan K. is on it" in words(await maya.again(card))
    await day.passes(0.1)
    assert CLAIM in buttons((await maya.again(card))["blocks"])


async def test_two_more_minutes_are_two_more_minutes(day: Day, maya: Person, dan: Person) -> None:
    card = await maya.asks()
    await dan.clicks(CLAIM, card)
    await day.passes(100)
    await dan.clicks("Dan K.: 2 more minutes", await maya.again(card))
    await day.passes(119.9)
    assert "Dan K. is on it" in words(await maya.again(card))
    await day.passes(0.1)
    assert CLAIM in buttons((await maya.again(card))["blocks"])


async def test_back_to_the_pod_lets_the_ladder_go_on(day: Day, maya: Person, dan: Person) -> None:
    card = await maya.asks()
    await dan.clicks(CLAIM, card)
    await day.passes(20)
    await dan.clicks("Back to the pod", await maya.again(card))
    await day.passes(1)
    assert len(calls_for_help(await maya.thread(card))) == 1


async def test_an_answer_from_the_claimer_keeps_their_claim(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    await dan.clicks(CLAIM, card)
    await day.passes(50)
    await dan.writes("Looking it up with the network desk.", card)
    await day.passes(15)
    assert "still on this one" not in str(await dan.bells())
    await day.passes(600)
    shown = words(await maya.again(card))
    assert "Dan K. answered" in shown
    assert "is on it" not in shown
    home = words(await maya.opens_their_home())
    assert "Dan K. answered" in home


async def test_of_two_at_once_one_has_it_and_the_other_is_told(
    day: Day, maya: Person, dan: Person, ines: Person
) -> None:
    card = await maya.asks()
    await asyncio.gather(dan.presses(card, CLAIM, dan.pod), ines.presses(card, CLAIM, ines.pod))
    await day.quiet()
    told = {(await dan.private())[-1][:11], (await ines.private())[-1][:11]}
    assert "It is yours" in told
    assert len(told) == 2
    shown = words(await maya.again(card))
    assert ("Dan K. is on it" in shown) != ("Ines C. is on it" in shown)


async def test_pressed_twice_a_claim_is_still_one(day: Day, maya: Person, dan: Person) -> None:
    card = await maya.asks()
    await asyncio.gather(*(dan.presses(card, CLAIM, dan.pod) for _ in range(3)))
    await day.quiet()
    assert "Dan K. is on it" in words(await maya.again(card))
    assert "took this" not in str(await dan.private())
    await day.passes(120)
    assert CLAIM in buttons((await maya.again(card))["blocks"])


async def test_more_time_taken_shows_until_when(day: Day, maya: Person, dan: Person) -> None:
    card = await maya.asks()
    await dan.clicks(CLAIM, card)
    await day.passes(60)
    assert "Dan until" not in words(await maya.again(card))
    await dan.clicks("2 more minutes", (await maya.thread(card))[0])
    assert "|10:44 AM PST>" in words(await maya.again(card))


async def test_a_claim_from_home_opens_nothing_and_stays_in_sight_there(
    day: Day, maya: Person, dan: Person
) -> None:
    await maya.asks()
    await dan.clicks_in(CLAIM, await dan.opens_their_home())
    assert await dan.modal() is None
    home = words(await dan.home() or {})
    assert "Ramona" in home.partition("You are on it")[2].partition("could help")[0]
