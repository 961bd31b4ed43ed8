"""Rate limits by tier, the pace of posting, and how they are lifted."""

from __future__ import annotations

from typing import Any

from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.workspace.conftest import DAN, Clock, make_channel


async def calls_until_refused(call: Any, most: int = 200) -> tuple[int, str]:
    """How many calls went through, and the Retry-After of the first that did not."""
    done, refused = 0, None
    while refused is None and done < most:
        try:
            await call()
            done += 1
        except SlackApiError as error:
            refused = error.response
    if refused is None:
        return most, ""
    assert (refused.status_code, refused["error"]) == (429, "ratelimited")
    return done, str(refused.headers["Retry-After"])


async def test_tier_2_lets_20_calls_a_minute_through(web: AsyncWebClient, clock: Clock) -> None:
    assert await calls_until_refused(web.users_list) == (20, "60")
    clock.step(59)
    assert await calls_until_refused(web.users_list) == (0, "1")
    clock.step(1)
    assert await calls_until_refused(web.users_list) == (20, "60")


async def test_tier_3_lets_50_updates_a_minute_through_for_all_channels_together(
    web: AsyncWebClient, pod: str
) -> None:
    other = await make_channel(web, "other", True)
    stamps = {
        channel: (await web.chat_postMessage(channel=channel, text="x"))["ts"]
        for channel in (pod, other)
    }
    channels = [pod, other] * 50

    async def update() -> None:
        channel = channels.pop()
        await web.chat_update(channel=channel, ts=stamps[channel], text="y")

    assert (await calls_until_refused(update))[0] == 50


async def test_tier_4_lets_100_calls_a_minute_through(web: AsyncWebClient) -> None:
    assert (await calls_until_refused(lambda: web.users_info(user=DAN.uid)))[0] == 100


async def test_one_post_a_second_and_channel_after_a_small_burst(
    web: AsyncWebClient, pod: str, clock: Clock
) -> None:
    other = await make_channel(web, "other", True)

    async def post() -> None:
        await web.chat_postMessage(channel=pod, text="x")

    assert await calls_until_refused(post) == (4, "1")
    assert (await web.chat_postMessage(channel=other, text="elsewhere"))["ok"]
    clock.step(1)
    assert (await calls_until_refused(post))[0] == 1
    clock.step(3)
    assert (await calls_until_refused(post))[0] == 3


async def test_a_refused_call_does_nothing(web: AsyncWebClient, pod: str) -> None:
    for _ in range(4):
        await web.chat_postMessage(channel=pod, text="through")
    await calls_until_refused(lambda: web.chat_postMessage(channel=pod, text="refused"))
    found = await web.conversations_history(channel=pod)
    assert "refused" not in [message["text"] for message in found["messages"]]


async def test_limits_can_be_lifted_and_put_back(
    workspace: Workspace, session: ClientSession, web: AsyncWebClient, pod: str
) -> None:
    async def post() -> None:
        await web.chat_postMessage(channel=pod, text="x")

    await session.post(f"{workspace.url}/control/limits", json={"on": False})
    assert await calls_until_refused(post, most=30) == (30, "")
    await session.post(f"{workspace.url}/control/limits", json={"on": True})
    assert (await calls_until_refused(post))[0] == 4


async def test_opening_links_is_scarce_but_a_small_burst_goes(
    workspace: Workspace, web: AsyncWebClient
) -> None:
    async def link() -> None:
        await web.apps_connections_open(app_token=workspace.app_token)

    assert (await calls_until_refused(link))[0] == 5
