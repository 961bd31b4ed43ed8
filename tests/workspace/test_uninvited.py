"""Whoever mentions the app where it is not learns so, and nobody else does."""

from __future__ import annotations

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.people import SLACKBOT
from bot.workspace.server import Workspace
from tests.workspace.conftest import DAN, Json, Listener, Visitor


@pytest.fixture
async def elsewhere(maya: Visitor) -> str:
    """A channel of Maya's and Dan's, without the app."""
    made = str((await maya.do("create", name="lunch", is_private=True))["channel"])
    await maya.do("invite", channel=made, users=[DAN.uid])
    return made


@pytest.fixture
def call(workspace: Workspace) -> str:
    return f"<@{workspace.state.app.user}> no service in Ramona?"


async def private(who: Visitor, channel: str, **where: str) -> list[Json]:
    shown = (await who.look("messages", channel=channel, **where))["messages"]
    return [one for one in shown if one["ephemeral"]]


async def test_a_mention_where_the_app_is_not_is_told_to_its_writer_alone(
    workspace: Workspace, app: Listener, maya: Visitor, dan: Visitor, elsewhere: str, call: str
) -> None:
    await maya.post(elsewhere, call)
    (told,) = await private(maya, elsewhere)
    bot = workspace.state.app.user
    assert told["user"] == SLACKBOT
    assert told["text"] == f"You mentioned <@{bot}>, but they're not in this channel."
    assert told["invite"] == [bot]
    assert await private(dan, elsewhere) == []
    assert (await maya.whys(), app.events("app_mention")) == ([], [])


async def test_in_a_thread_it_is_told_in_the_thread(
    maya: Visitor, dan: Visitor, elsewhere: str, call: str
) -> None:
    root = await dan.post(elsewhere, "Who knows this?")
    await maya.post(elsewhere, call, thread_ts=root)
    assert await private(maya, elsewhere) == []
    assert len(await private(maya, elsewhere, thread_ts=root)) == 1


async def test_once_it_is_invited_a_mention_reaches_it_and_nothing_is_told(
    workspace: Workspace, app: Listener, maya: Visitor, elsewhere: str, call: str
) -> None:
    await maya.post(elsewhere, call)
    (told,) = await private(maya, elsewhere)
    await maya.do("invite", channel=elsewhere, users=told["invite"])
    await maya.do("delete", channel=elsewhere, ts=told["ts"])
    await maya.post(elsewhere, call)
    (event,) = await app.wait(1, "app_mention")
    assert event["channel"] == elsewhere
    assert await private(maya, elsewhere) == []


async def test_a_direct_message_and_other_words_are_told_nothing(
    web: AsyncWebClient, maya: Visitor, elsewhere: str, call: str
) -> None:
    direct = str((await maya.do("dm", user=DAN.uid))["channel"])
    await maya.post(direct, call)
    await maya.post(elsewhere, "Lunch at noon?")
    assert (await private(maya, direct), await private(maya, elsewhere)) == ([], [])
