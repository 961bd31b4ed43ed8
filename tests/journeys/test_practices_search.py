"""The search form as people use it: words, filters, what they find, and the way on from there."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.practices import search_words as wire
from bot.practices import words as practice_words
from bot.workspace.visitor import buttons, words
from storage.practices import Gap
from tests.journeys.people import Day, Person
from tests.waiting import PATIENCE

pytestmark = pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)

TABLET = {
    "situation": "A young man leaves on a two-year mission and keeps no phone.",
    "what_worked": "Move his number to a tablet line; the family keeps it for ten dollars.",
}
OUTAGE = {
    "situation": "Outage with a known cause: no service, and customers ask when it is over.",
    "what_worked": "Say the cause, who is on it, and the hour; then offer a text.",
}
DRAFT = "A young man leaves on a two-year mission and keeps no phone"
FORGET = "Forget it with them before they leave the store."


async def saves(person: Person, typed: Mapping[str, str], **more: str) -> None:
    """By `/practice new`; from then on it is found."""
    await person.runs("/practice", "new")
    assert await person.sends(await person.form(), **typed, **more) == {}
    await asyncio.wait_for(person.day.trial.podline.finder.settled(), PATIENCE)


async def opens(person: Person, typed: str = "") -> dict[str, Any]:
    """By `/practice`, or by `/practice search` and words."""
    await person.runs("/practice", f"search {typed}" if typed else "")
    return await person.form()


async def enters(person: Person, typed: str) -> dict[str, Any]:
    """Words into the form that is open, and Enter."""
    await person.enters(await person.form(), wire.TYPED, typed)
    return await person.form()


async def clicks(person: Person, label: str) -> dict[str, Any]:
    """In the form that is open, once it was painted; what stands there then."""
    await person.clicks_in(label, await person.form())
    return await person.form()


async def suggested(person: Person, place: dict[str, Any], typed: str) -> list[str]:
    """What the menu offers for what is typed so far."""
    offered = await person.searches(place, wire.SUGGEST, typed)
    return [each["text"]["text"] for each in offered]


async def gaps(day: Day) -> int:
    async with day.trial.podline.database.read() as session:
        return await session.scalar(select(func.count()).select_from(Gap)) or 0


async def test_practice_alone_opens_the_search_with_the_newest_first(
    day: Day, maya: Person, nick: Person
) -> None:
    await saves(maya, OUTAGE)
    await saves(maya, TABLET)
    shown = words(await opens(nick))
    assert shown.index("The newest first.") < shown.index("tablet line")
    assert shown.index("tablet line") < shown.index("Say the cause")


async def test_words_and_enter_repaint_the_form_in_its_place(
    day: Day, maya: Person, nick: Person
) -> None:
    await saves(maya, OUTAGE)
    await saves(maya, TABLET)
    opened = await opens(nick)
    found = await enters(nick, "outage over")
    assert found["id"] == opened["id"]
    shown = words(found)
    assert "The newest first." not in shown
    assert shown.index("Say the cause") < shown.find("tablet line") or "tablet" not in shown
    assert "shared · Maya R. · today" in shown


async def test_an_enter_that_slack_limits_is_shown_a_moment_later(
    day: Day, maya: Person, nick: Person
) -> None:
    await saves(maya, OUTAGE)
    await opens(nick)
    await day.fault("views.update", "429", seconds=1)
    assert "Say the cause" in words(await enters(nick, "outage over"))
    assert len(await day.calls("views.update")) == 2


async def test_an_enter_that_slack_limits_for_long_says_so(
    day: Day, maya: Person, nick: Person
) -> None:
    await saves(maya, OUTAGE)
    form = await opens(nick)
    await day.fault("views.update", "429", seconds=2 * PATIENCE)
    told = await enters(nick, "outage over")
    assert told["id"] != form["id"]
    assert "Please try once more in a moment." in words(told)


async def test_the_button_searches_in_earnest_as_enter_does(day: Day, nick: Person) -> None:
    assert await nick.sends(await opens(nick), **{wire.TYPED: "eclipse glasses"}) == {}
    assert "No practice fits “eclipse glasses” yet." in words(await nick.form())
    assert await gaps(day) == 1
    assert "It is noted as a gap" in words(await enters(nick, "fax line for a doctor"))
    assert await gaps(day) == 2


async def test_filters_narrow_at_once_are_cleared_together_and_make_no_gap(
    day: Day, maya: Person, nick: Person
) -> None:
    await saves(maya, TABLET)
    await opens(nick)
    assert "tablet line" in words(await enters(nick, "two-year mission number"))
    await clicks(nick, "Filters")
    assert "with these filters" in words(await clicks(nick, "Verified"))
    again = await clicks(nick, "Clear filters")
    assert "tablet line" in words(again)
    assert await gaps(day) == 0


async def test_words_that_stand_there_count_with_a_filter_though_nobody_pressed_enter(
    day: Day, maya: Person, nick: Person
) -> None:
    await saves(maya, TABLET)
    form = await clicks_filters(nick)
    where = {"container": {"type": "view", "view_id": form["id"]}}
    menu = next(b for b in form["blocks"] if b["block_id"].startswith(wire.FILTERS))
    topic = next(each for each in menu["elements"] if each["action_id"] == wire.STATE)
    shared = next(each for each in topic["options"] if each["value"] == "shared")
    await nick.act(
        "press",
        **where,
        block_id=menu["block_id"],
        action_id=wire.STATE,
        action={"type": "static_select", "selected_option": shared},
        values={wire.TYPED: {wire.TYPED: {"type": "plain_text_input", "value": "quantum"}}},
    )
    assert "“quantum”" in words(await nick.form())
    assert await gaps(day) == 0


async def clicks_filters(person: Person) -> dict[str, Any]:
    await opens(person)
    return await clicks(person, "Filters")


async def test_a_colleague_and_a_pod_narrow_it_too(
    day: Day, maya: Person, nick: Person, raj: Person
) -> None:
    await saves(maya, OUTAGE, shown_to="company")
    await saves(raj, TABLET, shown_to="company")
    form = await clicks_filters(nick)
    (detroit,) = [
        each for each in await nick.searches(form, wire.POD, "det") if each["value"] != wire.ANY
    ]
    await nick.chooses(form, wire.POD, detroit)
    shown = words(await nick.form())
    assert ("tablet line" in shown, "Say the cause" in shown) == (True, False)
    form = await clicks(nick, "Clear filters")
    menu = next(b for b in form["blocks"] if b["block_id"].startswith(wire.FILTERS))
    await nick.act(
        "press",
        container={"type": "view", "view_id": form["id"]},
        block_id=menu["block_id"],
        action_id=wire.AUTHOR,
        action={"type": "users_select", "selected_user": maya.user},
    )
    shown = words(await nick.form())
    assert ("tablet line" in shown, "Say the cause" in shown) == (False, True)


async def test_a_suggestion_while_typing_shows_that_practice_on_top(
    day: Day, maya: Person, nick: Person
) -> None:
    await saves(maya, TABLET)
    form = await opens(nick)
    (option,) = await nick.searches(form, wire.SUGGEST, "two-year miss")
    assert option["description"]["text"] == "shared"
    await nick.chooses(form, wire.SUGGEST, option)
    shown = await nick.form()
    assert shown["previous_view_id"] == form["id"]
    assert TABLET["what_worked"] in words(shown)
    assert await gaps(day) == 0


async def test_what_is_typed_is_looked_for_within_the_filters_of_the_form(
    day: Day, maya: Person, nick: Person
) -> None:
    await saves(maya, TABLET)
    form = await clicks_filters(nick)
    assert len(await suggested(nick, form, "mission")) == 1
    assert await suggested(nick, await clicks(nick, "Verified"), "mission") == []


async def test_nobody_is_offered_what_they_may_not_see(
    day: Day, maya: Person, nick: Person, raj: Person
) -> None:
    await saves(maya, TABLET, shown_to="draft")
    await saves(maya, OUTAGE, shown_to="pod")
    assert (await suggested(maya, await opens(maya), "mission"))[0] == DRAFT
    for typed in ("mission", "outage"):
        assert DRAFT not in await suggested(nick, await opens(nick), typed)
    assert len(await suggested(nick, await opens(nick), "outage")) == 1
    for typed in ("outage", "mission", "%%", "' OR 1=1 --", "a*"):
        assert await suggested(raj, await opens(raj), typed) == []
    assert "There is no practice here yet." in words(await opens(raj))


async def test_home_finds_while_one_types_and_opens_the_search(
    day: Day, maya: Person, nick: Person
) -> None:
    await saves(maya, TABLET)
    home = await nick.opens_their_home()
    (option,) = await nick.searches(home, wire.SUGGEST, "tabl")
    await nick.chooses(home, wire.SUGGEST, option)
    assert TABLET["what_worked"] in words(await nick.form())
    await nick.clicks_in("Search", home)
    assert "The newest first." in words(await nick.form())


async def test_what_was_found_leads_on_to_the_search_with_its_words(
    day: Day, maya: Person, nick: Person
) -> None:
    await saves(maya, TABLET)
    await nick.runs("/practice", "two-year mission")
    found = [one for one in await nick.messages(nick.pod) if one["ephemeral"]][-1]
    await nick.clicks("Search further", found)
    form = await nick.form()
    assert form["blocks"][0]["element"]["initial_value"] == "two-year mission"
    assert "tablet line" in words(form)
    assert await gaps(day) == 0


async def test_use_and_more_lead_on_as_far_as_slack_stacks_modals(
    day: Day, maya: Person, nick: Person
) -> None:
    """Three are the most; what comes then takes the place of the third."""
    await saves(maya, TABLET)
    await opens(nick)
    assert buttons((await nick.form())["blocks"])[-2:] == ["Use on this call", "More"]
    whole = await clicks(nick, "More")
    assert whole["callback_id"] == practice_words.WHOLE
    used = await clicks(nick, "Use on this call")
    assert "Only you see this." in words(used)
    again = await clicks(nick, "More")
    assert again["callback_id"] == practice_words.WHOLE
    assert again["id"] == used["id"]


async def test_a_new_practice_from_the_search_begins_with_its_words_and_is_told_in_the_channel(
    day: Day, nick: Person
) -> None:
    await opens(nick)
    await enters(nick, "fax line")
    form = await clicks(nick, "Save a practice")
    assert form["callback_id"] == practice_words.SAVE_FORM
    assert form["blocks"][0]["element"]["initial_value"] == "fax line"
    assert await nick.sends(form, what_worked=FORGET) == {}
    assert "Saved." in (await nick.private())[-1]
    assert (await nick.form())["callback_id"] == wire.FORM


async def test_customers_data_is_masked_before_the_form_keeps_it(day: Day, nick: Person) -> None:
    await opens(nick)
    form = await enters(nick, "refund to 4111 1111 1111 1111")
    assert "1111" not in str(form["blocks"])
    assert "[card number]" in words(form)


@pytest.mark.parametrize(
    "typed", ['"', "a", "🔥🔥", "NEAR(", "x' OR 1=1 --", "%_%", "*:*", "مرحبا 客户", "<!channel>"]
)
async def test_whatever_is_typed_is_answered(day: Day, maya: Person, typed: str) -> None:
    await saves(maya, TABLET)
    form = await opens(maya)
    if len(typed) > 1:
        await suggested(maya, form, typed)
    shown = await enters(maya, typed)
    assert shown["id"] == form["id"]
    assert "<!channel>" not in words(shown)
