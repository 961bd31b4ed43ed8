"""The people's door: writing, reading, the live stream, and who may do what."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.workspace.conftest import ANA, DAN, MAYA, Json, Visitor, make_channel, refusal
from tests.workspace.test_presses import plain


async def stream(session: ClientSession, workspace: Workspace, user: str, since: str = "") -> Any:
    address = f"{workspace.url}/people/{user}/stream?since={since}"
    return await session.ws_connect(address)


async def of_type(ws: Any, kind: str) -> Json:
    """The next frame of that type."""
    while True:
        frame: Json = await ws.receive_json(timeout=5)
        if frame["type"] == kind:
            return frame


async def test_everybody_is_listed_with_the_pair_and_the_guide(
    workspace: Workspace, session: ClientSession
) -> None:
    async with session.get(f"{workspace.url}/people/") as response:
        found = await response.json()
    names = {person["name"] for person in found["people"]}
    assert {"maya", "dan", "ana", "podline"} <= names
    assert found["app"]["bot_user_id"] == workspace.state.app.user
    assert (found["pair"], found["guide"]) == ([], [])


async def test_people_are_listed_with_the_channel_they_work_in(
    workspace: Workspace, session: ClientSession, pod: str
) -> None:
    async with session.get(f"{workspace.url}/people/") as response:
        homes = {one["id"]: one["home"] for one in (await response.json())["people"]}
    assert (homes[MAYA.uid], homes[DAN.uid], homes[ANA.uid]) == ("pod-san-diego",) * 2 + (None,)


async def test_private_channels_show_to_their_members_only(
    maya: Visitor, ana: Visitor, pod: str
) -> None:
    mine = [one["id"] for one in (await maya.look("boot"))["channels"]]
    others = [one["id"] for one in (await ana.look("boot"))["channels"]]
    assert pod in mine
    assert pod not in others
    refused = await ana.look("messages", channel=pod)
    assert refused["error"] == "channel_not_found"


async def test_messages_come_oldest_first_and_in_pages(maya: Visitor, pod: str) -> None:
    stamps = [await maya.post(pod, f"{number}") for number in range(5)]
    last = await maya.look("messages", channel=pod, limit="2")
    before = await maya.look("messages", channel=pod, limit="2", before=stamps[3])
    assert [one["ts"] for one in last["messages"]] == stamps[3:]
    assert [one["ts"] for one in before["messages"]] == stamps[1:3]
    assert last["has_more"]


async def test_a_thread_shows_its_root_and_its_replies(
    maya: Visitor, dan: Visitor, pod: str
) -> None:
    root = await maya.post(pod, "Question")
    reply = await dan.post(pod, "Answer", thread_ts=root)
    found = (await maya.look("messages", channel=pod, thread_ts=root))["messages"]
    assert [one["ts"] for one in found] == [root, reply]
    assert found[0]["reply_users"] == [DAN.uid]


async def test_a_reply_to_a_reply_lands_in_the_same_thread(
    maya: Visitor, dan: Visitor, pod: str
) -> None:
    root = await maya.post(pod, "Question")
    reply = await dan.post(pod, "Answer", thread_ts=root)
    await maya.post(pod, "Thanks", thread_ts=reply)
    found = (await maya.look("messages", channel=pod, thread_ts=root))["messages"]
    assert [one["text"] for one in found] == ["Question", "Answer", "Thanks"]


async def test_the_apps_notes_never_reach_the_page(
    web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    metadata = {"event_type": "row", "event_payload": {"id": 1}}
    await web.chat_postMessage(channel=pod, text="x", metadata=metadata)
    found = (await maya.look("messages", channel=pod))["messages"]
    assert all("metadata" not in message for message in found)


async def test_people_edit_and_delete_their_own_messages_and_admins_delete_any(
    web: AsyncWebClient, maya: Visitor, dan: Visitor, ana: Visitor, pod: str
) -> None:
    await web.conversations_invite(channel=pod, users=ANA.uid)
    ts = await maya.post(pod, "Mine")
    foreign = await dan.do("edit", channel=pod, ts=ts, text="Ours")
    stolen = await dan.do("delete", channel=pod, ts=ts)
    assert foreign["error"] == "cant_update_message"
    assert stolen["error"] == "cant_delete_message"
    assert (await ana.do("delete", channel=pod, ts=ts))["ok"]


async def test_an_edit_that_changes_nothing_does_nothing(
    workspace: Workspace, maya: Visitor, pod: str
) -> None:
    ts = await maya.post(pod, "Same")
    told = workspace.state.stream.seq
    await maya.do("edit", channel=pod, ts=ts, text="Same")
    found = (await maya.look("messages", channel=pod))["messages"]
    assert "edited" not in found[-1]
    assert workspace.state.stream.seq == told


async def test_a_private_message_is_dismissed_by_its_reader(
    web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    sent = await web.chat_postEphemeral(channel=pod, user=MAYA.uid, text="x")
    await maya.do("delete", channel=pod, ts=sent["message_ts"])
    found = (await maya.look("messages", channel=pod))["messages"]
    assert not [message for message in found if message["ephemeral"]]


async def test_nobody_writes_where_they_are_not_or_nothing_or_too_much(
    web: AsyncWebClient, maya: Visitor, ana: Visitor, pod: str
) -> None:
    lobby = await make_channel(web, "lobby", False, ANA.uid)
    outside = await maya.do("post", channel=lobby, text="x")
    hidden = await ana.do("post", channel=pod, text="x")
    empty = await maya.do("post", channel=pod, text="  ")
    long = await maya.do("post", channel=pod, text="x" * 40_001)
    codes = [one["error"] for one in (outside, hidden, empty, long)]
    assert codes == ["not_in_channel", "channel_not_found", "no_text", "msg_too_long"]
    assert all(one["message"] for one in (outside, hidden, empty, long))


async def test_people_join_and_leave_public_channels(web: AsyncWebClient, maya: Visitor) -> None:
    lobby = await make_channel(web, "lobby", False, ANA.uid)
    await maya.do("join", channel=lobby)
    assert MAYA.uid in (await web.conversations_members(channel=lobby))["members"]
    await maya.do("leave", channel=lobby)
    assert MAYA.uid not in (await web.conversations_members(channel=lobby))["members"]


async def test_two_people_write_each_other(maya: Visitor, dan: Visitor) -> None:
    channel = (await maya.do("dm", user=DAN.uid))["channel"]
    await maya.post(channel, "Lunch?")
    assert await dan.whys() == ["dm"]
    seen = [one for one in (await dan.look("boot"))["channels"] if one["id"] == channel]
    assert (seen[0]["is_im"], seen[0]["peer"]) == (True, MAYA.uid)


async def test_the_stream_shows_messages_reactions_and_threads_as_they_happen(
    workspace: Workspace, session: ClientSession, maya: Visitor, dan: Visitor, pod: str
) -> None:
    ws = await stream(session, workspace, DAN.uid)
    ts = await maya.post(pod, "Live")
    assert (await of_type(ws, "message"))["message"]["ts"] == ts
    assert (await of_type(ws, "read"))["unread"] == 1
    await maya.do("react", channel=pod, ts=ts, name="eyes")
    shown = await of_type(ws, "reactions")
    assert shown["reactions"] == [{"name": "eyes", "users": [MAYA.uid], "count": 1}]
    await dan.post(pod, "Seen", thread_ts=ts)
    assert (await of_type(ws, "thread"))["reply_count"] == 1
    await maya.do("edit", channel=pod, ts=ts, text="Livelier")
    assert (await of_type(ws, "message_changed"))["message"]["text"] == "Livelier"
    await ws.close()


async def test_the_stream_goes_on_from_where_a_window_left_off(
    workspace: Workspace, session: ClientSession, maya: Visitor, pod: str
) -> None:
    seq = (await maya.look("boot"))["seq"]
    ts = await maya.post(pod, "Meanwhile")
    ws = await stream(session, workspace, MAYA.uid, since=str(seq))
    frame = await of_type(ws, "message")
    assert (frame["message"]["ts"], frame["seq"] > seq) == (ts, True)
    await ws.close()


async def test_a_window_that_was_away_too_long_is_told_to_reload(
    workspace: Workspace, session: ClientSession
) -> None:
    ws = await stream(session, workspace, MAYA.uid, since="999999")
    assert await ws.receive_json(timeout=5) == {"type": "reload"}
    await ws.close()


async def test_what_happens_in_private_streams_to_members_only(
    workspace: Workspace, session: ClientSession, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    lobby = await make_channel(web, "lobby", False, ANA.uid, MAYA.uid)
    ws = await stream(session, workspace, ANA.uid)
    await maya.post(pod, "Secret")
    await web.chat_postEphemeral(channel=lobby, user=MAYA.uid, text="Also secret")
    await maya.post(lobby, "Open")
    assert (await of_type(ws, "message"))["message"]["text"] == "Open"
    await ws.close()


async def test_a_new_direct_message_shows_up_at_once(
    workspace: Workspace, session: ClientSession, web: AsyncWebClient, maya: Visitor
) -> None:
    ws = await stream(session, workspace, MAYA.uid)
    posted = await web.chat_postMessage(channel=MAYA.uid, text="Psst")
    opened = await of_type(ws, "channel")
    assert opened["channel"]["id"] == posted["channel"]
    assert opened["channel"]["peer"] == workspace.state.app.user
    await ws.close()


async def test_slackbot_is_nobody_to_be(maya: Visitor, workspace: Workspace) -> None:
    slackbot = Visitor(maya._session, workspace.url, "USLACKBOT")
    assert (await slackbot.look("boot"))["error"] == "user_not_found"


async def test_private_messages_modals_home_and_notices_stream_to_their_person(
    workspace: Workspace, session: ClientSession, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    ws = await stream(session, workspace, MAYA.uid)
    await web.chat_postEphemeral(channel=pod, user=MAYA.uid, text="Psst")
    assert (await of_type(ws, "ephemeral"))["message"]["ephemeral"]
    section = {"type": "section", "text": plain("Hello")}
    await web.views_publish(user_id=MAYA.uid, view={"type": "home", "blocks": [section]})
    assert (await of_type(ws, "home"))["view"]["blocks"][0]["text"] == plain("Hello")
    await maya.do("command", channel=pod, command="/advise", text="x")
    assert "/advise failed" in (await of_type(ws, "notice"))["text"]
    await ws.close()


async def test_people_make_channels_and_bring_others_and_the_app(
    workspace: Workspace, web: AsyncWebClient, ana: Visitor
) -> None:
    made = await ana.do("create", name="leaders", is_private=True)
    channel = made["channel"]
    hidden = web.conversations_info(channel=channel)
    assert await refusal(hidden) == "channel_not_found"
    await ana.do("invite", channel=channel, users=[MAYA.uid, workspace.state.app.user])
    members = (await web.conversations_members(channel=channel))["members"]
    assert members == [ANA.uid, MAYA.uid, workspace.state.app.user]
    again = await ana.do("create", name="leaders")
    odd = await ana.do("create", name="Lead ers")
    nobody = await ana.do("invite", channel=channel, users=["U0NOBODY"])
    codes = [one["error"] for one in (again, odd, nobody)]
    assert codes == ["name_taken", "invalid_name_specials", "user_not_found"]


async def test_everybody_is_in_general_but_the_app(
    workspace: Workspace, web: AsyncWebClient, maya: Visitor
) -> None:
    general = next(one for one in (await maya.look("boot"))["channels"] if one["joined"])
    assert general["name"] == "general"
    await maya.post(general["id"], "Hello all")
    outside = web.chat_postMessage(channel=general["id"], text="x")
    assert await refusal(outside) == "not_in_channel"
    await web.conversations_join(channel=general["id"])
    stay = web.conversations_leave(channel=general["id"])
    assert await refusal(stay) == "cant_leave_general"
    keep = web.conversations_archive(channel=general["id"])
    assert await refusal(keep) == "cant_archive_general"


async def test_somebody_who_is_deactivated_is_in_no_channel_any_more(
    workspace: Workspace, session: ClientSession, web: AsyncWebClient, dan: Visitor, pod: str
) -> None:
    address = f"{workspace.url}/control/people"
    await session.post(address, json={"id": DAN.uid, "deleted": True})
    assert (await web.users_info(user=DAN.uid))["user"]["deleted"]
    assert DAN.uid not in (await web.conversations_members(channel=pod))["members"]
    assert (await dan.do("post", channel=pod, text="x"))["error"] == "user_not_found"


async def test_a_new_account_can_come_at_any_time(
    workspace: Workspace, session: ClientSession, web: AsyncWebClient
) -> None:
    body = {"name": "new", "real_name": "New Person", "email": "new@example.com"}
    async with session.post(f"{workspace.url}/control/people", json=body) as response:
        user = (await response.json())["user"]
    assert (await web.users_lookupByEmail(email="new@example.com"))["user"]["id"] == user
    async with session.post(f"{workspace.url}/control/people", json={"nonsense": 1}) as response:
        assert response.status == 400


async def test_a_strangers_message_names_their_team(
    workspace: Workspace, session: ClientSession, web: AsyncWebClient, pod: str
) -> None:
    body = {"name": "far", "real_name": "Far", "email": "far@example.org", "team_id": "T0FAR"}
    async with session.post(f"{workspace.url}/control/people", json=body) as response:
        user = (await response.json())["user"]
    await web.conversations_invite(channel=pod, users=user)
    await Visitor(session, workspace.url, user).post(pod, "Hello from outside")
    message = (await web.conversations_history(channel=pod, limit=1))["messages"][0]
    assert message["user_team"] == "T0FAR"


async def test_other_hosts_and_other_pages_are_turned_away(
    workspace: Workspace, session: ClientSession
) -> None:
    address = f"{workspace.url}/people/"
    for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
        async with session.get(address, headers=headers) as response:
            assert response.status == 403


async def test_the_clock_steps_forward_only(workspace: Workspace, session: ClientSession) -> None:
    before = workspace.state.now()
    address = f"{workspace.url}/control/clock"
    async with session.post(address, json={"seconds": 90}) as response:
        assert (await response.json())["now"] == before + 90
    async with session.post(address, json={"seconds": -1}) as response:
        assert response.status == 400


async def test_a_step_that_does_not_come_to_rest_is_told_as_such(
    workspace: Workspace, session: ClientSession
) -> None:
    async def never(seconds: float) -> None:
        raise TimeoutError("the bot did not come to rest within 10 s")

    workspace.control.stepper = never
    async with session.post(f"{workspace.url}/control/clock", json={"seconds": 1}) as response:
        assert response.status == 503
        answer = await response.json()
    assert answer["error"] == "not_idle"
    assert "the bot did not come to rest" in answer["message"]


async def test_a_malformed_body_gets_a_kind_sentence(
    workspace: Workspace, session: ClientSession
) -> None:
    address = f"{workspace.url}/people/{MAYA.uid}/post"
    async with session.post(address, data="{not json") as response:
        assert response.status == 400
        assert (await response.json())["error"] == "invalid_json"


async def test_open_windows_are_told_when_the_workspace_stops(
    workspace: Workspace, session: ClientSession
) -> None:
    windows = [await stream(session, workspace, user) for user in (MAYA.uid, DAN.uid)]
    await asyncio.gather(workspace.stop(), *(window.receive(timeout=5) for window in windows))
    assert [window.close_code for window in windows] == [1001, 1001]
