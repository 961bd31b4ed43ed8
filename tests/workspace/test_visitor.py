"""A visitor's hands in a form that answers while it is filled in."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import ClientSession
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.workspace.server import Workspace
from bot.workspace.visitor import Refused, Visitor
from tests.workspace.conftest import MAYA, Json, client_of
from tests.workspace.test_modals import modal
from tests.workspace.test_presses import option, plain
from tests.workspace.test_suggestions import field, menu

NOTES = ["No service after a SIM swap", "Wi-Fi calling in Ramona", "No bars at the fairground"]
WORDS = {"type": "plain_text_input", "action_id": "words"}
SEARCH = {
    "type": "input",
    "block_id": "search",
    "label": plain("Words"),
    "element": WORDS,
    "dispatch_action": True,
}


def searching(found: list[str], note: Json) -> Json:
    lines = [{"type": "section", "block_id": one, "text": plain(one)} for one in found]
    return modal("Search", callback_id="search", blocks=[SEARCH, *lines, field(note)])


@pytest.fixture
async def maya(workspace: Workspace, session: ClientSession) -> Visitor:
    return Visitor(session, workspace.url, MAYA.uid)


async def test_a_search_repaints_on_enter_suggests_while_typing_and_is_sent(
    workspace: Workspace, session: ClientSession, maya: Visitor
) -> None:
    app = AsyncApp(client=client_of(workspace, session), process_before_response=True)
    note, sent = menu(action_id="note"), []

    def matching(words: str) -> list[str]:
        return [one for one in NOTES if words.lower() in one.lower()]

    async def open_search(ack: Any, body: Any, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=searching([], note))
        await ack()

    async def repaint(ack: Any, body: Any, action: Any, client: Any) -> None:
        view, found = body["view"], matching(action["value"])
        await client.views_update(
            view_id=view["id"], hash=view["hash"], view=searching(found, note)
        )
        await ack()

    async def suggest(ack: Any, payload: Any) -> None:
        await ack(options=[option(one.lower()) for one in matching(payload["value"])])

    async def submitted(ack: Any, view: Any) -> None:
        sent.append(view["state"]["values"])
        await ack()

    app.shortcut("ask_global")(open_search)
    app.action("words")(repaint)
    app.options("note")(suggest)
    app.view("search")(submitted)
    handler = AsyncSocketModeHandler(app, workspace.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        await maya.uses("ask_global")
        view = await maya.modal()
        assert view
        await maya.enters(view, "words", "no ")
        painted = await maya.modal()
        assert painted
        assert [one["block_id"] for one in painted["blocks"]][1:-1] == [NOTES[0], NOTES[2]]
        [offered] = await maya.searches(painted, "note", "ramona")
        with pytest.raises(Refused, match="not_dispatched"):
            await maya.chooses(painted, "note", offered)
        await maya.submits(painted, row=offered)
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
    assert sent[0]["search"]["words"]["value"] == "no "
    assert sent[0]["row"]["note"]["selected_option"] == offered


async def test_a_menu_that_is_not_there_is_refused_by_name(maya: Visitor) -> None:
    with pytest.raises(Refused, match="'note'"):
        await maya.searches({"id": "V1", "blocks": [SEARCH]}, "note", "ramona")
