"""The way of a talk for two: prepared by a coach, shared, held, and seen by nobody else."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.trial import Setup
from bot.workspace.visitor import words
from tests.journeys.people import Day, Json, Person, open_day

SECRET = "How do you calm a customer who waited?"


@pytest.fixture
async def day(setup: Setup) -> AsyncIterator[Day]:
    async with open_day(replace(setup, huddles=True)) as day:
        yield day


async def dm(person: Person, saying: str) -> tuple[Json, str]:
    """What Podline wrote to them directly, newest first, and where."""
    app = person.day.trial.workspace.state.app
    there = (await person.act("dm", user=app.user))["channel"]
    for message in reversed(await person.messages(there)):
        if saying in words(message):
            return message, there
    raise AssertionError(f"{person.name} was not told {saying!r}")


def seen(view: Json) -> str:
    return words({"blocks": view["blocks"], "text": ""})


async def titled(person: Person, title: str) -> Json:
    view = await person.form()
    assert view["title"]["text"] == title, view["title"]
    return view


async def test_a_coach_and_a_rep_talk_and_nobody_else_hears_of_it(
    day: Day, maya: Person, nick: Person, dan: Person, ana: Person, grace: Person
) -> None:
    card = await nick.asks("Three customers in Ramona have no service. Outage?")
    await maya.writes("Two sites are down until nine; crews are on site.", card)
    await nick.clicks("This worked", await nick.again(card))
    bells = await day.bells()

    await grace.runs("/agenda", f"coach <@{maya.user}|maya>")
    view = await titled(grace, "Talk with Maya R.")
    told = seen(view)
    assert "Only you see this" in told
    assert "Two sites are down until nine" in told
    assert "Nick" not in told, "never who asked"
    assert await grace.sends(view, line=SECRET) == {}
    view = await grace.form()
    assert SECRET in seen(view)
    assert await day.bells() == bells, "until it is shared nobody hears of it"

    await grace.clicks_in("Share with Maya R.", view)
    message, there = await dm(maya, "prepared a talk with you")
    rung = {name: count for name, count in (await day.bells()).items() if count != bells[name]}
    assert [day.users[name] for name in rung] == [maya.user]
    await maya.clicks("Open", message, there)
    hers = await titled(maya, "Talk with Grace W.")
    assert SECRET in seen(hers)
    assert await maya.sends(hers, line="May I learn porting?") == {}
    hers = await maya.form()
    await maya.clicks_in("Talked about", hers)
    assert f"✅ {SECRET}" in seen(await maya.form())

    await grace.runs("/agenda", "coach maya")
    view = await grace.form()
    assert "May I learn porting?" in seen(view)
    await grace.clicks_in("Add an action item", view)
    form = await titled(grace, "Add an action item")
    assert await grace.sends(form, to_do="Listen in on two calls") == {}
    view = await titled(grace, "Talk with Maya R.")
    assert "Listen in on two calls" in seen(view)
    await grace.clicks_in("We talked", view)
    assert "You talked" in seen(await grace.form())

    await maya.runs("/agenda", "coach")
    over = await titled(maya, "Talk with Grace W.")
    assert "Listen in on two calls" in seen(over)
    await maya.clicks("Open", message, there)
    over = await maya.form()
    assert "For your next talk" in seen(over)
    assert "May I learn porting?" in seen(over)

    for other in (ana, nick, dan):
        everything = [words(one) for one in await other.messages(other.pod)]
        everything += await other.direct() + await other.private()
        assert not [one for one in everything if "porting" in one or "calm" in one]


async def test_everybody_else_is_refused_kindly_and_learns_nothing(
    day: Day, maya: Person, nick: Person, grace: Person, raj: Person
) -> None:
    await grace.runs("/agenda", "coach maya")
    await grace.sends(await grace.form(), line=SECRET)
    for typed in (f"<@{maya.user}|maya>", f"<@{grace.user}|grace>", "maya"):
        await nick.runs("/agenda", f"coach {typed}")
        assert "Coaches and the team leader prepare talks" in (await nick.private())[-1]
    await maya.runs("/agenda", f"coach <@{grace.user}|grace>")
    assert "Coaches and the team leader prepare talks" in (await maya.private())[-1]
    await maya.runs("/agenda", "coach")
    assert "No talk is shared with you now" in (await maya.private())[-1]
    assert "Grace" not in "".join(await maya.private())
    for typed, told in (
        (f"<@{raj.user}|raj>", "Raj P. is in another pod"),
        ("<@U0GUEST|gil>", "in no pod now"),
        ("<@U0NOPOD|nora>", "in no pod now"),
        (f"<@{grace.user}|grace>", "That is you"),
        ("zebulon", "Nobody of your pod is called “zebulon”"),
    ):
        await grace.runs("/agenda", f"coach {typed}")
        assert told in (await grace.private())[-1]


async def test_a_coach_who_names_nobody_chooses(day: Day, maya: Person, grace: Person) -> None:
    await grace.runs("/agenda", "coach")
    card = (await grace.messages(grace.pod))[-1]
    assert "Whom do you want to talk with?" in words(card)
    await grace.clicks("Maya Reyes", card)
    await titled(grace, "Talk with Maya R.")
    await grace.runs("/agenda", "coach")
    card = (await grace.messages(grace.pod))[-1]
    await grace.clicks("Open", card)
    await titled(grace, "Talk with Maya R.")


@pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)
async def test_what_was_prepared_survives_a_restart(day: Day, maya: Person, grace: Person) -> None:
    await grace.runs("/agenda", "coach maya")
    await grace.sends(await grace.form(), line=SECRET)
    await day.trial.stop_bot()
    await day.trial.start_bot()
    await grace.runs("/agenda", "coach maya")
    assert SECRET in seen(await grace.form())
