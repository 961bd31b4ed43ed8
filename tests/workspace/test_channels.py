"""Making, filling, finding and reading channels through the Web API."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.workspace.conftest import (
    ANA,
    DAN,
    GONE,
    MAYA,
    Clock,
    Json,
    Start,
    Visitor,
    client_of,
    make_channel,
    manifest,
    refusal,
)


async def post_many(web: AsyncWebClient, clock: Clock, channel: str, count: int) -> list[str]:
    stamps = []
    for number in range(count):
        clock.step(1)
        posted = await web.chat_postMessage(channel=channel, text=f"Message {number}")
        stamps.append(posted["ts"])
    return stamps


async def test_a_new_channel_has_the_app_in_it(web: AsyncWebClient, workspace: Workspace) -> None:
    made = (await web.conversations_create(name="pod-detroit", is_private=True))["channel"]
    members = (await web.conversations_members(channel=made["id"]))["members"]
    assert (made["name"], made["is_private"], made["is_member"]) == ("pod-detroit", True, True)
    assert members == [workspace.state.app.user]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Pod Detroit", "invalid_name_specials"),
        ("pod.detroit", "invalid_name_specials"),
        ("---", "invalid_name_punctuation"),
        ("x" * 81, "invalid_name_maxlength"),
        ("pod-san-diego", "name_taken"),
    ],
)
async def test_a_name_that_slack_would_not_take_is_refused(
    web: AsyncWebClient, pod: str, name: str, code: str
) -> None:
    assert await refusal(web.conversations_create(name=name)) == code


async def test_an_invitation_is_all_or_nobody(web: AsyncWebClient, pod: str) -> None:
    with pytest.raises(SlackApiError) as caught:
        await web.conversations_invite(channel=pod, users=f"{ANA.uid},U0NOBODY,{MAYA.uid}")
    errors = {one["user"]: one["error"] for one in caught.value.response["errors"]}
    assert errors == {"U0NOBODY": "user_not_found", MAYA.uid: "already_in_channel"}
    assert ANA.uid not in (await web.conversations_members(channel=pod))["members"]


async def test_force_lets_the_good_ones_in_and_names_the_others(
    web: AsyncWebClient, pod: str
) -> None:
    users = f"{ANA.uid},U0NOBODY"
    answer = await web.conversations_invite(channel=pod, users=users, force=True)
    assert [one["error"] for one in answer["errors"]] == ["user_not_found"]
    assert ANA.uid in (await web.conversations_members(channel=pod))["members"]


@pytest.mark.parametrize(
    ("user", "code"),
    [
        (MAYA.uid, "already_in_channel"),
        ("U0NOBODY", "user_not_found"),
        (GONE.uid, "cant_invite"),
        ("app", "cant_invite_self"),
    ],
)
async def test_who_cannot_be_invited(
    web: AsyncWebClient, workspace: Workspace, pod: str, user: str, code: str
) -> None:
    target = workspace.state.app.user if user == "app" else user
    assert await refusal(web.conversations_invite(channel=pod, users=target)) == code


async def test_kicking_needs_somebody_who_is_there(
    web: AsyncWebClient, workspace: Workspace, pod: str
) -> None:
    await web.conversations_kick(channel=pod, user=DAN.uid)
    kick = web.conversations_kick
    assert await refusal(kick(channel=pod, user=DAN.uid)) == "not_in_channel"
    assert await refusal(kick(channel=pod, user="U0NOBODY")) == "user_not_found"
    own = workspace.state.app.user
    assert await refusal(kick(channel=pod, user=own)) == "cant_kick_self"


async def test_the_app_joins_public_channels_only(
    web: AsyncWebClient, ana: Visitor, pod: str
) -> None:
    lobby = await make_channel(web, "lobby", False, ANA.uid)
    assert (await web.conversations_join(channel=lobby))["warning"] == "already_in_channel"
    await web.conversations_leave(channel=lobby)
    assert (await web.conversations_leave(channel=lobby))["not_in_channel"]
    assert (await web.conversations_join(channel=lobby))["channel"]["is_member"]
    code = await refusal(web.conversations_join(channel=pod))
    assert code == "method_not_supported_for_channel_type"


async def test_the_last_member_cannot_leave_a_private_channel(web: AsyncWebClient) -> None:
    alone = await make_channel(web, "alone", True)
    assert await refusal(web.conversations_leave(channel=alone)) == "last_member"


async def test_topic_and_purpose_are_set_and_bounded(web: AsyncWebClient, pod: str) -> None:
    await web.conversations_setTopic(channel=pod, topic="San Diego, 8 to 20")
    await web.conversations_setPurpose(channel=pod, purpose="The pod of San Diego")
    channel = (await web.conversations_info(channel=pod))["channel"]
    assert channel["topic"]["value"] == "San Diego, 8 to 20"
    assert channel["purpose"]["value"] == "The pod of San Diego"
    long = web.conversations_setTopic(channel=pod, topic="x" * 251)
    assert await refusal(long) == "too_long"


async def test_an_archived_channel_takes_no_changes(web: AsyncWebClient, pod: str) -> None:
    await web.conversations_archive(channel=pod)
    assert await refusal(web.conversations_archive(channel=pod)) == "already_archived"
    topic = web.conversations_setTopic(channel=pod, topic="x")
    assert await refusal(topic) == "is_archived"
    assert await refusal(web.conversations_invite(channel=pod, users=ANA.uid)) == "is_archived"
    assert await refusal(web.conversations_kick(channel=pod, user=DAN.uid)) == "restricted_action"


async def test_the_list_shows_what_the_app_may_know_of_page_by_page(
    web: AsyncWebClient, workspace: Workspace
) -> None:
    for number in range(5):
        await make_channel(web, f"room-{number}", True)
    workspace.state.channels.create("secret", True, ANA.uid, 0.0)
    names, cursor = [], ""
    while True:
        found = await web.conversations_list(types="private_channel", limit=2, cursor=cursor)
        names += [channel["name"] for channel in found["channels"]]
        cursor = found["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert names == [f"room-{number}" for number in range(5)]


async def test_archived_channels_can_be_left_out(web: AsyncWebClient, pod: str) -> None:
    await web.conversations_archive(channel=pod)
    every = await web.conversations_list(types="private_channel")
    open_ones = await web.conversations_list(types="private_channel", exclude_archived=True)
    assert (len(every["channels"]), len(open_ones["channels"])) == (1, 0)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"cursor": "nonsense"}, "invalid_cursor"),
        ({"limit": 5000}, "invalid_limit"),
        ({"types": "secret_channel"}, "invalid_types"),
    ],
)
async def test_a_bad_page_is_refused(web: AsyncWebClient, more: dict[str, Any], code: str) -> None:
    asked = web.api_call("conversations.list", http_verb="GET", params=more)
    assert await refusal(asked) == code


async def test_the_history_is_newest_first_and_goes_on_by_cursor(
    web: AsyncWebClient, clock: Clock
) -> None:
    channel = await make_channel(web, "talk", True)
    stamps = await post_many(web, clock, channel, 7)
    first = await web.conversations_history(channel=channel, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = await web.conversations_history(channel=channel, limit=3, cursor=cursor)
    seen = [message["ts"] for page in (first, second) for message in page["messages"]]
    assert seen == stamps[::-1][:6]
    assert first["has_more"]


async def test_the_history_between_two_moments_is_open_unless_inclusive(
    web: AsyncWebClient, clock: Clock, pod: str
) -> None:
    stamps = await post_many(web, clock, pod, 4)
    bounds: Json = {"channel": pod, "oldest": stamps[0], "latest": stamps[3]}
    inner = await web.conversations_history(**bounds)
    whole = await web.conversations_history(**bounds, inclusive=True)
    assert [one["ts"] for one in inner["messages"]] == stamps[1:3][::-1]
    assert [one["ts"] for one in whole["messages"]] == stamps[::-1]


async def test_one_message_is_found_by_its_ts(web: AsyncWebClient, clock: Clock, pod: str) -> None:
    stamps = await post_many(web, clock, pod, 3)
    found = await web.conversations_history(channel=pod, latest=stamps[1], inclusive=True, limit=1)
    assert [one["ts"] for one in found["messages"]] == [stamps[1]]


async def test_replies_are_in_the_thread_alone_unless_broadcast(
    web: AsyncWebClient, pod: str
) -> None:
    root = (await web.chat_postMessage(channel=pod, text="Root"))["ts"]
    await web.chat_postMessage(channel=pod, text="Quiet", thread_ts=root)
    await web.chat_postMessage(channel=pod, text="Loud", thread_ts=root, reply_broadcast=True)
    history = (await web.conversations_history(channel=pod))["messages"]
    replies = (await web.conversations_replies(channel=pod, ts=root))["messages"]
    assert [one["text"] for one in history][:2] == ["Loud", "Root"]
    assert [one["text"] for one in replies] == ["Root", "Quiet", "Loud"]
    assert (history[1]["reply_count"], history[1]["latest_reply"]) == (2, replies[2]["ts"])


async def test_replies_go_on_by_cursor(web: AsyncWebClient, clock: Clock, pod: str) -> None:
    root = (await web.chat_postMessage(channel=pod, text="Root"))["ts"]
    stamps = []
    for number in range(5):
        clock.step(1)
        reply = await web.chat_postMessage(channel=pod, text=f"{number}", thread_ts=root)
        stamps.append(reply["ts"])
    seen: list[str] = []
    cursor = ""
    for _ in range(3):
        page = await web.conversations_replies(channel=pod, ts=root, limit=2, cursor=cursor)
        assert page["messages"][0]["ts"] == root
        seen += [message["ts"] for message in page["messages"][1:]]
        cursor = str((page.get("response_metadata") or {}).get("next_cursor", ""))
    assert seen == stamps
    assert cursor == ""


async def test_reading_what_is_not_there_is_refused(web: AsyncWebClient, pod: str) -> None:
    ghost = "1700000000.000001"
    replies = web.conversations_replies(channel=pod, ts=ghost)
    assert await refusal(replies) == "thread_not_found"
    oldest = web.conversations_history(channel=pod, oldest="yesterday")
    assert await refusal(oldest) == "invalid_ts_oldest"
    cursor = web.conversations_history(channel=pod, cursor="nonsense")
    assert await refusal(cursor) == "invalid_cursor"


async def test_channels_where_the_app_is_not_cannot_be_read(
    web: AsyncWebClient, workspace: Workspace
) -> None:
    lobby = workspace.state.channels.create("lobby", False, ANA.uid, 0.0).id
    secret = workspace.state.channels.create("secret", True, ANA.uid, 0.0).id
    assert await refusal(web.conversations_history(channel=lobby)) == "not_in_channel"
    assert await refusal(web.conversations_info(channel=secret)) == "channel_not_found"
    assert (await web.conversations_info(channel=lobby))["channel"]["is_member"] is False
    replies = web.conversations_replies(channel=lobby, ts="1700000000.000001")
    assert await refusal(replies) == "channel_not_found"


async def test_a_direct_message_is_opened_once(web: AsyncWebClient) -> None:
    first = await web.conversations_open(users=MAYA.uid)
    again = await web.conversations_open(users=MAYA.uid)
    assert first["channel"]["id"] == again["channel"]["id"]
    assert again["already_open"]
    assert await refusal(web.conversations_open(users=GONE.uid)) == "user_disabled"
    assert await refusal(web.conversations_open(users="U0NOBODY")) == "user_not_found"
    empty = web.api_call("conversations.open", json={})
    assert await refusal(empty) == "users_list_not_supplied"


async def test_each_kind_of_channel_needs_its_own_scope(
    start: Start, session: ClientSession
) -> None:
    workspace = await start(manifest=manifest("channels:read groups:write chat:write commands"))
    web = client_of(workspace, session)
    with pytest.raises(SlackApiError) as caught:
        await web.conversations_create(name="public-one")
    assert caught.value.response["needed"] == "channels:manage"
    assert caught.value.response["provided"] == "channels:read,groups:write,chat:write,commands"
    private = await make_channel(web, "private-one", True)
    assert await refusal(web.conversations_info(channel=private)) == "missing_scope"
    assert await refusal(web.conversations_history(channel=private)) == "missing_scope"
    both = web.conversations_list(types="public_channel,private_channel")
    assert await refusal(both) == "missing_scope"
