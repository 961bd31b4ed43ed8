"""Asks meet alerts: the facts at once, call-backs at the end, and what it was like."""

from typing import Any

import pytest

from bot.workspace.visitor import labels, words
from tests.journeys.people import Day, Person, calls_for_help

ASKED = "No service in Ramona since this morning, is there an outage?"
CUT = "Fiber cut near Ramona, ETA 2 h"
FACTS = "Network outage"
pytestmark = pytest.mark.parametrize("upgraded_url", ["sqlite", "postgresql"], indirect=True)


async def _posts(luis: Person) -> dict[str, Any]:
    await luis.runs("/alert", CUT)
    assert await luis.sends(await luis.form(), kind="network_outage") == {}
    return await luis.card("Fiber cut")


async def _asks(person: Person, question: str = ASKED) -> dict[str, Any]:
    """A channel takes one message a second, and the clock stands still."""
    await person.runs("/advise", question)
    await person.day.passes(3)
    return await person.card(question[:20])


async def _whisper(person: Person) -> dict[str, Any]:
    told = [one for one in await person.messages(person.pod) if one["ephemeral"]]
    return next(one for one in reversed(told) if FACTS in words(one))


async def _promises(person: Person, card: dict[str, Any], **typed: str) -> None:
    await person.clicks("Call ended", card)
    at = str(person.day.at(2 * 3600))
    sent = await person.sends(await person.form(), outcome="call_back", call_back_at=at, **typed)
    assert sent == {}


async def test_who_asks_about_what_goes_on_reads_its_facts_at_once(
    day: Day, luis: Person, maya: Person, nick: Person
) -> None:
    alert = await _posts(luis)
    card = await _asks(maya)
    told = await _whisper(maya)
    assert "Fiber cut near Ramona." in words(told)
    assert "Until about 12:4" in words(told)
    assert "One way to say it: “" in words(told)
    assert labels(told["blocks"]) == ["This is it", "Not this", "Open the alert"]
    (line,) = await nick.thread(card)
    assert FACTS in words(line)
    assert "may be what this is about" in words(line)
    assert not [bell for bell in await maya.mentions() if "may be what" in bell]

    await maya.clicks("This is it", told)
    assert "nobody is called for your question" in (await maya.private())[-1]
    assert labels((await _whisper(maya))["blocks"]) == labels(told["blocks"])
    await day.passes(300)
    assert "1 related ask" in words(await nick.again(alert))

    other = await _asks(nick, "Customer in Ramona with no signal, outage?")
    await nick.clicks("Not this", await _whisper(nick))
    assert "yours is something else" in (await nick.private())[-1]
    assert "something else than the alert" in words((await maya.thread(other))[-1])
    before = await maya.private()
    await _asks(maya, "Customer was charged twice for October")
    assert await maya.private() == before


async def test_for_whoever_says_that_it_is_the_alert_nobody_is_called_until_they_need_help(
    day: Day, luis: Person, maya: Person, theo: Person
) -> None:
    await _posts(luis)
    card = await _asks(maya)
    await maya.clicks("This is it", await _whisper(maya))
    await day.passes(600)
    assert "nobody is called" in words(await theo.again(card))
    assert calls_for_help(await theo.thread(card)) == []

    await maya.clicks("Still need help", await maya.again(card))
    await day.passes(5)
    assert "nobody is called" not in words(await theo.again(card))
    assert len(calls_for_help(await theo.thread(card))) == 1


async def test_who_takes_it_back_that_it_is_the_alert_has_the_pod_called(
    day: Day, luis: Person, maya: Person, theo: Person
) -> None:
    await _posts(luis)
    card = await _asks(maya)
    await maya.clicks("This is it", await _whisper(maya))
    await day.passes(600)
    await maya.clicks("Not this", await _whisper(maya))
    await day.passes(5)
    assert "nobody is called" not in words(await theo.again(card))
    assert len(calls_for_help(await theo.thread(card))) == 1


async def test_who_asked_before_it_was_announced_is_called_by_name_once(
    day: Day, luis: Person, maya: Person, nick: Person
) -> None:
    card = await _asks(maya)
    bill = await _asks(nick, "Customer was charged twice for October")
    await _posts(luis)
    await day.passes(10)
    told = [one for one in await maya.thread(card) if FACTS in words(one)]
    assert len(told) == 1
    assert "Fiber cut near Ramona." in words(told[0])
    assert len([bell for bell in await maya.mentions() if FACTS in bell]) == 1
    assert not [one for one in await nick.thread(bill) if FACTS in words(one)]

    await nick.clicks("This is it", told[0])
    assert "Only whoever asked can say that." in (await nick.private())[-1]
    await maya.clicks("Not this", told[0])
    await luis.clicks("Update", await luis.card("Fiber cut"))
    assert await luis.sends(await luis.form(), what="Calls fail, too.") == {}
    await day.passes(10)
    assert len([one for one in await maya.thread(card) if FACTS in words(one)]) == 1


async def test_at_the_all_clear_who_owes_a_call_gets_the_list_with_the_cases(
    day: Day, luis: Person, maya: Person, nick: Person
) -> None:
    alert = await _posts(luis)
    await _promises(maya, await _asks(maya), case="4471")
    again = "Another one in Ramona without service, outage?"
    await _promises(maya, await _asks(maya, again), case="CS-2025-004471")
    await _asks(nick, "Ramona again: no signal, is there an outage?")
    await luis.clicks("All clear", await luis.again(alert))
    assert await luis.sends(await luis.form(), end_words="Service is back.") == {}
    await day.passes(5)
    over = [words(one) for one in await maya.messages(maya.pod)]
    assert any("All clear" in one and "2 call-backs are open." in one for one in over)
    assert not [one for one in await nick.direct() if "It is over" in one]
    (mine,) = [one for one in await maya.direct() if "It is over" in one]
    assert "You promised 2 customers a call." in mine
    assert "*Case 4471* · by" in mine
    assert "*Case CS-2025-004471* · by" in mine
    assert any("You promised 2 customers a call" in bell for bell in await maya.bells())

    app = day.trial.workspace.state.app
    direct = (await maya.act("dm", user=app.user))["channel"]
    listed = next(one for one in await maya.messages(direct) if "It is over" in words(one))
    await maya.clicks("Done", listed, direct)
    assert words(await maya.opens_their_home()).count("📞") == 1


async def test_after_the_end_the_report_says_what_it_was_like(
    day: Day, luis: Person, maya: Person
) -> None:
    await _promises(maya, await _asks(maya), case="4471")
    await day.passes(7 * 60)
    alert = await _posts(luis)
    await day.passes(3600)
    await luis.clicks("All clear", await luis.again(alert))
    assert await luis.sends(await luis.form(), end_words="Service is back.") == {}
    await luis.runs("/alert", "report")
    said = (await luis.private())[-1]
    assert "It lasted 1 h" in said
    assert "1 question was about it. It was announced 7 min after the first question." in said
    assert "Call-backs: 1 promised, 0 kept, 1 open. Open with Maya R. (1)." in said

    await maya.clicks("Report", await maya.again(alert))
    plain = (await maya.private())[-1]
    assert "Call-backs: 1 promised, 0 kept, 1 open." in plain
    assert "Open with" not in plain
