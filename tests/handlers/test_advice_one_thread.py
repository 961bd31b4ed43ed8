"""Presses on what several who ask the same share: each means the presser's own ask."""

from typing import Any

import pytest

from bot.advice import words
from bot.text.kit import Card
from handlers import advice
from handlers.payloads import Command, Press, Submission
from storage.advice import Ask, AskState
from storage.database import Database
from tests.bot.advice.alike import Outage, outage
from tests.bot.advice.scene import HOME, QUESTION, who


@pytest.fixture
async def scene(database: Database) -> Outage:
    return await outage(database)


async def press(scene: Outage, user: str, action: str, value: str, at: Ask | None = None) -> Any:
    ts = at.card_ts if at else None
    url = "https://hooks.test/2"
    pressed = Press(scene.delivery(), who(user), action, value, "1", HOME, ts, url)
    return await advice.routes(scene.service).actions[action](pressed)


async def test_the_command_answers_where_one_stands_and_its_buttons_work(scene: Outage) -> None:
    await scene.first()
    routes = advice.routes(scene.service)
    asked = Command(
        scene.delivery(), who("UNICK"), "/advise", QUESTION, HOME, "https://hooks.test/1", "1"
    )

    told = await routes.commands["/advise"](asked)

    assert isinstance(told, Card)
    buttons = {e["text"]["text"]: e for b in told.blocks for e in b.get("elements", ())}
    different = buttons["Mine is different"]
    said = await press(scene, "UNICK", different["action_id"], different["value"])
    assert said.text.startswith("Your question has a card of its own now")
    ended = buttons["Call ended"]
    form = await press(scene, "UNICK", ended["action_id"], ended["value"])
    assert form["type"] == "modal"


async def test_what_stands_under_more_is_said_of_ones_own(scene: Outage) -> None:
    first = await scene.first()
    nick, _ = await scene.joins("UNICK")
    chosen = words.more_value(words.More.WITHDRAW, first)

    await press(scene, "UNICK", words.MORE, chosen, first)

    assert (await scene.get(nick)).state is AskState.WITHDRAWN
    assert (await scene.get(first)).state is AskState.OPEN


async def test_mine_is_different_stands_under_more_once_others_ask_the_same(
    scene: Outage,
) -> None:
    first = await scene.first()
    nick, _ = await scene.joins("UNICK")
    chosen = words.more_value(words.More.DIFFERENT, first)

    said = await press(scene, "UMAYA", words.MORE, chosen, first)

    assert said.text == "This thread is yours alone now. The others go on at a card of their own."
    assert (await scene.get(nick)).joined_to is None


async def test_a_form_opened_on_the_shared_card_ends_ones_own_call(scene: Outage) -> None:
    first = await scene.first()
    nick, _ = await scene.joins("UNICK")
    form = await press(scene, "UNICK", words.CALL_BACK, str(first.id), first)

    values = {words.OUTCOME: words.Outcome.NOTHING_OWED.value}
    meta = form["private_metadata"]
    sent = Submission(scene.delivery(), who("UNICK"), words.CALL_ENDED_FORM, values, meta, "V1")
    await advice.routes(scene.service).views[words.CALL_ENDED_FORM](sent)

    assert (await scene.get(nick)).state is AskState.NOTHING_OWED
    assert (await scene.get(first)).state is AskState.OPEN
