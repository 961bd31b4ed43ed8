"""Reps add how they say it to a colleague's practice; coaches see what waits, and bring back."""

import pytest

from bot.practices import same_form
from bot.practices import words as practice_words
from bot.workspace.visitor import words
from tests.journeys.people import Day, Person
from tests.journeys.test_practices_search import OUTAGE, TABLET, clicks, opens, saves

pytestmark = pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)

MINE = "Your number waits for you until you are home again."


async def looks(person: Person) -> None:
    """At the practice that is found, whole."""
    await person.runs("/practice", "search mission")
    await person.clicks_in("More", await person.form())


async def test_a_rep_adds_how_they_say_it_and_takes_it_back(
    day: Day, maya: Person, nick: Person
) -> None:
    await saves(maya, TABLET)
    await looks(nick)
    await nick.clicks_in("Add how I say it", await nick.form())
    form = await nick.form()
    assert TABLET["what_worked"] in words(form)
    assert list(await nick.sends(form, say_it="\u200b ")) == [practice_words.SAY_IT]
    assert await nick.sends(form, say_it=f"{MINE} Card 4111 1111 1111 1111.") == {}
    whole = words(await nick.form())
    assert MINE in whole
    assert "4111" not in whole
    assert "Nick P. added a way to say it · today" in whole
    await nick.clicks_in("Undo the last change", await nick.form())
    await looks(maya)
    assert f"“{MINE}" not in words(await maya.form()).split("History")[0]


async def test_the_menu_of_what_was_found_offers_it_too(
    day: Day, maya: Person, nick: Person
) -> None:
    await saves(maya, TABLET)
    await nick.runs("/practice", "mission tablet")
    found = [one for one in await nick.messages(nick.pod) if one["ephemeral"]][-1]
    await nick.clicks("Add how I say it", found)
    form = await nick.form()
    assert await nick.sends(form, say_it=MINE) == {}
    assert "How you say it stands there with your name" in (await nick.private())[-1]


async def test_a_coach_sees_what_waits_and_brings_back_what_was_archived(
    day: Day, maya: Person, nick: Person, grace: Person
) -> None:
    await saves(maya, TABLET)
    await nick.runs("/practice", "mission tablet")
    found = [one for one in await nick.messages(nick.pod) if one["ephemeral"]][-1]
    await nick.clicks("Wrong or old", found)
    assert await nick.sends(await nick.form(), word="old", why="Tablets cost 15 now.") == {}
    assert "Nick P. says that it is old: Tablets cost 15 now." in words(
        await grace.opens_their_home()
    )
    assert "Tablets cost 15 now." not in words(await nick.opens_their_home())

    await looks(maya)
    await maya.clicks_in("Archive it", await maya.form())

    await opens(grace)
    await clicks(grace, "Filters")
    form = await clicks(grace, "Archived")
    assert TABLET["what_worked"][:30] in words(form)
    form = await clicks(grace, "More")
    assert "archived" in words(form)
    await grace.clicks_in("Undo the last change", form)
    assert "archived by Maya" in words(await grace.form())
    assert "shared" in words(await grace.form())

    await opens(nick)
    await clicks(nick, "Filters")
    form = await clicks(nick, "In doubt or old")
    assert "There is no practice with these filters." in words(form)


async def test_a_coach_makes_one_of_two_that_say_the_same_and_two_again(
    day: Day, maya: Person, nick: Person, grace: Person
) -> None:
    await saves(maya, TABLET)
    await saves(nick, OUTAGE)
    await looks(grace)
    await grace.clicks_in("Same as another one", await grace.form())
    form = await grace.form()
    assert await grace.searches(form, same_form.OTHER, "mission") == [], "that one itself"
    (other,) = await grace.searches(form, same_form.OTHER, "outage caus")
    await grace.submits(form, **{same_form.OTHER: other})
    both = await grace.form()
    for said in (TABLET["what_worked"], OUTAGE["what_worked"], "both authors keep their credit"):
        assert said in words(both)
    assert await grace.sends(both) == {}
    one = words(await grace.form())
    assert "Became part of it" in one
    assert "from Nick P., Maya R." in one
    await opens(maya, "mission")
    assert OUTAGE["what_worked"] in words(await maya.form())
    await grace.clicks_in("Undo the last change", await grace.form())
    assert "Became part of it" not in words(await grace.form())
