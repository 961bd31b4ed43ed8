"""An alert as two pods live with it: posted, had, worse, and over."""

from typing import Any

import pytest

from bot.workspace.visitor import labels, words
from tests.journeys.people import Day, Person

# Few are there, so that Detroit takes San Diego's calls beside it.
TWO_PODS = {
    'enough_present = 3\nmembers = [\n  # Leader and coaches\n  { email = "ana': (
        'enough_present = 90\nmembers = [\n  # Leader and coaches\n  { email = "ana'
    )
}
pytestmark = pytest.mark.parametrize("roster", [TWO_PODS], indirect=True)
CUT = "San Diego fiber cut near Ramona, ETA 2 h"


async def _posts(person: Person, typed: str = CUT, **more: Any) -> dict[str, Any]:
    await person.runs("/alert", typed)
    assert await person.sends(await person.form(), **more) == {}
    return await person.card("Fiber cut")


def held(form: dict[str, Any]) -> dict[str, str]:
    """The words that stand in a form, by their fields."""
    inputs = [block for block in form["blocks"] if block["type"] == "input"]
    words = {block["block_id"]: block["element"].get("initial_value", "") for block in inputs}
    return {field: text for field, text in words.items() if text}


async def test_what_is_typed_opens_the_form_and_nothing_goes_out_unseen(
    day: Day, luis: Person, maya: Person
) -> None:
    await luis.runs("/alert", CUT)
    form = await luis.form()
    assert held(form)["headline"] == "Fiber cut near Ramona"
    assert "Nuestros técnicos" in held(form)["say_es"]
    assert not [one for one in await maya.messages(maya.pod) if "Fiber" in words(one)]


async def test_two_pods_have_it_hear_that_it_is_worse_and_that_it_is_over(
    day: Day, luis: Person, maya: Person, raj: Person
) -> None:
    card = await _posts(luis, severity="moderate")
    there = await raj.card("Fiber cut")
    for shown in (card, there):
        assert "🟨 *Network outage* · moderate · San Diego" in words(shown)
        assert "Until about 12:41 PM, San Diego time (their estimate)" in words(shown)

    await maya.clicks("Got it", card)
    assert "Noted that you have it" in (await maya.private())[-1]
    await day.passes(300)
    assert "1 of " in words(await maya.again(card))
    assert "have it" not in words(await raj.again(there))

    await raj.writes("Is Poway part of it?", there)
    await luis.clicks("Update", await maya.again(card))
    assert await luis.sends(await luis.form(), severity="extreme", what="No 911 calls.") == {}
    for person, stands in ((maya, card), (raj, there)):
        (told,) = [one for one in await person.messages(person.pod) if "Now extreme" in words(one)]
        assert told["thread_ts"] == stands["ts"]
        assert "🟪 *Network outage* · extreme" in words(await person.again(stands))
    assert any("Now extreme" in bell for bell in await raj.bells())

    await luis.clicks("All clear", await maya.again(card))
    assert await luis.sends(await luis.form(), end_words="Service is back.") == {}
    for person, stands in ((maya, card), (raj, there)):
        over = "🟩 All clear: network outage, San Diego (Fiber cut near Ramona). Service is back."
        assert over in [words(one) for one in await person.messages(person.pod)]
        again = await person.again(stands)
        assert words(again) == over
        assert labels(again["blocks"]) == ["Report"]
    assert any("All clear" in bell for bell in await raj.bells())


async def test_a_rep_s_draft_is_with_an_expert_and_goes_out_after_one_look(
    day: Day, maya: Person, luis: Person
) -> None:
    await maya.runs("/alert", CUT)
    form = await maya.form()
    assert "Luis O. gets your draft." in words(form)
    assert await maya.sends(form, cause="A digger") == {}
    assert "Luis O. has your draft." in (await maya.private())[-1]
    assert "Maya R. suggests an alert for San Diego" in (await luis.direct())[-1]

    app = day.trial.workspace.state.app
    direct = (await luis.act("dm", user=app.user))["channel"]
    (*_, suggestion) = await luis.messages(direct)
    await luis.clicks("Look it over", suggestion, direct)
    form = await luis.form()
    assert await luis.sends(form) == {}
    assert "A digger." in words(await maya.card("Fiber cut"))
    assert "Luis O. posted what you suggested" in (await maya.direct())[-1]
    taken = "Maya R. suggested this, and Luis O. posted it: Fiber cut near Ramona."
    assert words(await luis.again(suggestion, direct)).startswith(taken)


async def test_a_time_that_nobody_gave_keeps_the_form_open_with_its_words(
    day: Day, luis: Person
) -> None:
    await luis.runs("/alert", "Fiber cut near Ramona")
    errors = await luis.sends(await luis.form(), what="Back in 2 hours.")
    assert "none is given under" in errors["what"]
    assert await luis.sends(await luis.form(), what="No calls.") == {}
    assert "No time yet" in words(await luis.card("Fiber cut"))


async def test_a_kind_that_nobody_can_guess_is_asked_and_brings_its_words(
    day: Day, luis: Person
) -> None:
    await luis.runs("/alert", "Ramona")
    form = await luis.form()
    assert held(form) == {"headline": "Ramona"}
    assert "kind" in await luis.sends(form)
    await luis.clicks_in("Weather", form)
    words_now = held(await luis.form())
    assert words_now["say_en"].startswith("Severe weather near you")
    assert words_now["say_es"].startswith("El mal tiempo")
    assert words_now["headline"] == "Ramona"
    await luis.clicks_in("Other", await luis.form())
    assert held(await luis.form()) == {"headline": "Ramona"}


async def test_two_who_edit_one_field_both_read_both(
    day: Day, luis: Person, ana: Person, maya: Person
) -> None:
    card = await _posts(luis)
    for person in (luis, ana):
        await person.clicks("Update", card)
    luis_form, ana_form = await luis.form(), await ana.form()
    assert await ana.sends(ana_form, cause="A digger", who="A crew") == {}
    assert await luis.sends(luis_form, cause="A flood") == {}
    again = await luis.form()
    assert "Ana R. changed it while you wrote" in words(again)
    assert "Theirs: A digger" in words(again)
    assert await luis.sends(again) == {}
    shown = words(await maya.again(card))
    assert "A flood. A crew." in shown


async def test_it_is_found_on_home_on_the_pod_s_card_and_in_the_list(
    day: Day, luis: Person, maya: Person
) -> None:
    card = await _posts(luis)
    home = await maya.opens_their_home()
    assert "Fiber cut near Ramona." in words(home)
    await maya.clicks_in("Show", home)
    await maya.clicks_in("Got it", await maya.form())
    for command in ("/pod", "/alert"):
        await maya.runs(command, "list" if command == "/alert" else "")
        assert "Fiber cut near Ramona." in (await maya.private())[-1]
    await day.passes(300)
    assert "1 of " in words(await maya.again(card))


async def test_a_message_becomes_an_alert(day: Day, maya: Person, luis: Person) -> None:
    ts = await maya.writes("Power is out all over El Cajon & Santee, three callers.")
    await luis.uses("alerts.from_message", luis.pod, ts)
    form = await luis.form()
    assert await luis.sends(form) == {}
    card = await maya.card("Power is out")
    assert "*Power outage*" in words(card)
    assert "El Cajon &amp; Santee" in words(card)
