"""An agenda from the first item that somebody adds to the card in the channel, and what follows."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from bot.trial import Setup
from bot.workspace.visitor import labels
from bot.workspace.visitor import words as words_of
from tests.journeys.people import Day, Json, Person

WEDNESDAY = datetime(2026, 11, 18, 17, 50, tzinfo=UTC)  # 9:50 in San Diego
UNTIL_THE_CARD = 25 * 60
HUDDLE = "Huddle in 15 minutes"


@pytest.fixture
def setup(setup: Setup) -> Setup:
    return replace(setup, huddles=True, starts_at=WEDNESDAY)


def words(message: Json) -> str:
    """What must not be parted at a line's end is read as it sounds."""
    return words_of(message).replace("\u00a0", " ")


async def _arranging(coach: Person, card: Json) -> Json:
    await coach.clicks("Arrange", card)
    return await coach.form()


async def _steps(person: Person, view: Json, item: str, step: str) -> None:
    """What stands beside one item, or in the row below it."""
    blocks = view["blocks"]
    (both,) = [
        (it, below)
        for it, below in pairwise(blocks)
        if it["type"] == "section" and item in it["text"]["text"] and _is_entry(it, below)
    ]
    it, below = both
    await person.clicks_in(step, view | {"blocks": [it if "accessory" in it else below]})


def _is_entry(it: Json, below: Json) -> bool:
    return "accessory" in it or below["type"] == "actions"


async def _announced(day: Day, person: Person) -> Json:
    await day.passes(UNTIL_THE_CARD)
    return await person.card(HUDDLE)


async def test_anybody_adds_and_everybody_reads_it_before_the_huddle(
    day: Day, maya: Person, nick: Person, dan: Person
) -> None:
    await nick.runs("/agenda")
    shown = (await nick.private())[-1]
    assert "*Next huddle* · today, 10:30 and 10:50 AM San Diego time" in shown

    await maya.runs("/agenda", "add Roaming in Mexico: what do we say?")
    told = (await maya.private())[-1]
    assert "It is on the agenda for today, 10:30 and 10:50 AM San Diego time" in told

    ts = await nick.writes("619-555-0199 asks whether roaming works in Tijuana & Ensenada")
    await dan.uses("huddles.talk_about", dan.pod, ts)
    form = await dan.form()
    assert "The agenda links to the message." in words(form)
    assert "The message still shows it" in words(form)
    assert await dan.sends(form) == {}
    assert "“[phone number] asks whether" in (await dan.private())[-1]

    card = await _announced(day, maya)
    said = words(card)
    assert "Roaming in Mexico: what do we say? (2 min · from Maya R.)" in said
    assert "[phone number] asks whether roaming works in Tijuana &amp; Ensenada" in said
    assert "|see it>" in said
    assert labels(card["blocks"])[:2] == ["Join the huddle", "Add an item"]
    assert card["text"].startswith(HUDDLE)
    assert "1. " in card["text"]


async def test_whom_a_wish_mentions_is_called_by_name_and_hears_nothing_of_it(
    day: Day, maya: Person, grace: Person
) -> None:
    bells = await grace.bells()
    await maya.runs("/agenda", f"add <@{grace.user}|grace.whitlock> knows why PINs fail")
    assert "“Grace W. knows why PINs fail”" in (await maya.private())[-1]
    await maya.runs("/agenda", f"<@{grace.user}|grace.whitlock> on eSIM")
    assert "Put “Grace W. on eSIM” on the next agenda?" in (await maya.private())[-1]
    assert await grace.bells() == bells


async def test_the_card_shows_at_once_what_is_added_on_it(
    day: Day, maya: Person, nick: Person
) -> None:
    card = await _announced(day, maya)
    edits = len(await day.calls("chat.update"))
    await nick.clicks("Add an item", card)
    assert await nick.sends(await nick.form(), text="Trade-in prices changed") == {}
    assert "Trade-in prices changed (2 min · from Nick P.)" in words(await maya.again(card))
    assert len(await day.calls("chat.update")) == edits
    (told,) = [each for each in await nick.private() if "Trade-in" in each]
    assert "It is on the agenda for today" in told


async def test_empty_words_keep_the_form_open_and_a_slip_is_offered(day: Day, maya: Person) -> None:
    await maya.runs("/agenda", "add")
    form = await maya.form()
    assert await maya.sends(form, text="\u200b \u2060") == {
        "text": "Say in a few words what the pod should talk about."
    }
    assert await maya.sends(form, text="<!channel> <@U1> roaming") == {}
    assert "<!channel>" not in (await maya.private())[-1]

    await maya.runs("/agenda", "port-in PINs at the weekend")
    (offer,) = [
        each
        for each in await maya.messages(maya.pod)
        if each["ephemeral"] and "on the next agenda?" in words(each)
    ]
    await maya.clicks("Put it on", offer)
    assert "“port-in PINs at the weekend”" in (await maya.private())[-1]


