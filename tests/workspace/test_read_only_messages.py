"""An app whose Messages tab is read-only: people read there, and write elsewhere."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.workspace.conftest import DAN, MAYA, Json, Start, Visitor, manifest

NOTE = "Podline reads no messages here. Ask with /advise from any channel or direct message."


@pytest.fixture
async def workspace(start: Start) -> Workspace:
    given = manifest()
    given["features"]["app_home"]["messages_tab_read_only_enabled"] = True
    return await start(manifest=given)


async def test_whoever_writes_to_the_app_is_told_where_to_ask(
    workspace: Workspace, web: AsyncWebClient, maya: Visitor
) -> None:
    direct = (await maya.do("dm", user=workspace.state.app.user))["channel"]
    ts = (await web.chat_postMessage(channel=direct, text="You were away"))["ts"]
    places: list[Json] = [{}, {"thread_ts": ts}]
    for where in places:
        refused = await maya.do("post", channel=direct, text="hello?", **where)
        assert (refused["error"], refused["message"]) == ("restricted_action", NOTE)
    assert len((await maya.look("messages", channel=direct))["messages"]) == 1
    assert (await maya.look("boot"))["apps"][0]["read_only_note"] == NOTE


async def test_people_still_write_each_other_and_in_channels(maya: Visitor, pod: str) -> None:
    direct = (await maya.do("dm", user=DAN.uid))["channel"]
    assert await maya.post(direct, "hello")
    assert await maya.post(pod, "hello")


async def test_an_app_that_reads_its_messages_gets_them(
    start: Start, session: ClientSession
) -> None:
    reads = await start()
    maya = Visitor(session, reads.url, MAYA.uid)
    direct = (await maya.do("dm", user=reads.state.app.user))["channel"]
    assert await maya.post(direct, "hello")
    assert (await maya.look("boot"))["apps"][0]["read_only_note"] is None
