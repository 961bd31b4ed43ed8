"""Two people change the same practice at once: the second one sees the difference and chooses."""

from typing import Any

from bot.practices import words as wire
from bot.workspace.visitor import words
from storage.practices import Practice, PracticeChange
from tests.journeys.bad_input.doing import TABLET, finds, kept, saves
from tests.journeys.people import Day, Person

HERS = "Move it to a tablet line for ten dollars."
MINE = "Move it to a watch line."


async def form(person: Person) -> dict[str, Any]:
    """The form with which they change it."""
    await person.clicks("More", await finds(person, "mission"))
    await person.clicks_in("Change it", await person.form())
    return await person.form()


async def second(maya: Person, grace: Person) -> dict[str, Any]:
    """What Maya has before her, who sends her change just after Grace's."""
    await saves(maya)
    theirs, hers = await form(maya), await form(grace)
    assert await grace.sends(hers, what_worked=HERS, why="It costs ten.") == {}
    assert await maya.sends(theirs, what_worked=MINE, why="cheaper") == {}
    return await maya.form()


async def what_worked(day: Day) -> list[str]:
    """As it stands, with what each change found before it."""
    (practice,) = await kept(day, Practice)
    changes = sorted(await kept(day, PracticeChange), key=lambda each: each.version)
    return [practice.what_worked, *(each.before["what_worked"] for each in changes if each.before)]


async def test_she_sees_both_and_nothing_is_overwritten_yet(
    day: Day, maya: Person, grace: Person
) -> None:
    again = await second(maya, grace)
    shown = words(again)
    assert "Grace W. changed it while you wrote" in shown
    assert "for ten dollars" in shown
    assert MINE in str(again["blocks"]), "what she typed is still there"
    assert await what_worked(day) == [HERS, TABLET["what_worked"]]


async def test_she_sends_hers_again_and_both_stand_in_the_history(
    day: Day, maya: Person, grace: Person
) -> None:
    again = await second(maya, grace)
    assert await maya.sends(again, what_worked=MINE, why="cheaper") == {}
    assert (await maya.form())["callback_id"] != wire.EDIT_FORM
    assert await what_worked(day) == [MINE, TABLET["what_worked"], HERS]


async def test_she_closes_the_form_and_the_first_change_stands(
    day: Day, maya: Person, grace: Person
) -> None:
    again = await second(maya, grace)
    await maya.act("close", view_id=again["id"])
    assert await what_worked(day) == [HERS, TABLET["what_worked"]]


async def test_who_was_overtaken_twice_is_asked_twice(
    day: Day, maya: Person, grace: Person
) -> None:
    again = await second(maya, grace)
    newer = await form(grace)
    assert await grace.sends(newer, what_worked="Ten dollars, on a tablet line.") == {}
    assert await maya.sends(again, what_worked=MINE) == {}
    third = await maya.form()
    assert "changed it while you wrote" in words(third)
    assert "Ten dollars, on a tablet line." not in words(again)
    assert await maya.sends(third, what_worked=MINE) == {}
    assert (await what_worked(day))[0] == MINE
