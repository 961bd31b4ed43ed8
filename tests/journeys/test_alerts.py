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


async def test_what_is_typed_opens_the_form_and_nothing_goes_out_unseen(
    day: Day, luis: Person, maya: Person
) -> None:
    await luis.runs("/alert", CUT)
    form = await luis.form()
    held = {
        block["block_id"]: block["element"].get("initial_value")
        for block in form["blocks"]
        if block["type"] == "input"
    }
    assert held["headline"] == "Fiber cut near Ramona"
    assert "Nuestros técnicos" in held["say_es"]
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
        over = "🟩 All clear: network outage, San Diego. Service is back."
        assert over in [words(one) for one in await person.messages(person.pod)]
        again = await person.again(stands)
        assert words(again) == over
        assert labels(again["blocks"]) == []
    assert any("All clear" in bell for bell in await raj.bells())
