"""Practices as people live with them: found, doubted, filled in, changed by two, and taken back."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from bot.practices import words as wire
from bot.workspace.visitor import labels, words
from tests.journeys.people import Day, Person
from tests.waiting import PATIENCE

pytestmark = pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)

ANSWER = "Fire near Ramona took two sites down; crews are on site; say about 24 hours."
TABLET = {
    "situation": "A young man leaves on a two-year mission and keeps no phone.",
    "what_worked": "Move his number to a tablet line; the family keeps it for ten dollars.",
    "say_it": "He can keep his number while he is away.",
}


async def _saves(person: Person, typed: Mapping[str, str] = TABLET, **more: str) -> None:
    """By `/practice new`."""
    await person.runs("/practice", "new")
    assert await person.sends(await person.form(), **typed, **more) == {}


async def _finds(person: Person, typed: str) -> dict[str, Any]:
    """What `/practice` shows them alone, once what was saved is known to the search."""
    await asyncio.wait_for(person.day.trial.podline.finder.settled(), PATIENCE)
    await person.runs("/practice", typed)
    return await _whisper(person)


async def _whisper(person: Person, thread: str | None = None) -> dict[str, Any]:
    """The newest message that only they see."""
    shown = await person.messages(person.pod, thread)
    return [one for one in shown if one["ephemeral"]][-1]


async def test_what_it_did_for_colleagues_stands_in_its_authors_home_and_in_the_top(
    day: Day, maya: Person, nick: Person
) -> None:
    await _saves(maya)
    await nick.clicks("Helped", await _finds(nick, "mission keep number"))
    home = words(await maya.opens_their_home())
    assert "Yours were used once by colleagues, and helped once." in home
    await nick.runs("/practice", "top")
    assert "helped once · Maya R." in (await nick.private())[-1]


async def test_without_an_open_question_it_is_for_the_rep_alone(
    day: Day, maya: Person, nick: Person
) -> None:
    await _saves(maya)
    await nick.clicks("Use on this call", await _finds(nick, "tablet for a mission"))
    shown = (await nick.private())[-1]
    assert "Only you see this" in shown
    assert TABLET["say_it"] in shown


async def test_more_shows_the_whole_of_it(day: Day, maya: Person, nick: Person) -> None:
    await _saves(maya)
    await nick.clicks("More", await _finds(nick, "mission"))
    shown = words(await nick.form())
    for told in (*TABLET.values(), "saved by Maya R. · today"):
        assert told in shown


async def test_wrong_or_old_asks_one_word_and_tells_its_owner(
    day: Day, maya: Person, nick: Person
) -> None:
    await _saves(maya)
    found = await _finds(nick, "mission")
    await nick.clicks("Wrong or old", found)
    assert await nick.sends(await nick.form(), word="old", why="Tablets cost 15 now.") == {}
    assert f"We told <@{maya.user}>." in (await nick.private())[-1]
    assert "Tablets cost 15 now." in (await maya.direct())[-1]


async def test_its_owner_says_that_it_still_holds(day: Day, maya: Person, nick: Person) -> None:
    await _saves(maya)
    await nick.clicks("Wrong or old", await _finds(nick, "mission"))
    await nick.sends(await nick.form(), word="wrong")
    app = day.trial.workspace.state.app
    channel = (await maya.act("dm", user=app.user))["channel"]
    told = (await maya.messages(channel))[-1]
    await maya.clicks("It still holds", told, there=channel)
    (*_, told) = await maya.messages(channel)
    assert words(told).startswith("You said that it still holds: “A young man")
    assert "It still holds" not in str(told["blocks"])


async def test_nothing_found_is_said_and_kept_for_whoever_can_fill_it(
    day: Day, maya: Person, grace: Person
) -> None:
    found = await _finds(maya, "fax line for a doctor")
    assert "No practice fits “fax line for a doctor” yet." in words(found)
    await maya.clicks("Ask the pod", found)
    assert "fax line for a doctor" in str((await maya.form())["blocks"])
    await grace.runs("/practice", "gaps")
    gaps = await _whisper(grace)
    assert "“fax line for a doctor” · once · today" in words(gaps)
    await grace.clicks("Fill it", gaps)
    worked = "Sell the fax adapter; it needs its own port."
    assert await grace.sends(await grace.form(), what_worked=worked) == {}
    assert words(await _finds(maya, "fax for a doctor")).startswith(worked)
    await grace.runs("/practice", "gaps")
    assert "Whatever was looked for lately was found." in (await grace.private())[-1]


async def test_gaps_are_for_coaches(day: Day, maya: Person) -> None:
    await maya.runs("/practice", "gaps")
    assert "Only coaches, specialists" in (await maya.private())[-1]


async def test_a_draft_is_found_by_its_author_alone_until_they_share_it(
    day: Day, maya: Person, nick: Person
) -> None:
    await _saves(maya, shown_to="draft")
    assert "No practice fits" in words(await _finds(nick, "mission"))
    await maya.clicks("More", await _finds(maya, "mission"))
    await maya.clicks_in("Share it", await maya.form())
    assert "shared" in words(await maya.form())
    assert TABLET["what_worked"][:20] in words(await _finds(nick, "mission"))


async def test_near_duplicates_stand_side_by_side_before_a_second_one_is_made(
    day: Day, maya: Person, nick: Person
) -> None:
    await _saves(maya)
    await nick.runs("/practice", "new")
    again = TABLET | {"say_it": "Your number waits for you."}
    assert await nick.sends(await nick.form(), **again) == {}
    form = await nick.form()
    assert "This looks like one we have" in words(form)
    assert form["callback_id"] == wire.SAVE_FORM
    await nick.clicks_in("More", form)
    assert (await nick.form())["callback_id"] == wire.WHOLE
    await nick.act("close", view_id=(await nick.form())["id"])
    form = await nick.form()
    chosen = next(each for each in labels(form["blocks"]) if each.startswith("Add how I say it"))
    assert await nick.sends(form, **again, instead=chosen) == {}
    assert "Your way to say it stands in “" in (await nick.private())[-1]
    await maya.clicks("More", await _finds(maya, "mission"))
    shown = words(await maya.form())
    assert TABLET["say_it"] in shown
    assert "Your number waits for you." in shown


async def test_what_became_part_of_another_one_is_still_found_and_shown(
    day: Day, maya: Person, nick: Person
) -> None:
    await _saves(maya)
    again = TABLET | {
        "what_worked": TABLET["what_worked"] + " Ask for the zanzibar form at the mission office."
    }
    await _saves(nick, again)
    assert await nick.sends(await nick.form(), **again) == {}
    assert "What you found is part of this one now" in (await nick.private())[-1]
    found = await _finds(maya, "zanzibar form of the mission office")
    assert words(found).startswith(TABLET["what_worked"])
    await maya.clicks("More", found)
    shown = words(await maya.form())
    assert "Became part of it" in shown
    assert "zanzibar form" in shown


async def test_a_gap_that_is_filled_with_a_way_to_say_it_is_closed(
    day: Day, maya: Person, grace: Person
) -> None:
    await _saves(maya)
    assert "Nothing fits" in words(await _finds(maya, "eclipse glasses"))
    await grace.runs("/practice", "gaps")
    await grace.clicks("Fill it", await _whisper(grace))
    said = TABLET | {"say_it": "He may look through the eclipse glasses."}
    assert await grace.sends(await grace.form(), **said) == {}
    form = await grace.form()
    chosen = next(each for each in labels(form["blocks"]) if each.startswith("Add how I say it"))
    assert await grace.sends(form, **said, instead=chosen) == {}
    await grace.runs("/practice", "gaps")
    assert "Whatever was looked for lately was found." in (await grace.private())[-1]


async def test_what_is_masked_stands_masked_in_the_form_that_comes_again(
    day: Day, maya: Person, nick: Person
) -> None:
    await _saves(maya)
    again = TABLET | {"what_worked": TABLET["what_worked"] + " Card 4111 1111 1111 1111."}
    await _saves(nick, again)
    form = await nick.form()
    assert "is masked" in words(form)
    assert "4111" not in str(form["state"])
    assert await nick.sends(form, instead="Keep both") == {}
    assert "Saved." in (await nick.private())[-1]


async def test_a_coach_verifies_it_and_takes_a_change_back(
    day: Day, maya: Person, grace: Person
) -> None:
    await _saves(maya)
    await grace.clicks("More", await _finds(grace, "mission"))
    await grace.clicks_in("Verify it", await grace.form())
    shown = await grace.form()
    assert "verified" in words(shown)
    assert "verified · Maya R." in words(await _finds(maya, "mission"))
    await grace.clicks_in("Undo the last change", shown)
    assert "shared · Maya R." in words(await _finds(maya, "mission"))


async def test_any_message_can_be_saved_by_its_menu(day: Day, maya: Person, nick: Person) -> None:
    ts = await nick.writes("Hold the *86 key for a minute and voicemail sets itself up again.")
    await maya.uses(wire.FROM_MESSAGE, maya.pod, ts)
    form = await maya.form()
    assert "Hold the *86 key" in str(form["blocks"])
    assert await maya.sends(form, situation="Voicemail is gone after a SIM swap.") == {}
    found = words(await _finds(maya, "voicemail after sim swap"))
    assert found.startswith("Hold the *86 key")
    assert "Nick" in found


async def test_a_bulb_on_any_message_offers_to_save_it(
    day: Day, maya: Person, nick: Person
) -> None:
    card = await maya.asks()
    answer = await nick.writes(ANSWER, card)
    aside = await nick.writes("Voicemail: hold the 1 key for a minute.")
    for ts, said in ((answer, ANSWER), (aside, "hold the 1 key")):
        await maya.reacts(maya.pod, ts, "bulb")
        await day.quiet()
        offer = await _whisper(maya)
        assert "Keep this as a practice" in words(offer)
        await maya.clicks("Save as a practice", offer)
        form = await maya.form()
        assert said in str(form["blocks"])
        assert await maya.sends(form, situation=f"When {ts}") == {}
    assert "Nick P." in words(await _finds(maya, "voicemail hold the 1 key"))


async def test_customers_data_is_masked_before_it_is_kept(day: Day, maya: Person) -> None:
    typed = TABLET | {"what_worked": "Charge card 4111 1111 1111 1111 once, then refund."}
    await _saves(maya, typed)
    found = words(await _finds(maya, "mission"))
    assert "1111" not in found
    assert "then refund" in found


async def test_a_form_without_what_worked_says_so_and_keeps_what_was_typed(
    day: Day, maya: Person
) -> None:
    await maya.runs("/practice", "new")
    errors = await maya.sends(await maya.form(), situation="Something", what_worked=" ")
    assert list(errors) == ["what_worked"]


async def test_another_market_finds_what_is_for_the_company_alone(
    day: Day, maya: Person, raj: Person
) -> None:
    await _saves(maya)
    assert "No practice fits" in words(await _finds(raj, "mission tablet number"))
    await maya.clicks("More", await _finds(maya, "mission"))
    await maya.clicks_in("Change it", await maya.form())
    assert await maya.sends(await maya.form(), shown_to="company") == {}
    assert TABLET["what_worked"][:20] in words(await _finds(raj, "mission tablet number"))


async def test_help_and_nobodys_pod(day: Day, maya: Person, nora: Person) -> None:
    await maya.runs("/practice", "help")
    assert "/practice" in (await maya.private())[-1]
    await nora.runs("/practice", "mission", channel=await nora.channel("general"))
    assert "You are not in a pod yet" in (await nora.private())[-1]
