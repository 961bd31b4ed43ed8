"""Misbehaviour on request, and the log of what the app asked."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import ClientError, ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.workspace.conftest import Json, Listener, Visitor
from tests.workspace.test_response_urls import command_url, say


async def order(session: ClientSession, workspace: Workspace, **fault: Any) -> Json:
    async with session.post(f"{workspace.url}/control/faults", json=fault) as response:
        return dict(await response.json())


async def texts(web: AsyncWebClient, channel: str) -> list[str]:
    found = await web.conversations_history(channel=channel)
    return [message["text"] for message in found["messages"]]


async def calls(session: ClientSession, workspace: Workspace, method: str) -> list[Json]:
    address = f"{workspace.url}/control/calls"
    async with session.get(address, params={"method": method}) as response:
        return list((await response.json())["calls"])


async def test_a_server_error_happens_as_often_as_ordered_and_changes_nothing(
    session: ClientSession, workspace: Workspace, web: AsyncWebClient, pod: str
) -> None:
    await order(session, workspace, method="chat.postMessage", kind="error5xx", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            await web.chat_postMessage(channel=pod, text="lost")
        assert caught.value.response.status_code == 503
    await web.chat_postMessage(channel=pod, text="through")
    assert (await texts(web, pod))[0] == "through"
    assert "lost" not in await texts(web, pod)


async def test_accept_then_drop_does_the_deed_and_says_nothing(
    session: ClientSession, workspace: Workspace, web: AsyncWebClient, pod: str
) -> None:
    await order(session, workspace, method="chat.postMessage", kind="accept_then_drop")
    with pytest.raises(ClientError):
        await web.chat_postMessage(channel=pod, text="posted all the same")
    assert (await texts(web, pod))[0] == "posted all the same"


async def test_drop_does_nothing_and_says_nothing(
    session: ClientSession, workspace: Workspace, web: AsyncWebClient, pod: str
) -> None:
    await order(session, workspace, method="chat.postMessage", kind="drop")
    with pytest.raises(ClientError):
        await web.chat_postMessage(channel=pod, text="never posted")
    assert "never posted" not in await texts(web, pod)


async def test_a_429_can_be_ordered_with_its_wait(
    session: ClientSession, workspace: Workspace, web: AsyncWebClient, pod: str
) -> None:
    await order(session, workspace, method="chat.postMessage", kind="429", seconds=7)
    with pytest.raises(SlackApiError) as caught:
        await web.chat_postMessage(channel=pod, text="x")
    assert caught.value.response.headers["Retry-After"] == "7"


async def test_a_fault_may_be_for_one_channel_alone(
    session: ClientSession, workspace: Workspace, web: AsyncWebClient, pod: str
) -> None:
    await order(
        session, workspace, method="chat.postMessage", kind="error5xx", match={"channel": "C0X"}
    )
    assert (await web.chat_postMessage(channel=pod, text="x"))["ok"]


async def test_a_response_url_can_fail_too(
    session: ClientSession, workspace: Workspace, app: Listener, maya: Visitor, pod: str
) -> None:
    url = await command_url(app, maya, pod)
    await order(session, workspace, method="respond", kind="error5xx")
    assert (await say(url, text="x"))[0] == 503
    assert (await say(url, text="x"))[0] == 200


async def test_an_unknown_fault_is_refused_and_faults_can_be_cleared(
    session: ClientSession, workspace: Workspace
) -> None:
    assert (await order(session, workspace, method="x", kind="nonsense"))["error"]
    await order(session, workspace, method="chat.update", kind="drop", times=3)
    assert (await order(session, workspace, clear=True))["faults"] == []


async def test_the_log_shows_arguments_status_and_error_without_the_token(
    session: ClientSession, workspace: Workspace, web: AsyncWebClient, pod: str
) -> None:
    await web.chat_postMessage(channel=pod, text="x")
    with pytest.raises(SlackApiError):
        await web.chat_postMessage(channel="C0X", text="y")
    await order(session, workspace, method="chat.postMessage", kind="429")
    with pytest.raises(SlackApiError):
        await web.chat_postMessage(channel=pod, text="z")
    logged = await calls(session, workspace, "chat.postMessage")
    assert [(one["args"]["text"], one["status"], one["error"]) for one in logged] == [
        ("x", 200, None),
        ("y", 200, "channel_not_found"),
        ("z", 429, None),
    ]
    assert all("token" not in one["args"] for one in logged)
