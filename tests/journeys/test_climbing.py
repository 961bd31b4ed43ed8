"""The ladder: each rung in its second, for each state of a call; and whom it leaves alone."""

import pytest

from bot.workspace.visitor import words
from tests.journeys.people import QUESTION, Day, Person, calls_for_help

PACES = {
    "talking": (15, 30, 60, 120),
    "on_hold": (30, 60, 120, 240),
    "chat": (60, 120, 240, 480),
}


@pytest.mark.parametrize("pace", PACES)
async def test_every_rung_comes_in_its_second(
    day: Day, maya: Person, grace: Person, luis: Person, raj: Person, pace: str
) -> None:
    await maya.runs("/advise")
    typed = {"contact": "chat"} if pace == "chat" else {"call_state": pace}
    await maya.sends(await maya.form(), question=QUESTION, **typed)
    card = await maya.card("Ramona")
    asked = day.trial.time()
    for number, rung in enumerate(PACES[pace]):
        await day.passes(asked + rung - 0.1 - day.trial.time())
        assert len(await maya.thread(card)) == number, f"something came before {rung} s"
        await day.passes(0.1)
        if number == 3:
            break
        said = (await maya.thread(card))[number]
        assert float(said["ts"]) - asked == pytest.approx(rung, abs=0.01)
    calls = calls_for_help(await maya.thread(card))
    specialists = {(await day.person(name)).user for name in ("dan", "ines", "theo")}
    assert len(calls[0]) == 2
    assert set(calls[0]) < specialists
    assert calls[1:] == [[grace.user], [luis.user]]
    linked = await raj.card("Ramona")
    assert float(linked["ts"]) - asked == pytest.approx(PACES[pace][-1], abs=0.01)


async def test_a_whole_climb_rings_at_its_asker_only_when_somebody_is_called_or_asked(
    day: Day, maya: Person, raj: Person
) -> None:
    card = await maya.asks("No bars in Ramona?")
    await day.passes(120)
    assert len(await maya.bells()) == 1 + len(calls_for_help(await maya.thread(card))) == 4
    assert "Detroit sees it" in words(await maya.again(card))
    before = await day.bells()
    await raj.clicks("I've got this", await raj.card("Ramona"))
    await day.passes(120)
    assert len(await maya.bells()) == 4
    assert sum((await day.bells()).values()) == sum(before.values()) + 1, "Raj is asked, once"


async def test_a_call_back_waits_for_a_specialist_and_then_a_coach(
    day: Day, maya: Person, grace: Person
) -> None:
    await maya.runs("/advise")
    await maya.sends(await maya.form(), question=QUESTION, call_state="call_back")
    card = await maya.card("Ramona")
    await maya.clicks("Change the call-back time", card)
    form = await maya.form()
    await maya.sends(form, outcome="call_back", call_back_at=str(day.at(2 * 3600)))
    await day.passes(15 * 60 - 1)
    assert calls_for_help(await maya.thread(card)) == []
    await day.passes(1)
    assert len(calls_for_help(await maya.thread(card))[0]) == 1
    await day.passes(75 * 60 - 1)
    assert len(calls_for_help(await maya.thread(card))) == 1
    await day.passes(1)
    assert calls_for_help(await maya.thread(card))[1] == [grace.user]


async def test_a_call_back_promised_after_the_call_climbed_still_calls_its_own_people(
    day: Day, maya: Person, grace: Person
) -> None:
    card = await maya.asks()
    await day.passes(15)
    before = [user for users in calls_for_help(await maya.thread(card)) for user in users]
    await maya.clicks("Call ended", card)
    form = await maya.form()
    await maya.sends(form, outcome="call_back", call_back_at=str(day.at(2 * 3600)))
    await day.passes(15 * 60)
    (specialist,) = calls_for_help(await maya.thread(card))[1]
    assert specialist not in before
    await day.passes(75 * 60)
    assert calls_for_help(await maya.thread(card))[2:] == [[grace.user]]


async def test_on_hold_moves_the_rungs_that_are_left(day: Day, maya: Person) -> None:
    card = await maya.asks()
    await day.passes(10)
    await maya.clicks("Customer on hold", card)
    await day.passes(19.9)
    assert await maya.thread(card) == []
    await day.passes(0.1)
    assert len(calls_for_help(await maya.thread(card))) == 1


async def test_a_reply_holds_the_ladder_for_half_a_minute(
    day: Day, maya: Person, nick: Person
) -> None:
    card = await maya.asks()
    await day.passes(10)
    await nick.writes("I had one of those, too.", card)
    await day.passes(29.9)
    assert calls_for_help(await maya.thread(card)) == []
    await day.passes(0.2)
    assert len(calls_for_help(await maya.thread(card))) == 1


