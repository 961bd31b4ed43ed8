"""Socket Mode over the wire: several connections that are kept up, and nothing left behind."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientSession, web
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Misconfigured
from bot.manifest import read_manifest
from bot.text.kit import Card
from bot.workspace.people import Person
from bot.workspace.server import Workspace
from handlers.payloads import Command, Message, Routes
from handlers.socket_keeper import Pace
from handlers.socket_mode import SocketMode
from tests.handlers import shapes
from tests.handlers.desk import Desk
from tests.handlers.shapes import TEAM
from tests.waiting import PATIENCE
from tests.waiting import until_so as until

QUICK = Pace(
    ping_every=0.2,
    look_every=0.1,
    open_within=1.0,
    answer_within=PATIENCE,
    wait_first=0.05,
    wait_at_most=0.2,
)


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    """Slack, with its limits lifted: these tests connect more often than once a minute."""
    people = [Person(shapes.MAYA, "maya", "Maya R.", "maya@example.com")]
    workspace = Workspace(people, read_manifest(), team_id=TEAM, ack_seconds=PATIENCE)
    await workspace.start()
    workspace.state.limits.lifted = True
    yield workspace
    await workspace.stop()


# Where no connection is deaf: a machine that stalls seems to be.
CALM = replace(QUICK, ping_every=PATIENCE, open_within=PATIENCE)


class Wire:
    """The bot, connected to a workspace, and what reached it."""

    def __init__(
        self, workspace: Workspace, desk: Desk, session: ClientSession, pace: Pace = CALM
    ) -> None:
        self.workspace, self.session = workspace, session
        self.heard: list[str] = []
        self.hold = asyncio.Event()
        self.hold.set()
        desk.serving(Routes(messages=[self._hear], commands={"/advise": self._answer}))
        client = AsyncWebClient(base_url=workspace.api_url, session=session, retry_handlers=[])
        self.mode = SocketMode(desk.gate, workspace.app_token, client, pace=pace)

    async def _hear(self, message: Message) -> None:
        await self.hold.wait()
        self.heard.append(message.text)

    async def _answer(self, command: Command) -> Card:
        await self.hold.wait()
        return Card(f"heard: {command.text}")

    async def is_up(self) -> bool:
        count = (await self.control("connections"))["connections"]
        return await self.mode.connected() == 2 and count == 2

    async def command(self, text: str) -> Any:
        answer = await self.workspace.state.transport.ask(
            "slash_commands", shapes.command(text, team_id=TEAM)
        )
        return answer.body.get("text") or answer.error

    async def event(self, text: str) -> str | None:
        return await self.workspace.state.transport.send_event(shapes.message(text), 0, "")

    async def control(self, what: str, **body: Any) -> dict[str, Any]:
        url = f"{self.workspace.url}/control/{what}"
        asking = self.session.post(url, json=body) if body else self.session.get(url)
        async with asking as response:
            answer: dict[str, Any] = await response.json()
            return answer


@pytest.fixture
def pace() -> Pace:
    return CALM


@pytest.fixture
async def wire(
    workspace: Workspace, desk: Desk, session: ClientSession, pace: Pace
) -> AsyncIterator[Wire]:
    """Two connections, both up."""
    wire = Wire(workspace, desk, session, pace)
    await wire.mode.start()
    await until(wire.is_up)
    yield wire
    await wire.mode.stop()


async def test_with_two_connections_every_payload_reaches_the_bot(wire: Wire) -> None:
    # One of them at random for each: twelve all through one is one chance in two thousand.
    for number in range(12):
        assert await wire.command(str(number)) == f"heard: {number}"
        assert await wire.event(str(number)) is None
    assert wire.heard == [str(number) for number in range(12)]


async def test_an_event_that_fails_is_not_acknowledged(
    wire: Wire, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(message: Message) -> None:
        raise OSError

    app = desk.serving(Routes(messages=[fail])).app
    monkeypatch.setattr(wire.mode._gate, "_app", app)
    wire.workspace._link._ack_seconds = 0.3
    assert await wire.event("lost") == "timeout"


async def test_behind_a_closed_gate_an_event_is_left_for_whoever_is_up(
    wire: Wire, desk: Desk
) -> None:
    await wire.mode._gate.close(at_most=0.1)
    wire.workspace._link._ack_seconds = 0.3
    assert await wire.event("late") == "timeout"
    assert wire.heard == []


@pytest.mark.parametrize("where", ["new", "changed"])
async def test_what_bots_write_is_acknowledged_and_costs_bolt_nothing(
    wire: Wire, desk: Desk, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    async def nobody(*_: Any) -> None:
        raise AssertionError("bolt was asked")

    monkeypatch.setattr(wire.mode._gate, "dispatch", nobody)
    payload = shapes.message("a card", bot_id="B0BOT")
    if where == "changed":
        message = {**payload["event"]}
        payload["event"] = {"type": "message", "subtype": "message_changed", "message": message}
    assert await wire.workspace.state.transport.send_event(payload, 0, "") is None


@pytest.mark.parametrize("payload", [{"team": 5}, {"type": "event_callback", "event": [1]}])
async def test_a_malformed_payload_is_acknowledged_and_not_sent_again(
    wire: Wire, payload: dict[str, Any]
) -> None:
    assert await wire.workspace.state.transport.send_event(payload, 0, "") is None


@pytest.mark.parametrize(
    ("how", "pace"), [("warning", CALM), ("refresh", CALM), ("cut", CALM), ("deaf", QUICK)]
)
@pytest.mark.slow
async def test_a_connection_that_goes_is_replaced(wire: Wire, how: str) -> None:
    old = [keeper._link for keeper in wire.mode._keepers]
    await wire.control("disconnect", how=how)

    async def replaced() -> bool:
        links = [keeper._link for keeper in wire.mode._keepers]
        return all(link not in old for link in links) and await wire.is_up()

    await until(replaced)
    assert await wire.command("after") == "heard: after"


@pytest.mark.slow
@pytest.mark.parametrize("how", ["warning", "refresh"])
async def test_what_was_handed_over_before_a_disconnect_is_still_answered(
    wire: Wire, how: str
) -> None:
    wire.hold.clear()
    asked = [asyncio.create_task(wire.command(str(number))) for number in range(4)]
    sent = [asyncio.create_task(wire.event(str(number))) for number in range(4)]

    async def are_handed_over() -> bool:
        return len(wire.workspace._link._owed) == 8

    await until(are_handed_over)
    await wire.control("disconnect", how=how)
    await asyncio.sleep(0.3)
    wire.hold.set()
    assert await asyncio.gather(*asked) == [f"heard: {number}" for number in range(4)]
    assert await asyncio.gather(*sent) == [None] * 4
    await until(wire.is_up)


@pytest.mark.slow
async def test_no_event_is_lost_while_connections_come_and_go(wire: Wire) -> None:
    async def disconnects() -> None:
        for how in ("warning", "refresh", "warning"):
            await wire.control("disconnect", how=how)
            await asyncio.sleep(0.3)

    going = asyncio.create_task(disconnects())
    for number in range(60):
        wire.workspace._deliveries.send(shapes.message(str(number)))
        await asyncio.sleep(0.02)
    await going

    async def all_heard() -> bool:
        return set(wire.heard) == {str(number) for number in range(60)}

    await until(all_heard)


NAMES = ("Socket", "keep", "monitor")


@pytest.mark.parametrize("one_leaves", [False, True])
async def test_stop_leaves_nothing_running(
    workspace: Workspace, desk: Desk, session: ClientSession, one_leaves: bool
) -> None:
    before = asyncio.all_tasks()
    wire = Wire(workspace, desk, session)
    await wire.mode.start()
    await until(wire.is_up)
    if one_leaves:
        await let_one_leave(wire)
    await wire.mode.stop()
    wire.hold.set()

    async def nothing_is_left() -> bool:
        # The workspace's own side of a connection ends with it.
        left = {str(task.get_coro()) for task in asyncio.all_tasks() - before}
        return not [one for one in left if any(name in one for name in NAMES)]

    await until(nothing_is_left)
    assert await wire.mode.connected() == 0
    assert (await wire.control("connections"))["connections"] == 0


async def let_one_leave(wire: Wire) -> None:
    """It was replaced, and what it was handed is still to be answered."""

    async def is_handed_over() -> bool:
        return not wire.mode._gate.idle

    async def is_leaving() -> bool:
        return any(keeper._retiring for keeper in wire.mode._keepers)

    wire.hold.clear()
    wire.workspace._deliveries.send(shapes.message("held"))
    await until(is_handed_over)
    await wire.control("disconnect", how="warning")
    await until(is_leaving)


@pytest.mark.parametrize("token", ["xapp-wrong", "xoxb-not-an-app-token"])
async def test_a_wrong_app_token_is_said_in_one_clear_sentence(
    workspace: Workspace, desk: Desk, session: ClientSession, token: str
) -> None:
    client = AsyncWebClient(base_url=workspace.api_url, session=session, retry_handlers=[])
    mode = SocketMode(desk.gate, token, client, pace=QUICK)
    with pytest.raises(Misconfigured) as refused:
        await mode.start()
    assert "PODLINE_SLACK_APP_TOKEN" in refused.value.sentence
    assert token not in refused.value.sentence
    assert "\n" not in refused.value.sentence


class MoodySlack:
    """Hands out addresses: the first few go nowhere, or say goodbye at once; or all are deaf."""

    def __init__(self, bad: int, mood: str) -> None:
        self.bad, self.mood = bad, mood
        self.opened = 0
        self.open_now = 0
        self.most_open = 0

    async def open(self, request: web.Request) -> web.Response:
        self.opened += 1
        if self.mood == "down" and self.opened <= self.bad:
            raise web.HTTPInternalServerError
        refused = self.mood == "refused" and self.opened <= self.bad
        path = "nowhere" if refused else "link"
        url = f"ws://{request.host}/{path}?n={self.opened}"
        return web.json_response({"ok": True, "url": url})

    async def link(self, request: web.Request) -> web.StreamResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        if self.mood == "deaf":
            await asyncio.Event().wait()
        if self.mood == "full" and int(request.query["n"]) <= self.bad:
            goodbye = {"type": "disconnect", "reason": "too_many_websockets"}
            await ws.send_str(json.dumps(goodbye))
        async for _ in ws:
            continue
        self.open_now -= 1
        return ws


@pytest.fixture
async def moody(session: ClientSession) -> AsyncIterator[Callable[..., Awaitable[str]]]:
    """Starts a `MoodySlack`, and answers the base URL of its Web API."""
    runners: list[web.AppRunner] = []

    async def start(slack: MoodySlack) -> str:
        app = web.Application()
        app.add_routes(
            [web.post("/api/apps.connections.open", slack.open), web.get("/link", slack.link)]
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}/api/"

    yield start
    for runner in runners:
        await runner.cleanup()


@pytest.mark.slow
@pytest.mark.parametrize("mood", ["refused", "down", "full"])
async def test_a_slack_in_a_bad_mood_is_tried_with_new_addresses_until_it_takes_us(
    desk: Desk, session: ClientSession, moody: Callable[..., Awaitable[str]], mood: str
) -> None:
    slack = MoodySlack(3, mood)
    client = AsyncWebClient(base_url=await moody(slack), session=session, retry_handlers=[])
    pace = QUICK if mood == "refused" else CALM
    mode = SocketMode(desk.gate, "xapp-1", client, connections=1, pace=pace)
    await mode.start()

    async def up() -> bool:
        return slack.opened > 3 and await mode.connected() == 1 and slack.open_now == 1

    await until(up)
    assert slack.opened <= 6
    # A full Slack takes the next connection only once the old one is gone.
    assert slack.most_open == 1
    await mode.stop()
    assert slack.open_now == 0


async def test_stop_does_not_wait_for_a_slack_that_does_not_answer_the_goodbye(
    desk: Desk, session: ClientSession, moody: Callable[..., Awaitable[str]]
) -> None:
    client = AsyncWebClient(
        base_url=await moody(MoodySlack(0, "deaf")), session=session, retry_handlers=[]
    )
    mode = SocketMode(desk.gate, "xapp-1", client, connections=1, pace=QUICK)
    await mode.start()
    started = time.monotonic()
    await mode.stop()
    assert time.monotonic() - started < 8, "aiohttp by itself waits ten seconds"


async def test_a_slack_that_says_goodbye_at_once_gets_rest_between_attempts(
    desk: Desk, session: ClientSession, moody: Callable[..., Awaitable[str]]
) -> None:
    slack = MoodySlack(10_000, "full")
    client = AsyncWebClient(base_url=await moody(slack), session=session, retry_handlers=[])
    mode = SocketMode(desk.gate, "xapp-1", client, connections=1, pace=QUICK)
    started = time.monotonic()
    await mode.start()

    async def has_tried_again() -> bool:
        return slack.opened >= 6

    await until(has_tried_again)
    rested = QUICK.wait_first + 2 * QUICK.wait_first + 2 * QUICK.wait_at_most
    assert time.monotonic() - started > 0.9 * rested
    await mode.stop()
