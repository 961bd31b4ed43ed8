"""Which events go out, with what, and which do not."""

from __future__ import annotations

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.waiting import until
from tests.workspace.conftest import (
    ANA,
    DAN,
    MAYA,
    Connect,
    Listener,
    Start,
    Visitor,
    client_of,
    make_channel,
    manifest,
)


async def settled(workspace: Workspace, app: Listener) -> None:
    """Everything that was to come has come."""
    await until(lambda: workspace.control.is_idle)


async def test_a_message_event_says_who_where_and_in_what_kind_of_channel(
    app: Listener, maya: Visitor, pod: str
) -> None:
    ts = await maya.post(pod, "No service in Ramona")
    event = (await app.wait(1, "message"))[0]
    assert (event["user"], event["channel"], event["ts"]) == (MAYA.uid, pod, ts)
    assert event["channel_type"] == "group"
    assert "subtype" not in event


async def test_a_reply_event_names_its_thread_and_its_roots_author(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, workspace: Workspace
) -> None:
    root = (await web.chat_postMessage(channel=pod, text="The card"))["ts"]
    await maya.post(pod, "A reply", thread_ts=root)
    event = (await app.wait(2, "message"))[-1]
    assert event["thread_ts"] == root
    assert event["parent_user_id"] == workspace.state.app.user


async def test_a_reply_sends_no_change_of_its_root(
    workspace: Workspace, app: Listener, maya: Visitor, pod: str
) -> None:
    root = await maya.post(pod, "Root")
    await maya.post(pod, "Reply", thread_ts=root)
    await app.wait(2, "message")
    await settled(workspace, app)
    assert [event.get("subtype") for event in app.events("message")] == [None, None]


async def test_a_reply_that_also_goes_to_the_channel_carries_its_root(
    app: Listener, maya: Visitor, pod: str
) -> None:
    root = await maya.post(pod, "Root")
    await maya.post(pod, "All of you", thread_ts=root, broadcast=True)
    event = (await app.wait(2, "message"))[-1]
    assert event["subtype"] == "thread_broadcast"
    assert event["root"]["ts"] == root


async def test_the_apps_own_posts_come_back_with_its_bot_id(
    workspace: Workspace, app: Listener, web: AsyncWebClient, pod: str
) -> None:
    await web.chat_postMessage(channel=pod, text="Mine")
    event = (await app.wait(1, "message"))[0]
    assert event["bot_id"] == workspace.state.app.bot_id
    assert "metadata" not in event


async def test_an_edit_comes_with_before_and_after(app: Listener, maya: Visitor, pod: str) -> None:
    ts = await maya.post(pod, "Before")
    await maya.do("edit", channel=pod, ts=ts, text="After")
    event = (await app.wait(2, "message"))[-1]
    assert event["subtype"] == "message_changed"
    assert event["message"]["text"] == "After"
    assert event["message"]["edited"]["user"] == MAYA.uid
    assert event["previous_message"]["text"] == "Before"
    assert event["ts"] != ts


async def test_a_links_preview_is_a_change_without_an_edit(
    workspace: Workspace, session: ClientSession, app: Listener, maya: Visitor, pod: str
) -> None:
    ts = await maya.post(pod, "See https://example.com")
    address = f"{workspace.url}/control/unfurl"
    async with session.post(address, json={"channel": pod, "ts": ts}) as response:
        assert response.status == 200
    event = (await app.wait(2, "message"))[-1]
    assert event["subtype"] == "message_changed"
    assert event["message"]["text"] == event["previous_message"]["text"]
    assert "edited" not in event["message"]


async def test_a_deletion_names_what_is_gone(app: Listener, maya: Visitor, pod: str) -> None:
    ts = await maya.post(pod, "Oh no")
    await maya.do("delete", channel=pod, ts=ts)
    event = (await app.wait(2, "message"))[-1]
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", ts)


async def test_a_deleted_root_with_replies_is_a_change_to_a_tombstone(
    app: Listener, maya: Visitor, dan: Visitor, pod: str
) -> None:
    ts = await maya.post(pod, "Question")
    await dan.post(pod, "Answer", thread_ts=ts)
    await maya.do("delete", channel=pod, ts=ts)
    event = (await app.wait(3, "message"))[-1]
    assert event["subtype"] == "message_changed"
    assert event["message"]["subtype"] == "tombstone"
    assert event["previous_message"]["text"] == "Question"


async def test_a_mention_of_the_app_is_a_pair_of_events(
    workspace: Workspace, app: Listener, maya: Visitor, pod: str
) -> None:
    ts = await maya.post(pod, f"<@{workspace.state.app.user}> is it an outage?")
    await app.wait(2)
    assert [event["ts"] for event in app.events("message")] == [ts]
    assert [event["ts"] for event in app.events("app_mention")] == [ts]
    assert len({one.payload["event_id"] for one in app.got}) == 2


async def test_an_edit_that_adds_a_mention_is_a_mention(
    workspace: Workspace, app: Listener, maya: Visitor, pod: str
) -> None:
    ts = await maya.post(pod, "is it an outage?")
    text = f"<@{workspace.state.app.user}> is it an outage?"
    await maya.do("edit", channel=pod, ts=ts, text=text)
    event = (await app.wait(1, "app_mention"))[0]
    assert event["ts"] == ts
    assert event["edited"]["user"] == MAYA.uid