async def test_still_need_help_lets_it_go_on_at_once(day: Day, maya: Person, nick: Person) -> None:
    card = await maya.asks()
    await day.passes(14)
    await nick.writes("I had one of those, too.", card)
    told = (await maya.thread(card))[-1]
    await maya.clicks("Still need help", told)
    await day.passes(1)
    assert len(calls_for_help(await maya.thread(card))) == 1
    assert "calling more people" in (await maya.private())[-1]


async def test_after_two_answers_that_did_not_help_somebody_can_take_it(
    day: Day, maya: Person, nick: Person, dan: Person, ines: Person
) -> None:
    card = await maya.asks()
    for helper in (nick, dan):
        await helper.writes("I had one of those, too.", card)
    await maya.clicks("Still need help", (await maya.thread(card))[-2])
    await ines.clicks("I've got this", await maya.again(card))
    assert "Ines C. is on it" in words(await maya.again(card))
    await ines.writes("Two sites are down.", card)
    assert "Ines C. answered" in words(await maya.again(card))


async def test_the_askers_own_words_do_not_hold_it(day: Day, maya: Person) -> None:
    card = await maya.asks()
    await day.passes(10)
    await maya.writes("The phones show SOS.", card)
    await day.passes(5)
    assert len(calls_for_help(await maya.thread(card))) == 1


async def test_not_me_moves_on_and_nobody_is_called_twice(day: Day, maya: Person) -> None:
    card = await maya.asks()
    await day.passes(15)
    names = {(await day.person(name)).user: name for name in ("dan", "ines", "theo")}
    for number in range(3):
        calls = calls_for_help(await maya.thread(card))
        assert len([user for users in calls for user in users]) == min(2 + number, 3)
        person = await day.person(names[[user for users in calls for user in users][number]])
        call = next(one for one in await maya.thread(card) if f"<@{person.user}>" in one["text"])
        await person.clicks("Not me", call)
        assert "move on to someone else" in (await person.private())[-1]
    await day.passes(120)
    everybody = [user for users in calls_for_help(await maya.thread(card)) for user in users]
    assert set(names) < set(everybody)
    assert len(everybody) == len(set(everybody)) == 5


async def test_not_me_is_for_those_who_were_called(day: Day, maya: Person, nick: Person) -> None:
    card = await maya.asks()
    await day.passes(15)
    await nick.clicks("Not me", (await maya.thread(card))[0])
    assert "not waiting for you" in (await nick.private())[-1]
    assert len(calls_for_help(await maya.thread(card))) == 1


async def test_who_is_on_a_call_is_left_alone(
    day: Day, maya: Person, dan: Person, ines: Person, theo: Person
) -> None:
    await dan.asks("My own customer has no service in Julian, anyone?")
    card = await maya.asks()
    await day.passes(15)
    assert sorted(calls_for_help(await maya.thread(card))[0]) == sorted([ines.user, theo.user])


async def test_who_has_just_claimed_something_is_left_alone(
    day: Day, maya: Person, nick: Person, dan: Person, ines: Person, theo: Person
) -> None:
    await dan.clicks("I've got this", await nick.asks("No bars in Alpine, outage?"))
    card = await maya.asks()
    await day.passes(15)
    assert sorted(calls_for_help(await maya.thread(card))[0]) == sorted([ines.user, theo.user])


@pytest.mark.parametrize("said", ["away 30", "busy 20"])
async def test_who_is_away_or_busy_is_left_alone(
    day: Day, maya: Person, dan: Person, ines: Person, theo: Person, said: str
) -> None:
    await dan.runs("/pod", said)
    card = await maya.asks()
    await day.passes(15)
    assert sorted(calls_for_help(await maya.thread(card))[0]) == sorted([ines.user, theo.user])


@pytest.mark.slow
async def test_nobody_is_called_more_than_six_times_an_hour(day: Day) -> None:
    askers = [await day.person(name) for name in ("maya", "nick", "linh", "jorge", "sofia")]
    counts: dict[str, int] = {}
    for number in range(12):
        card = await askers[number % 5].asks(f"Case {number}: no service in Ramona again?")
        await day.passes(15)
        for user in [one for call in calls_for_help(await askers[0].thread(card)) for one in call]:
            counts[user] = counts.get(user, 0) + 1
        await askers[number % 5].clicks("Take the question back", card)
        await day.passes(60)
    assert sum(counts.values()) == 18  # three specialists know about networks
    assert max(counts.values()) == 6


async def test_a_topic_changed_in_time_calls_those_who_know_it(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    await dan.clicks("Change question or topic", card)
    await dan.sends(await dan.form(), topic="porting")
    assert "porting" in words(await maya.again(card))
    await day.passes(15)
    porting = {(await day.person(name)).user for name in ("theo", "priya")}
    assert set(calls_for_help(await maya.thread(card))[0]) == porting
