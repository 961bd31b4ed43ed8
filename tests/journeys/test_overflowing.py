"""The overflow pod: at once when the pod is closed, mirrored both ways, masked for partners."""

from typing import Any

import pytest

from bot.workspace.visitor import buttons, words
from tests.journeys.people import Day, Person

CLOSED = {
    'overflow = "detroit"\nhours = "24/7"': 'overflow = "detroit"\nhours = "daily 06:00-10:00"'
}
FEW = {"enough_present = 3": "enough_present = 90"}
PARTNER = {'market = "detroit"\nchannel': 'market = "detroit"\norganisation = "partner"\nchannel'}
ANSWER = "Alpine hangs on the same two sites; Wi-Fi calling works."
SHORT = "No bars in Ramona?"
CLAIM = "I've got this"


async def _linked(day: Day, raj: Person, seconds: float = 120) -> Any:
    await day.passes(seconds)
    return await raj.card("Ramona")


@pytest.mark.parametrize("roster", [CLOSED], indirect=True)
async def test_a_closed_pod_hands_over_at_once(day: Day, maya: Person, raj: Person) -> None:
    card = await maya.asks(SHORT)
    linked = await _linked(day, raj, 1)
    assert "From San Diego (closed until 6:00 AM" in words(linked)
    assert "Detroit sees it" in words(await maya.again(card))
    assert await maya.thread(card) == []


@pytest.mark.parametrize("roster", [FEW], indirect=True)
async def test_where_few_are_present_it_is_handed_over_at_once(
    day: Day, maya: Person, raj: Person
) -> None:
    await maya.asks(SHORT)
    assert "few people there now" in words(await _linked(day, raj, 1))


async def test_one_claim_holds_for_both(day: Day, maya: Person, dan: Person, raj: Person) -> None:
    card = await maya.asks()
    linked = await _linked(day, raj)
    await raj.clicks(CLAIM, linked)
    assert "Raj P. (Detroit) is on it" in words(await maya.again(card))
    call = (await maya.thread(card))[0]
    await dan.clicks(CLAIM, call)
    assert "Raj P. took this" in (await dan.private())[-1]
    assert CLAIM not in buttons((await raj.again(linked))["blocks"])


async def test_their_claimer_is_asked_where_they_are_and_can_press(
    day: Day, maya: Person, raj: Person
) -> None:
    card = await maya.asks()
    linked = await _linked(day, raj)
    await raj.clicks(CLAIM, linked)
    await day.passes(60)
    assert any("still on this one" in said for said in await raj.mentions())
    check = (await raj.thread(linked))[-1]
    await raj.clicks("2 more minutes", check)
    await day.passes(90)
    assert "Raj P. (Detroit) is on it" in words(await maya.again(card))
    check = (await raj.thread(linked))[-1]
    await raj.clicks("Back to the pod", check)
    assert CLAIM in buttons((await maya.again(card))["blocks"])


async def test_what_they_say_is_mirrored_with_its_author(
    day: Day, maya: Person, raj: Person
) -> None:
    card = await maya.asks()
    linked = await _linked(day, raj)
    await raj.writes(ANSWER, linked)
    assert ANSWER in (await maya.mentions())[-1]
    assert "Raj P." in (await maya.mentions())[-1]
    await raj.writes("Julian, too.", linked)
    last = words((await maya.thread(card))[-1])
    assert "Raj P. from Detroit" in last.replace("*", "")
    assert "Julian, too." in last


async def test_what_the_asker_adds_is_mirrored_to_them(day: Day, maya: Person, raj: Person) -> None:
    card = await maya.asks()
    linked = await _linked(day, raj)
    await maya.writes("The phones show SOS.", card)
    assert "The phones show SOS." in words((await raj.thread(linked))[-1])


async def test_their_form_answers_both_threads(day: Day, maya: Person, raj: Person) -> None:
    card = await maya.asks()
    linked = await _linked(day, raj)
    await raj.answers(linked, "The sites burnt; back tonight.", "Ticket 4471.")
    assert "Ticket 4471." in words((await maya.thread(card))[-1])
    assert "Ticket 4471." in words((await raj.thread(linked))[-1])
    assert "The sites burnt" in (await maya.mentions())[-1]


async def test_settled_at_home_is_settled_there(day: Day, maya: Person, raj: Person) -> None:
    card = await maya.asks()
    linked = await _linked(day, raj)
    await raj.writes(ANSWER, linked)
    before = await day.bells()
    await maya.clicks("This worked", await maya.again(card))
    assert await day.bells() == before
    assert "Raj P. solved it" in words(await raj.again(linked))


async def test_editing_there_changes_what_is_repeated_here(
    day: Day, maya: Person, raj: Person
) -> None:
    card = await maya.asks()
    linked = await _linked(day, raj)
    ts = await raj.writes(ANSWER, linked)
    before = await day.bells()
    await raj.edits(raj.pod, ts, "Alpine is back already.")
    await day.quiet()
    assert await day.bells() == before
    assert "Alpine is back already." in words((await maya.thread(card))[-1])


async def test_nobody_is_called_by_the_overflow_pod_for_nothing(
    day: Day, maya: Person, nick: Person, raj: Person
) -> None:
    await maya.asks()
    await day.passes(100)
    await nick.clicks(CLAIM, await maya.card("Ramona"))
    await day.passes(60)
    with pytest.raises(AssertionError, match="sees no card"):
        await raj.card("Ramona")


@pytest.mark.parametrize("roster", [PARTNER], indirect=True)
async def test_a_partner_sees_the_masked_question_only(day: Day, maya: Person, raj: Person) -> None:
    card = await maya.asks("A shop in Ramona charged card 4111 1111 1111 1111 twice?")
    linked = await _linked(day, raj)
    assert "1111" not in words(linked)
    assert "Maya" not in words(linked)
    assert maya.user not in str(linked)
    await maya.writes("Her name is in the notes.", card)
    assert await raj.thread(linked) == []
    await raj.writes(ANSWER, linked)
    assert ANSWER in (await maya.mentions())[-1]
    await maya.clicks("This worked", await maya.again(card))
    assert "Raj" not in words(await raj.again(linked))
