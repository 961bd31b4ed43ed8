"""The workspace beside the real slack-bolt, as the bot uses it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.workspace.server import Workspace
from tests.waiting import until
from tests.workspace.conftest import Visitor, client_of, impatient
from tests.workspace.test_modals import filled, modal
from tests.workspace.test_presses import CARD


@pytest.fixture
async def bolt(workspace: Workspace, session: ClientSession) -> AsyncIterator[AsyncApp]:
    client = client_of(workspace, session)
    app = AsyncApp(client=client, process_before_response=True)
    handler = AsyncSocketModeHandler(app, workspace.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    yield app
    await handler.close_async()  # type: ignore[no-untyped-call]


async def test_a_whole_conversation_from_command_to_card(
    bolt: AsyncApp, maya: Visitor, dan: Visitor, pod: str
) -> None:
    heard: list[str] = []

    async def advise(ack: Any, body: Any, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal(callback_id="ask"))
        await ack("Ask away")

    async def asked(ack: Any, view: Any, client: Any) -> None:
        heard.append(view["state"]["values"]["q"]["text"]["value"])
        await ack()
        await client.chat_postMessage(channel=pod, text="A card", blocks=CARD)

    async def claimed(ack: Any, respond: Any, body: Any) -> None:
        await ack()
        await respond(f"{body['user']['name']} is on it", replace_original=True)

    async def said(message: Any) -> None:
        heard.append(message["text"])

    bolt.command("/advise")(advise)
    bolt.view("ask")(asked)
    bolt.action("claim")(claimed)
    bolt.event("message")(said)

    assert (await maya.do("command", channel=pod, command="/advise", text=""))["acked"]
    top = (await maya.look("boot"))["view"]
    assert (await maya.do("submit", view_id=top["id"], values=filled("Outage?")))["ok"]
    card = (await dan.look("messages", channel=pod))["messages"][-1]
    container = {"type": "message", "channel": pod, "message_ts": card["ts"]}
    pressed = await dan.do(
        "press", container=container, block_id="row", action_id="claim", action={}
    )
    assert pressed["acked"]
    shown = (await maya.look("messages", channel=pod))["messages"]
    assert [one["text"] for one in shown if one["ephemeral"]] == ["Ask away"]
    assert [one["text"] for one in shown if one["ts"] == card["ts"]] == ["dan is on it"]
    assert heard[0] == "Outage?"


@impatient
async def test_a_listener_that_fails_makes_the_event_come_again(
    bolt: AsyncApp, maya: Visitor, pod: str, workspace: Workspace
) -> None:
    tries: list[str] = []

    async def said(message: Any) -> None:
        tries.append(message["text"])
        if len(tries) == 1:
            raise RuntimeError("the database is down")

    async def quiet(error: Exception) -> None:
        raise error

    bolt.event("message")(said)
    bolt.error(quiet)
    await maya.post(pod, "Hello")
    await until(lambda: len(tries) == 2)
    assert tries == ["Hello", "Hello"]