async def test_whoever_added_it_takes_it_off_and_puts_it_back(day: Day, maya: Person) -> None:
    await maya.runs("/agenda", "add Roaming in Mexico")

    async def whisper(saying: str) -> Json:
        found = [
            each
            for each in await maya.messages(maya.pod)
            if each["ephemeral"] and saying in words(each)
        ]
        return found[-1]

    await maya.clicks("Take it off", await whisper("It is on the agenda"))
    await maya.clicks("Put it back", await whisper("Taken off the agenda"))
    assert "Back on the agenda" in words(await whisper("Back on the agenda"))
    await maya.runs("/agenda")
    await maya.clicks("Take it off", await whisper("Next huddle"))
    assert "Next huddle" in words(await whisper("Next huddle")), "the list stays"
    await maya.clicks("Put it back", await whisper("Taken off the agenda"))
    await maya.clicks_in("Take it off", await maya.opens_their_home())
    assert "Taken off the agenda" in words(await maya.form())
    assert "Roaming in Mexico" not in words(await maya.opens_their_home())


async def test_two_coaches_arrange_it_at_once_and_hear_of_each_other(
    day: Day, maya: Person, grace: Person, ana: Person, dan: Person
) -> None:
    for text in ("First thing", "Second thing", "Third thing"):
        await maya.runs("/agenda", f"add {text}")
    card = await _announced(day, maya)
    hers, anas = await _arranging(grace, card), await _arranging(ana, card)
    await _steps(grace, hers, "Third thing", "Move up")
    await _steps(ana, anas, "Second thing", "Move up")
    told = words(await ana.form())
    assert "Grace W. moved “Third thing” up meanwhile." in told
    assert "*Nothing of yours was changed.*" in told
    await _steps(ana, await ana.form(), "First thing", "Drop")
    await _steps(grace, await grace.form(), "Third thing", "Who and how long")
    form = await grace.form()
    assert "Ana R. took “First thing” off the agenda meanwhile." in words(form)
    assert await grace.sends(form, who="Dan K.", minutes="5 min") == {}
    assert (
        "Grace W. put you down to speak about “Third thing” in the huddle"
        in ((await dan.direct())[-1])
    )
    await day.passes(5)
    now = words(await maya.again(card))
    assert "First thing" not in now
    assert "Third thing (5 min · from Maya R.) — Dan K." in now
    await _steps(ana, await ana.form(), "First thing", "Bring it back")
    await day.passes(5)
    assert "First thing" in words(await maya.again(card))


async def test_what_i_am_to_do_is_closed_from_my_own_agenda(
    day: Day, maya: Person, theo: Person
) -> None:
    await maya.runs("/agenda", "add Port-in PINs")
    await _announced(day, maya)
    await day.passes(16 * 60)
    await maya.clicks("Turn into an action item", await maya.card("Huddle now"))
    sent = {"text": "Write up the steps", "owner": theo.user, "due": "2026-11-25"}
    assert await maya.sends(await maya.form(), **sent) == {}
    await day.passes(24 * 3600)

    async def list_of(person: Person) -> Json:
        await person.runs("/agenda")
        found = [each for each in await person.messages(person.pod) if each["ephemeral"]]
        return [each for each in found if "Next huddle" in words(each)][-1]

    assert "Done" not in labels((await list_of(maya))["blocks"])
    theirs = await list_of(theo)
    assert "Open since Wednesday: Write up the steps (1 min · due Wednesday)" in words(theirs)
    await theo.clicks("Done", theirs)
    assert (await theo.private())[-1] == "✅ Done: Write up the steps"
    assert "✅ Open since Wednesday: Write up the steps (done)" in words(await list_of(maya))


async def test_a_rep_is_told_who_arranges_and_which_half_is_theirs(day: Day, maya: Person) -> None:
    card = await _announced(day, maya)
    await maya.clicks("Arrange", card)
    assert "Coaches and the team leader arrange the agenda." in (await maya.private())[-1]
    await maya.clicks("Which half am I in", card)
    assert "half: 10:" in (await maya.private())[-1]
    await maya.clicks("Show on a screen", card)
    assert "A page for a shared screen or a whiteboard" in (await maya.private())[-1]
    await maya.clicks("Read all of it", card)
    assert "10:30 and 10:50 AM" in words(await maya.form())


async def test_somebody_of_another_pod_adds_to_their_own(
    day: Day, maya: Person, raj: Person
) -> None:
    await raj.runs("/agenda", "add Roaming in Canada")
    assert "Detroit time" in (await raj.private())[-1]
    await maya.runs("/agenda")
    assert "Canada" not in (await maya.private())[-1]


async def test_home_says_what_comes_next_and_what_of_it_is_mine(day: Day, maya: Person) -> None:
    await maya.runs("/agenda", "add Roaming in Mexico")
    home = await maya.opens_their_home()
    assert "*Next huddle* · today, 10:30 and 10:50 AM San Diego time" in words(home)
    assert "• Roaming in Mexico" in words(home)
    await maya.clicks_in("Add an item", home)
    assert await maya.sends(await maya.form(), text="Port-in PINs") == {}
    assert "“Port-in PINs”" in words(await maya.form())
    assert "• Port-in PINs" in words(await maya.opens_their_home())
