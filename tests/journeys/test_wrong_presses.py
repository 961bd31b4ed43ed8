"""Pressed twice, too late, by the wrong person, or on what an older version left behind."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.provisioning import open_provisioning
from bot.workspace.visitor import Refused, buttons, words
from tests.journeys.people import Day, Person

pytestmark = pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)
ANSWER = "Fire near Ramona took two sites down."


async def _press(person: Person, message: dict[str, object], **changed: str) -> None:
    """A press as an older card's button would send it: the card is put back for a moment."""
    channel = person.day.trial.workspace.state.channels.find(person.pod)
    assert channel is not None
    stored = channel.log.by_ts[str(message["ts"])]
    shown, stored.blocks = stored.blocks, [json.loads(json.dumps(message["blocks"]))[-1]]
    button = stored.blocks[0]["elements"][0] | changed
    stored.blocks[0]["elements"][0] = button
    try:
        await person.presses(
            message | {"blocks": stored.blocks}, button["text"]["text"], person.pod
        )
    finally:
        stored.blocks = shown
    await person.day.quiet()


async def test_accepted_twice_is_accepted_once(day: Day, maya: Person, dan: Person) -> None:
    card = await maya.asks()
    await dan.writes(ANSWER, card)
    card = await maya.again(card)
    before = await day.bells()
    await asyncio.gather(*(maya.presses(card, "This worked", maya.pod) for _ in range(2)))
    await day.quiet()
    assert words(await maya.again(card)).startswith("✅")
    assert await day.bells() == before


async def test_a_claim_on_a_settled_card_is_refused(day: Day, maya: Person, dan: Person) -> None:
    card = await maya.asks()
    await maya.clicks("Take the question back", card)
    await _press(dan, card)
    assert "settled already" in (await dan.private())[-1]
    assert "taken back" in words(await maya.again(card))


async def test_an_asker_cannot_claim_their_own_question(day: Day, maya: Person) -> None:
    card = await maya.asks()
    await maya.clicks("I've got this", card)
    assert "This is your own question" in (await maya.private())[-1]
    await maya.clicks("Answer", card)
    assert await maya.modal() is None


async def test_only_the_claimer_takes_more_time(
    day: Day, maya: Person, dan: Person, nick: Person
) -> None:
    card = await maya.asks()
    await dan.clicks("I've got this", card)
    card = await maya.again(card)
    await nick.clicks("Dan K.: 2 more minutes", card)
    assert "has this one" in (await nick.private())[-1]
    await nick.clicks("Back to the pod", card)
    assert "Dan K. is on it" in words(await maya.again(card))


async def test_somebody_of_another_pod_may_not_claim(day: Day, maya: Person, raj: Person) -> None:
    card = await maya.asks()
    await maya.act("invite", channel=maya.pod, users=[raj.user])
    await raj.clicks("I've got this", card, maya.pod)
    assert "belongs to another pod" in (await raj.private())[-1]
    assert "I've got this" in buttons((await maya.again(card))["blocks"])


async def test_undo_that_comes_too_late_says_so(day: Day, maya: Person) -> None:
    card = await maya.asks()
    await maya.clicks("Take the question back", card)
    undo = await maya.again(card)
    await day.passes(11)
    await _press(maya, undo)
    assert "too late to undo" in (await maya.private())[-1]


async def test_an_unknown_action_of_an_older_version_says_how_to_go_on(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    await _press(dan, card, action_id="advice.grab_v0")
    assert "/advise" in (await dan.private())[-1]


@pytest.mark.parametrize("value", ["", "4471", "0197c1f0-0000-7000-8000-000000000000", "x" * 2000])
async def test_a_value_that_means_nothing_any_more_says_how_to_go_on(
    day: Day, maya: Person, dan: Person, value: str
) -> None:
    card = await maya.asks()
    await _press(dan, card, value=value or " ")
    assert "/advise" in (await dan.private())[-1]
    assert "I've got this" in buttons((await maya.again(card))["blocks"])


async def test_a_stale_form_says_so_and_keeps_what_was_typed(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    await dan.clicks("Answer", card)
    form = await dan.form()
    await maya.clicks("Take the question back", card)
    errors = await dan.sends(form, say_now="Back by tonight.")
    assert "settled already" in errors["say_now"]
    assert await dan.modal() is not None


async def test_a_form_that_is_gone_is_refused_by_slack(day: Day, maya: Person) -> None:
    await maya.runs("/advise")
    form = await maya.form()
    await maya.sends(form, question="No service in Ramona?")
    assert await maya.modal() is None
    with pytest.raises(Refused, match="view_not_found"):
        await maya.submits(form, question="No service in Ramona?")


async def test_whoever_left_the_roster_is_told_whom_to_see(
    day: Day, maya: Person, dan: Person, roster: Path
) -> None:
    card = await maya.asks()
    file = roster / "san-diego.toml"
    kept = [line for line in file.read_text().splitlines(keepends=True) if "dan.k" not in line]
    file.write_text("".join(kept))
    clock = Clock(day.trial.time)
    async with open_provisioning(day.trial.settings, clock, roster) as provisioning:
        await provisioning.apply(await provisioning.plan())
    await day.quiet()
    await dan.clicks("I've got this", card)
    assert "not in a pod" in (await dan.private())[-1]
    assert "I've got this" in buttons((await maya.again(card))["blocks"])
    await day.passes(120)
    assert f"<@{dan.user}>" not in str(await maya.thread(card))


async def test_a_card_of_an_asker_who_left_can_still_be_settled_by_a_coach(
    day: Day, maya: Person, grace: Person, roster: Path
) -> None:
    card = await maya.asks()
    file = roster / "san-diego.toml"
    kept = [line for line in file.read_text().splitlines(keepends=True) if "maya" not in line]
    file.write_text("".join(kept))
    clock = Clock(day.trial.time)
    async with open_provisioning(day.trial.settings, clock, roster) as provisioning:
        await provisioning.apply(await provisioning.plan())
    await grace.clicks("Take the question back", card)
    assert "taken back" in words(await grace.again(card))
