"""Slash commands: what the app gets, what the person gets, where they do not work."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.manifest import read_manifest
from bot.workspace.people import Person
from bot.workspace.server import Workspace
from tests.workspace.conftest import (
    ANA,
    MAYA,
    Connect,
    Listener,
    Start,
    Visitor,
    impatient,
    make_channel,
    manifest,
    refusal,
)


async def test_a_command_carries_who_where_and_what(
    app: Listener, maya: Visitor, pod: str, workspace: Workspace
) -> None:
    await maya.do("command", channel=pod, command="/advise", text="  no service in Ramona ")
    payload = app.got[0].payload
    assert (payload["command"], payload["text"]) == ("/advise", "no service in Ramona")
    assert (payload["user_id"], payload["channel_id"]) == (MAYA.uid, pod)
    assert payload["channel_name"] == "privategroup"
    assert payload["response_url"].startswith(workspace.url)
    assert payload["trigger_id"]


async def test_people_in_a_command_are_plain_unless_the_manifest_asks_for_ids(
    app: Listener, maya: Visitor, pod: str
) -> None:
    await maya.do("command", channel=pod, command="/advise", text="ask <@U0DAN> please")
    await maya.do("command", channel=pod, command="/pod", text="ask <@U0DAN> please")
    texts = [one.payload["text"] for one in app.got]
    assert texts == ["ask @dan please", "ask <@U0DAN|dan> please"]


async def test_the_acknowledgement_may_answer_privately(
    app: Listener, maya: Visitor, dan: Visitor, pod: str
) -> None:
    app.reply = lambda request: {"text": "Only for you"}
    await maya.do("command", channel=pod, command="/pod", text="")
    shown = (await maya.look("messages", channel=pod))["messages"]
    assert (shown[-1]["text"], shown[-1]["ephemeral"]) == ("Only for you", True)
    others = (await dan.look("messages", channel=pod))["messages"]
    assert "Only for you" not in [message["text"] for message in others]


async def test_the_acknowledgement_may_answer_everybody(
    app: Listener, maya: Visitor, dan: Visitor, pod: str
) -> None:
    app.reply = lambda request: {"response_type": "in_channel", "text": "For all"}
    await maya.do("command", channel=pod, command="/pod", text="")
    shown = (await dan.look("messages", channel=pod))["messages"]
    assert (shown[-1]["text"], shown[-1]["ephemeral"]) == ("For all", False)


async def test_an_acknowledgement_with_bad_blocks_is_told_to_the_person(
    app: Listener, maya: Visitor, pod: str
) -> None:
    app.reply = lambda request: {"text": "x", "blocks": [{"type": "nonsense"}]}
    done = await maya.do("command", channel=pod, command="/pod", text="")
    assert done["error"] == "invalid_blocks"


async def test_commands_do_not_work_in_threads(app: Listener, maya: Visitor, pod: str) -> None:
    root = await maya.post(pod, "Root")
    done = await maya.do("command", channel=pod, command="/advise", text="x", thread_ts=root)
    assert done["error"] == "not_in_thread"
    assert not [one for one in app.got if one.type == "slash_commands"]


async def test_an_unknown_command_is_refused(app: Listener, maya: Visitor, pod: str) -> None:
    done = await maya.do("command", channel=pod, command="/nonsense", text="")
    assert done["error"] == "command_not_found"


async def test_a_command_works_where_the_app_is_not_but_the_app_cannot_post_there(
    app: Listener, web: AsyncWebClient, ana: Visitor
) -> None:
    channel = await make_channel(web, "leaders", True, ANA.uid)
    await web.conversations_leave(channel=channel)
    done = await ana.do("command", channel=channel, command="/advise", text="x")
    assert done["acked"]
    assert await refusal(web.chat_postMessage(channel=channel, text="x")) == "channel_not_found"


async def test_nobody_types_a_command_in_a_channel_that_they_cannot_see(
    app: Listener, ana: Visitor, pod: str
) -> None:
    done = await ana.do("command", channel=pod, command="/advise", text="x")
    assert done["error"] == "channel_not_found"


@impatient
async def test_a_late_acknowledgement_is_as_bad_as_none(
    app: Listener, maya: Visitor, pod: str
) -> None:
    app.silent = True
    done = await maya.do("command", channel=pod, command="/advise", text="x")
    assert done["error"] == "operation_timeout"


@pytest.mark.parametrize("name", ["/huddle", "/remind", "/invite", "advise", "/Advise", "/a b"])
def test_a_manifest_with_a_command_that_slack_would_refuse_is_refused(name: str) -> None:
    refused = manifest()
    refused["features"]["slash_commands"][0]["command"] = name
    with pytest.raises(ValueError, match=name):
        read_manifest(refused)


def test_commands_without_their_scope_are_refused() -> None:
    with pytest.raises(ValueError, match="scope"):
        read_manifest(manifest(scopes="chat:write"))


async def test_a_stranger_from_another_workspace_shows_their_own_team(
    start: Start, connect: Connect, session: ClientSession
) -> None:
    stranger = Person("U0FAR", "far", "Far Away", "far@example.org", team_id="T0OTHER")
    workspace = await start(people=(MAYA, stranger))
    app = await connect(workspace)
    lobby = workspace.state.channels.create("lobby", False, MAYA.uid, 0.0)
    far = Visitor(session, workspace.url, stranger.uid)
    await far.do("command", channel=lobby.id, command="/pod", text="")
    assert app.got[-1].payload["team_id"] == "T0OTHER"