async def test_in_a_direct_message_the_app_gets_no_app_mention(
    workspace: Workspace, app: Listener, maya: Visitor
) -> None:
    channel = (await maya.do("dm", user=workspace.state.app.user))["channel"]
    await maya.post(channel, f"<@{workspace.state.app.user}> hello")
    event = (await app.wait(1, "message"))[0]
    await settled(workspace, app)
    assert event["channel_type"] == "im"
    assert not app.events("app_mention")


async def test_reactions_name_their_message_and_its_author(
    app: Listener, dan: Visitor, maya: Visitor, pod: str
) -> None:
    ts = await maya.post(pod, "Worked")
    await dan.do("react", channel=pod, ts=ts, name="white_check_mark")
    await dan.do("unreact", channel=pod, ts=ts, name="white_check_mark")
    added = (await app.wait(1, "reaction_added"))[0]
    removed = (await app.wait(1, "reaction_removed"))[0]
    assert added["item"] == {"type": "message", "channel": pod, "ts": ts}
    assert (added["user"], added["item_user"]) == (DAN.uid, MAYA.uid)
    assert removed["reaction"] == "white_check_mark"


async def test_a_reaction_added_twice_is_one_event(
    workspace: Workspace, app: Listener, dan: Visitor, maya: Visitor, pod: str
) -> None:
    ts = await maya.post(pod, "Worked")
    for _ in range(2):
        await dan.do("react", channel=pod, ts=ts, name="eyes")
    await app.wait(1, "reaction_added")
    await settled(workspace, app)
    assert len(app.events("reaction_added")) == 1


async def test_comings_and_goings_are_events_with_a_message(
    app: Listener, web: AsyncWebClient, pod: str
) -> None:
    await web.conversations_invite(channel=pod, users=ANA.uid)
    await web.conversations_kick(channel=pod, user=ANA.uid)
    joined = (await app.wait(1, "member_joined_channel"))[-1]
    left = (await app.wait(1, "member_left_channel"))[-1]
    notes = [event["subtype"] for event in await app.wait(2, "message")]
    assert (joined["user"], joined["channel_type"]) == (ANA.uid, "G")
    assert joined["inviter"]
    assert left["user"] == ANA.uid
    assert notes[-2:] == ["channel_join", "channel_leave"]


async def test_opening_home_is_an_event_with_the_view_that_is_there(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    await maya.do("home")
    first = (await app.wait(1, "app_home_opened"))[0]
    await web.views_publish(user_id=MAYA.uid, view={"type": "home", "blocks": []})
    await maya.do("home")
    second = (await app.wait(2, "app_home_opened"))[-1]
    assert (first["user"], first["tab"]) == (MAYA.uid, "home")
    assert "view" not in first
    assert second["view"]["type"] == "home"


async def test_nothing_is_heard_from_channels_where_the_app_is_not(
    workspace: Workspace, app: Listener, web: AsyncWebClient, ana: Visitor, pod: str
) -> None:
    lobby = await make_channel(web, "lobby", False, ANA.uid)
    await web.conversations_leave(channel=lobby)
    await settled(workspace, app)
    before = len(app.got)
    ts = await ana.post(lobby, f"<@{workspace.state.app.user}>?")
    await ana.do("react", channel=lobby, ts=ts, name="eyes")
    await settled(workspace, app)
    assert len(app.got) == before


async def test_only_subscribed_events_with_their_scope_go_out(
    start: Start, connect: Connect, session: ClientSession
) -> None:
    scopes = "chat:write commands groups:write groups:read"
    few = manifest(scopes, "message.groups member_joined_channel")
    workspace = await start(manifest=few)
    web, app = client_of(workspace, session), await connect(workspace)
    channel = await make_channel(web, "quiet", True, MAYA.uid)
    maya = Visitor(session, workspace.url, MAYA.uid)
    ts = await maya.post(channel, "Hello")
    await maya.do("react", channel=channel, ts=ts, name="eyes")
    await app.wait(2, "member_joined_channel")
    await settled(workspace, app)
    assert {event["type"] for event in app.events()} == {"member_joined_channel"}


async def test_who_joins_and_leaves_a_huddle_is_told_without_where_it_is(
    app: Listener, maya: Visitor, dan: Visitor, pod: str
) -> None:
    await maya.do("join_huddle", channel=pod)
    await dan.do("join_huddle", channel=pod)
    await maya.do("leave_huddle")
    events = await app.wait(3, "user_huddle_changed")
    told = [(event["user"]["id"], event["user"]["profile"]["huddle_state"]) for event in events]
    assert told == [
        (MAYA.uid, "in_a_huddle"),
        (DAN.uid, "in_a_huddle"),
        (MAYA.uid, "default_unset"),
    ]
    calls = [event["user"]["profile"].get("huddle_state_call_id") for event in events]
    assert calls[0] == calls[1] != calls[2] is None
    assert pod not in str(events)


async def test_nobody_joins_the_huddle_of_a_channel_that_they_are_not_in(
    workspace: Workspace, app: Listener, ana: Visitor, pod: str
) -> None:
    assert "error" in await ana.do("join_huddle", channel=pod)
    await settled(workspace, app)
    assert app.events("user_huddle_changed") == []
