"""How a question ends without an answer, and what is brought up again: once, privately."""

import pytest

from bot.workspace.visitor import buttons, words
from tests.journeys.people import Day, Person

pytestmark = pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)
EARLY = '"maya.reyes@example.com", name = "Maya Reyes", role = "rep"'
ON_A_SHIFT = {EARLY: EARLY + ', hours = "early"'}


async def _ends(maya: Person, card: dict[str, object], **typed: str) -> dict[str, str]:
    await maya.clicks("Call ended", card)
    return await maya.sends(await maya.form(), **typed)


async def test_call_ended_with_nothing_owed_settles_it_quietly(day: Day, maya: Person) -> None:
    card = await maya.asks()
    before = await day.bells()
    assert await _ends(maya, card, outcome="nothing_owed") == {}
    assert "nothing owed" in words(await maya.again(card))
    await day.passes(600)
    assert await day.bells() == before


async def test_a_call_back_is_kept_open_and_reminded_of(day: Day, maya: Person) -> None:
    card = await maya.asks()
    await _ends(maya, card, outcome="call_back", call_back_at=str(day.at(19 * 60)))
    assert "📞" in words(await maya.again(card))
    assert await maya.modal() is None, "the card says it already"
    await day.passes(9 * 60 - 1)
    assert await maya.direct() == []
    await day.passes(1)
    told = await maya.direct()
    assert len(told) == 1
    assert "by 11 AM San Diego time" in told[0]
    await day.passes(3600)
    assert len(await maya.direct()) == 1


@pytest.mark.parametrize(("seconds", "said"), [(-60, "over already"), (0, "over already")])
async def test_a_call_back_in_the_past_is_refused(
    day: Day, maya: Person, seconds: int, said: str
) -> None:
    card = await maya.asks()
    at = str(day.at(seconds))
    errors = await _ends(maya, card, outcome="call_back", call_back_at=at)
    assert said in errors["call_back_at"]
    assert "I've got this" in buttons((await maya.again(card))["blocks"])


async def test_a_call_back_is_in_about_an_hour_where_nobody_chose_when(
    day: Day, maya: Person
) -> None:
    card = await maya.asks()
    assert await _ends(maya, card, outcome="call_back") == {}
    assert "by 11:45 AM PST" in words(await maya.again(card))


async def test_done_settles_a_call_back(day: Day, maya: Person) -> None:
    card = await maya.asks()
    await _ends(maya, card, outcome="call_back", call_back_at=str(day.at(19 * 60)))
    await day.passes(9 * 60)
    app = day.trial.workspace.state.app.user
    direct = (await maya.act("dm", user=app))["channel"]
    await maya.clicks("Done", (await maya.messages(direct))[-1], direct)
    assert "nothing owed" in words(await maya.again(card))


async def test_only_the_asker_or_a_coach_says_not_a_question(
    day: Day, maya: Person, nick: Person, grace: Person
) -> None:
    card = await maya.asks()
    await nick.clicks("Not a question", card)
    assert "Only the person who asked or a coach" in (await nick.private())[-1]
    assert "I've got this" in buttons((await maya.again(card))["blocks"])
    await grace.clicks("Not a question", card)
    assert "not for the pod" in words(await maya.again(card))
    assert "Maya" not in words(await maya.again(card))


async def test_editing_the_message_changes_the_card_and_pings_nobody(
    day: Day, maya: Person
) -> None:
    ts = await maya.writes("@podline no service in Ramona?")
    before = await day.bells()
    await maya.edits(maya.pod, ts, "@podline no service in Julian?")
    await day.quiet()
    assert "Julian" in words(await maya.card("no service"))
    assert await day.bells() == before


async def test_deleting_the_message_withdraws_the_question_and_its_words(
    day: Day, maya: Person, nick: Person
) -> None:
    ts = await maya.writes("@podline no service in Ramona?")
    card = await maya.card("Ramona")
    before = await day.bells()
    await maya.deletes(maya.pod, ts)
    await day.quiet()
    thread = await nick.messages(nick.pod, ts)
    shown = [words(one) for one in thread if one["ts"] == card["ts"]]
    assert "Ramona" not in str(shown)
    assert "question taken back" in str(shown)
    await day.passes(300)
    assert await day.bells() == before


async def test_the_form_changes_question_and_topic(day: Day, maya: Person) -> None:
    card = await maya.asks()
    await maya.clicks("Change question or topic", card)
    await maya.sends(await maya.form(), question="Can I credit a day?", topic="billing")
    shown = words(await maya.again(card))
    assert "Can I credit a day?" in shown
    assert "billing" in shown


async def test_twenty_silent_minutes_lapse_quietly(day: Day, maya: Person, dan: Person) -> None:
    card = await maya.asks()
    await dan.writes("Looking.", card)
    await day.passes(150)
    before, heard = await day.bells(), len(await maya.thread(card))
    await day.passes(20 * 60 - 150)
    assert "went quiet" in words(await maya.again(card))
    assert await day.bells() == before
    assert len(await maya.thread(card)) == heard


async def test_a_word_keeps_it_from_lapsing(day: Day, maya: Person) -> None:
    card = await maya.asks()
    await day.passes(19 * 60)
    await maya.writes("Still the same.", card)
    await day.passes(5 * 60)
    assert "went quiet" not in words(await maya.again(card))


@pytest.mark.parametrize("roster", [ON_A_SHIFT], indirect=True)
async def test_what_was_left_open_comes_once_at_the_end_of_the_shift(
    day: Day, maya: Person
) -> None:
    await maya.asks("No service in Ramona?")
    await maya.asks("Can I credit a month?")
    await day.passes(3 * 3600)
    assert await maya.direct() == []
    await day.passes(50 * 60)  # to 14:31 in San Diego, where the early shift ends at 14:30
    told = await maya.direct()
    assert len(told) == 1
    assert "2 questions of yours went quiet" in told[0]
    assert "Ramona" in told[0]
    app = day.trial.workspace.state.app.user
    direct = (await maya.act("dm", user=app))["channel"]
    await maya.clicks("Nothing owed", (await maya.messages(direct))[-1], direct)
    await day.passes(24 * 3600)
    assert len(await maya.direct()) == 1


async def test_home_shows_what_is_mine_and_where_i_could_help(
    day: Day, maya: Person, dan: Person, nick: Person
) -> None:
    card = await maya.asks()
    await nick.asks("Can I credit a month after the late fee?")
    mine = words(await maya.opens_their_home())
    assert "Ramona" in mine.partition("could help")[0]
    theirs = words(await dan.opens_their_home())
    assert "Ramona" in theirs.partition("could help")[2]
    assert "credit a month" not in theirs, "Dan knows networks and devices"
    await dan.clicks_in("I've got this", await dan.opens_their_home())
    assert "Dan K. is on it" in words(await maya.again(card))


async def test_home_follows_the_viewers_own_action(day: Day, maya: Person, dan: Person) -> None:
    await maya.opens_their_home()
    card = await maya.asks()
    assert "Ramona" in words(await maya.home() or {})
    await dan.writes("Back tonight.", card)
    await maya.clicks("This worked", await maya.again(card))
    assert "Ramona" not in words(await maya.home() or {})
    assert "As of" in words(await maya.home() or {})
