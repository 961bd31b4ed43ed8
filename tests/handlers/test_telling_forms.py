"""A form that leads on to another one, a modal that shows what its button changed, and a card
after a reaction.
"""

import json
from typing import Any

import pytest

from bot.text.kit import Card, modal
from handlers.payloads import InPlace, Reaction, Routes, Said, Sent, Shortcut
from tests.handlers import shapes
from tests.handlers.desk import Desk, said

CARD = Card("Keep this?", [{"type": "divider"}])
FORM = modal("form", "Answer", [], submit="Send")


def answering(what: Said) -> Routes:
    async def answer(_: Any) -> Said:
        return what

    return Routes(actions={"go": answer}, shortcuts={"on_message": answer})


async def test_a_form_can_lead_on_to_another_one(desk: Desk) -> None:
    async def send(_: Any) -> Sent:
        return FORM

    response = await desk.serving(Routes(views={"form": send})).send(shapes.submission())
    assert said(response) == {"response_action": "update", "view": FORM}
    assert [name for name, _ in desk.slack.calls if name != "views.publish"] == []


async def test_a_modal_shows_in_its_place_what_its_button_changed(desk: Desk) -> None:
    await desk.serving(answering(InPlace(FORM))).send(shapes.press_in_view("modal"))
    [(name, body)] = [each for each in desk.slack.calls if each[0] != "views.publish"]
    shown = body["view"] if isinstance(body["view"], dict) else json.loads(body["view"])
    assert (name, body["view_id"], shown["callback_id"]) == ("views.update", "V1", "form")


@pytest.mark.parametrize("body", [shapes.press(), shapes.press_in_view("home")])
async def test_elsewhere_it_opens_as_any_other(desk: Desk, body: dict[str, Any]) -> None:
    await desk.serving(answering(InPlace(FORM))).send(body)
    assert "views.open" in [name for name, _ in desk.slack.calls]


async def test_a_card_after_a_reaction_is_whispered_to_whoever_put_it_there(desk: Desk) -> None:
    heard: list[Reaction] = []

    async def hear(reaction: Reaction) -> Said:
        heard.append(reaction)
        return CARD if reaction.added else None

    desk.serving(Routes(reactions=[hear]))
    await desk.send(shapes.reaction("bulb"))
    await desk.send(shapes.reaction("bulb", added=False))
    [body] = desk.slack.called("chat.postEphemeral")
    assert (body["channel"], body["user"], body["text"]) == (
        shapes.CHANNEL,
        shapes.MAYA,
        CARD.text,
    )
    assert len(heard) == 2


@pytest.mark.parametrize(
    ("message", "writer"), [({}, shapes.DAN), ({"bot_id": "B0BOT", "user": shapes.BOT}, None)]
)
async def test_a_shortcut_knows_which_person_wrote_the_message(
    desk: Desk, message: dict[str, str], writer: str | None
) -> None:
    used: list[Shortcut] = []

    async def note(shortcut: Shortcut) -> Said:
        used.append(shortcut)
        return None

    desk.serving(Routes(shortcuts={"on_message": note}))
    await desk.send(shapes.message_shortcut(**message))
    assert [each.message_user for each in used] == [writer]
