"""The WebSocket link: one of several connections, acknowledgements, retries, goodbyes."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import ClientSession, WSMsgType
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.waiting import until
from tests.workspace.conftest import Clock, Connect, Json, Listener, Visitor, impatient


async def frames(session: ClientSession, workspace: Workspace) -> Any:
    """A bare connection, as no SDK would make it."""
    web = AsyncWebClient(workspace.app_token, base_url=workspace.api_url)
    address = (await web.apps_connections_open(app_token=workspace.app_token))["url"]
    return await session.ws_connect(address)


async def control(session: ClientSession, workspace: Workspace, what: str, **body: Any) -> Json:
    async with session.post(f"{workspace.url}/control/{what}", json=body) as response:
        return dict(await response.json())


async def test_hello_counts_the_connections(session: ClientSession, workspace: Workspace) -> None:
    first = await frames(session, workspace)
    second = await frames(session, workspace)
    hellos = [await one.receive_json() for one in (first, second)]
    assert [one["type"] for one in hellos] == ["hello", "hello"]
    assert [one["num_connections"] for one in hellos] == [1, 2]
    await first.close()
    await second.close()


async def test_a_ticket_opens_one_connection_only(
    session: ClientSession, workspace: Workspace
) -> None:
    web = AsyncWebClient(workspace.app_token, base_url=workspace.api_url)
    address = (await web.apps_connections_open(app_token=workspace.app_token))["url"]
    ws = await session.ws_connect(address)
    async with session.get(address.replace("ws", "http", 1)) as again:
        assert again.status == 403
    await ws.close()


async def test_an_eleventh_connection_is_turned_away(
    session: ClientSession, workspace: Workspace
) -> None:
    await control(session, workspace, "limits", on=False)
    opened = [await frames(session, workspace) for _ in range(11)]
    last = await opened[-1].receive_json()
    assert (last["type"], last["reason"]) == ("disconnect", "too_many_websockets")
    for one in opened:
        await one.close()


async def test_each_event_goes_to_one_connection_and_all_get_some(
    workspace: Workspace, connect: Connect, maya: Visitor, pod: str
) -> None:
    apps = [await connect(workspace) for _ in range(2)]
    for number in range(24):
        await maya.post(pod, f"Message {number}")
    await until(lambda: sum(len(app.events("message")) for app in apps) == 24)
    texts = [event["text"] for app in apps for event in app.events("message")]
    assert sorted(texts) == sorted(f"Message {number}" for number in range(24))
    assert all(app.got for app in apps)


@impatient
async def test_an_event_without_acknowledgement_comes_again_at_once_then_after_1_and_5_minutes(
    workspace: Workspace, app: Listener, maya: Visitor, pod: str, clock: Clock
) -> None:
    app.silent = True
    await maya.post(pod, "Anybody?")
    await app.wait(2, "message")
    await until(lambda: workspace.control.is_idle)
    clock.step(60)
    await app.wait(3, "message")
    await until(lambda: workspace.control.is_idle)
    clock.step(299)
    assert len(app.events("message")) == 3
    clock.step(2)
    await app.wait(4, "message")
    tries = [(one.retry_attempt, one.retry_reason) for one in app.got]
    assert tries == [(0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")]
    assert len({one.payload["event_id"] for one in app.got}) == 1
    assert len({one.envelope_id for one in app.got}) == 4


async def test_an_acknowledged_event_does_not_come_again(
    app: Listener, maya: Visitor, pod: str, clock: Clock
) -> None:
    await maya.post(pod, "Once")
    await app.wait(1, "message")
    clock.step(600)
    await maya.post(pod, "Another")
    await app.wait(2, "message")
    assert [event["text"] for event in app.events("message")] == ["Once", "Another"]


@impatient
async def test_events_wait_for_an_app_that_comes_back(
    workspace: Workspace, connect: Connect, maya: Visitor, pod: str, clock: Clock
) -> None:
    await maya.post(pod, "While you were out")
    await until(lambda: workspace.control.is_idle)
    app = await connect(workspace)
    clock.step(61)
    assert (await app.wait(1, "message"))[0]["text"] == "While you were out"


@impatient
async def test_a_command_that_is_not_acknowledged_is_told_to_the_person_and_not_sent_again(
    app: Listener, maya: Visitor, pod: str, clock: Clock
) -> None:
    app.silent = True
    done = await maya.do("command", channel=pod, command="/advise", text="hello")
    assert (done["acked"], done["error"]) == (False, "operation_timeout")
    clock.step(600)
    await maya.do("command", channel=pod, command="/pod", text="")
    await until(lambda: len(app.got) == 2)
    commands = [one.payload["command"] for one in app.got]
    assert commands == ["/advise", "/pod"]


async def test_without_a_connection_a_command_fails_at_once(maya: Visitor, pod: str) -> None:
    done = await maya.do("command", channel=pod, command="/advise", text="hello")
    assert done["error"] == "dispatch_failed"


async def test_a_refresh_makes_the_client_come_back_and_nothing_is_lost(
    workspace: Workspace, app: Listener, session: ClientSession, maya: Visitor, pod: str
) -> None:
    await control(session, workspace, "disconnect", how="refresh")
    await maya.post(pod, "In between")
    await until(lambda: bool(app.events("message")))
    assert app.events("message")[0]["text"] == "In between"


async def test_a_warning_says_so_and_leaves_the_connection_open(
    session: ClientSession, workspace: Workspace
) -> None:
    ws = await frames(session, workspace)
    await ws.receive_json()
    await control(session, workspace, "disconnect", how="warning")
    said = await ws.receive_json()
    assert (said["type"], said["reason"]) == ("disconnect", "warning")
    assert not ws.closed
    await ws.close()


async def test_a_cut_connection_ends_without_a_word(
    session: ClientSession, workspace: Workspace
) -> None:
    ws = await frames(session, workspace)
    await ws.receive_json()
    await control(session, workspace, "disconnect", how="cut")
    message = await ws.receive()
    assert message.type in (WSMsgType.CLOSED, WSMsgType.CLOSE, WSMsgType.ERROR)


async def test_a_deaf_connection_is_still_counted_and_answers_no_ping(
    session: ClientSession, workspace: Workspace, maya: Visitor, pod: str
) -> None:
    ws = await frames(session, workspace)
    await ws.receive_json()
    await control(session, workspace, "disconnect", how="deaf")
    await maya.post(pod, "Into the void")
    async with session.get(f"{workspace.url}/control/connections") as response:
        assert (await response.json())["connections"] == 1
    heard = asyncio.create_task(ws.receive())
    await asyncio.sleep(0.3)
    assert not heard.done()
    await control(session, workspace, "disconnect", how="cut")
    await heard
    await ws.close()


async def test_the_sdk_notices_a_deaf_connection_by_its_pings(
    workspace: Workspace, connect: Connect, session: ClientSession
) -> None:
    app = await connect(workspace, ping_interval=0.2)
    await until(lambda: app.client.last_ping_pong_time is not None)
    before = app.client.current_session
    await control(session, workspace, "disconnect", how="deaf")
    await until(lambda: app.client.current_session is not before)


async def test_an_envelope_may_be_sent_twice_when_ordered(
    workspace: Workspace, app: Listener, session: ClientSession, maya: Visitor, pod: str
) -> None:
    await control(session, workspace, "faults", method="socket", kind="duplicate")
    await maya.post(pod, "Twice")
    await app.wait(2, "message")
    assert len({one.envelope_id for one in app.got}) == 1


async def test_events_swap_places_when_ordered(
    workspace: Workspace, app: Listener, session: ClientSession, maya: Visitor, pod: str
) -> None:
    await control(session, workspace, "faults", method="events", kind="reorder", seconds=60)
    await maya.post(pod, "First")
    await maya.post(pod, "Second")
    events = await app.wait(2, "message")
    assert [event["text"] for event in events] == ["Second", "First"]


@impatient
async def test_a_dropped_event_comes_as_a_retry(
    workspace: Workspace, app: Listener, session: ClientSession, maya: Visitor, pod: str
) -> None:
    await control(session, workspace, "faults", method="events", kind="drop")
    await maya.post(pod, "Slowly")
    await app.wait(1, "message")
    assert app.got[0].retry_attempt == 1


async def test_idle_means_that_every_event_is_acknowledged(
    workspace: Workspace, app: Listener, session: ClientSession, maya: Visitor, pod: str
) -> None:
    seen: list[bool] = []

    def reply(request: SocketModeRequest) -> None:
        seen.append(workspace.control.is_idle)

    app.reply = reply
    await maya.post(pod, "Busy")
    await app.wait(1, "message")
    await until(lambda: workspace.control.is_idle)
    assert seen == [False]
