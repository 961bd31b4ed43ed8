"""A draft is its author's alone: whatever somebody else looks for, presses, forges or sends."""

from copy import deepcopy
from typing import Any

import pytest

from bot.practices import search_words
from bot.practices import words as wire
from bot.practices.words import Choice, Editing, From, Instead, Refusing
from bot.workspace.visitor import words
from storage.practices import (
    Practice,
    PracticeChange,
    PracticeState,
    PracticeUse,
    PracticeVerdict,
    Saying,
)
from tests.journeys.bad_input.doing import OUTAGE, TABLET, finds, kept, known, saves
from tests.journeys.people import Day, Person

Json = dict[str, Any]

BUTTONS = (wire.USE, wire.HELPED, wire.REFUSE, wire.MORE, wire.EDIT, wire.STILL_HOLDS, wire.ARCHIVE)
SECRET = "two-year mission"
NOT_HERE = "not here any more, or it is not shared with your pod"


@pytest.fixture
async def draft(maya: Person) -> Practice:
    """Maya's, for her alone."""
    return await saves(maya, shown_to="draft")


async def untouched(day: Day, draft: Practice) -> bool:
    """Whether the draft is as Maya left it."""
    (now,) = (each for each in await kept(day, Practice) if each.id == draft.id)
    sayings = [each for each in await kept(day, Saying) if each.practice_id == draft.id]
    changes = [each for each in await kept(day, PracticeChange) if each.practice_id == draft.id]
    used, refused = await kept(day, PracticeUse), await kept(day, PracticeVerdict)
    assert (now.state, now.what_worked) == (PracticeState.DRAFT, TABLET["what_worked"])
    assert [each.text for each in sayings] == [TABLET["say_it"]]
    assert [each.version for each in changes] == [1]
    return draft.id not in {each.practice_id for each in used} | {
        each.practice_id for each in refused
    }


async def presses(person: Person, message: Json, action: str, value: str) -> None:
    """They press what they found as if its first button had that id and that value."""
    stored = person.day.trial.workspace.state.ephemerals.find(
        person.user, person.pod, message["ts"]
    )
    assert stored is not None
    stored.blocks = blocks = deepcopy(message["blocks"])
    row = next(block for block in blocks if block["type"] == "actions")
    row["elements"][0] |= {"action_id": action, "value": value}
    await person.clicks(row["elements"][0]["text"]["text"], message | {"blocks": blocks})


async def sends(person: Person, metadata: str, **typed: str) -> Json:
    """They send the form before them as if it were about something else."""
    view = person.day.trial.workspace.state.modals.top(person.user)
    assert view is not None
    view.body["private_metadata"] = metadata
    return await person.submits(await person.form(), **typed)


async def test_no_search_shows_it_to_others_and_its_author_finds_it(
    day: Day, draft: Practice, maya: Person, nick: Person, grace: Person, raj: Person
) -> None:
    for person in (nick, grace, raj):
        for typed in (SECRET, "tablet line", "number while he is away", str(draft.id)):
            shown = words(await finds(person, typed))
            assert "ten dollars" not in shown
    assert "ten dollars" in words(await finds(maya, SECRET))


async def test_no_menu_suggests_it_and_no_form_lists_it(
    day: Day, draft: Practice, maya: Person, nick: Person, raj: Person
) -> None:
    await known(day)
    for person, sees in ((nick, 0), (raj, 0), (maya, 1)):
        await person.runs("/practice", "search")
        form = await person.form()
        assert ("ten dollars" in words(form)) == sees
        for typed in ("tablet", "mission", "young"):
            assert len(await person.searches(form, search_words.SUGGEST, typed)) == sees
        await person.enters(form, search_words.TYPED, SECRET)
        assert ("ten dollars" in words(await person.form())) == sees


async def test_nobody_is_shown_it_as_a_near_duplicate(
    day: Day, draft: Practice, nick: Person
) -> None:
    await known(day)
    await saves(nick)
    assert len(await kept(day, Practice)) == 2
    assert await untouched(day, draft)


async def test_a_button_with_its_id_does_nothing_to_it_and_says_nothing_of_it(
    day: Day, draft: Practice, nick: Person, raj: Person
) -> None:
    for person in (nick, raj):
        await saves(person, OUTAGE)
        message = await finds(person, "ramona")
        chosen = [(wire.MENU, wire.choice_value(choice, draft.id, 1)) for choice in Choice]
        for action, value in (*((each, str(draft.id)) for each in BUTTONS), *chosen):
            await presses(person, message, action, value)
            assert NOT_HERE in (await person.private())[-1], value
            assert await person.modal() is None
        assert SECRET not in str(await person.private())
    assert await untouched(day, draft)


async def test_a_form_with_its_id_does_nothing_to_it(
    day: Day, draft: Practice, raj: Person
) -> None:
    own = await saves(raj, OUTAGE)
    message = await finds(raj, "ramona")
    await presses(raj, message, wire.EDIT, str(own.id))
    assert "errors" in await sends(raj, str(Editing(draft.id, 1)), what_worked="Mine now.")
    await presses(raj, message, wire.REFUSE, str(own.id))
    assert "errors" in await sends(raj, str(Refusing(draft.id, raj.pod)), word="old")
    assert await untouched(day, draft)


@pytest.mark.parametrize("instead", [Instead.MERGE, Instead.LINK])
async def test_nothing_is_merged_into_it_or_linked_to_it(
    day: Day, draft: Practice, raj: Person, instead: Instead
) -> None:
    await saves(raj, OUTAGE)
    await known(day)
    await raj.runs("/practice", "new")
    assert await raj.sends(await raj.form(), **OUTAGE) == {}
    view = day.trial.workspace.state.modals.top(raj.user)
    assert view is not None
    (menu,) = (each for each in view.body["blocks"] if each.get("block_id") == wire.INSTEAD)
    for option in menu["element"]["options"]:
        option["value"] = option["value"].split(":")[0] + f":{draft.id}"
    before = len(await kept(day, Practice))
    answer = await raj.submits(await raj.form(), **OUTAGE, instead=f"{instead}:{draft.id}")
    assert "errors" in answer
    assert len(await kept(day, Practice)) == before
    assert await untouched(day, draft)


async def test_claiming_to_have_seen_it_shows_nothing_of_it(
    day: Day, draft: Practice, raj: Person
) -> None:
    await raj.runs("/practice", "new")
    await sends(raj, wire.from_value(From(there=raj.pod, seen=(draft.id,))), **TABLET)
    assert len(await kept(day, Practice)) == 2
    assert await untouched(day, draft)
