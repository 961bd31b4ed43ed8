"""A running workspace with a few people, a real slack_sdk client, and visitors at its door."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.people import Person
from bot.workspace.server import Workspace
from tests.waiting import PATIENCE, until
from tests.workspace.slack_reference import unknown_errors

Json = dict[str, Any]

MAYA = Person("U0MAYA", "maya", "Maya Reyes", "maya@example.com", tz="America/Boise")
DAN = Person("U0DAN", "dan", "Dan Okafor", "dan@example.com", title="Technical specialist")
ANA = Person("U0ANA", "ana", "Ana Ruiz", "ana@example.com", is_admin=True)
GONE = Person("U0GONE", "gone", "Gone Long", "gone@example.com", deleted=True)
PEOPLE = (MAYA, DAN, ANA, GONE)

SCOPES = """app_mentions:read channels:history channels:join channels:manage channels:read
chat:write commands groups:history groups:read groups:write im:history im:read im:write
reactions:read reactions:write team:read users:read users:read.email"""
EVENTS = """app_home_opened app_mention channel_archive group_archive member_joined_channel
member_left_channel message.channels message.groups message.im reaction_added reaction_removed
user_huddle_changed"""


def manifest(scopes: str = SCOPES, events: str = EVENTS) -> Json:
    """An app manifest with one of everything."""
    return {
        "display_information": {"name": "Podline"},
        "features": {
            "bot_user": {"display_name": "podline"},
            "app_home": {"home_tab_enabled": True},
            "slash_commands": [
                {"command": "/advise", "description": "Ask the pod"},
                {"command": "/pod", "description": "Your pod", "should_escape": True},
            ],
            "shortcuts": [
                {"type": "message", "name": "Ask the pod", "callback_id": "ask_message"},
                {"type": "global", "name": "Ask", "callback_id": "ask_global"},
            ],
        },
        "oauth_config": {"scopes": {"bot": scopes.split()}},
        "settings": {
            "event_subscriptions": {"bot_events": events.split()},
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
        },
    }


class Clock:
    """A clock that only moves when a test steps it."""

    def __init__(self) -> None:
        self.at = 1_790_000_000.0

    def __call__(self) -> float:
        return self.at

    def step(self, seconds: float) -> None:
        self.at += seconds


class Visitor:
    """One person at the people's door."""

    def __init__(self, session: ClientSession, url: str, user: str) -> None:
        self._session, self._url, self.user = session, url, user

    async def look(self, what: str, **query: str) -> Json:
        address = f"{self._url}/people/{self.user}/{what}"
        async with self._session.get(address, params=query) as response:
            return dict(await response.json())

    async def do(self, deed: str, **body: Any) -> Json:
        """The answer; refusals come as {"error": …} too."""
        address = f"{self._url}/people/{self.user}/{deed}"
        async with self._session.post(address, json=body) as response:
            return dict(await response.json())

    async def post(self, channel: str, text: str, **more: Any) -> str:
        return str((await self.do("post", channel=channel, text=text, **more))["ts"])

    async def whys(self) -> list[str]:
        """Why this person was notified, in order."""
        found = await self.look("notifications")
        return [notification["why"] for notification in found["notifications"]]


Reply = Callable[[SocketModeRequest], Json | None]


class Listener:
    """An app on the link, by slack_sdk's own client: keeps what comes, acknowledges by `reply`."""

    def __init__(self, client: SocketModeClient) -> None:
        self.client = client
        self.got: list[SocketModeRequest] = []
        self.reply: Reply = lambda request: None
        self.silent = False
        client.socket_mode_request_listeners.append(self._take)

    async def _take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.got.append(request)
        if not self.silent:
            response = SocketModeResponse(request.envelope_id, self.reply(request))
            await client.send_socket_mode_response(response)

    def events(self, kind: str | None = None) -> list[Json]:
        """The events so far, of one type if given."""
        found = [one.payload["event"] for one in self.got if one.type == "events_api"]
        return [event for event in found if kind in (None, event["type"])]

    async def wait(self, count: int, kind: str | None = None) -> list[Json]:
        """Wait until that many events have come."""
        await until(lambda: len(self.events(kind)) >= count)
        return self.events(kind)


async def refusal(call: Awaitable[Any]) -> str:
    """Slack's error code of a call that must be refused."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


# However long a machine stalls, what is acknowledged counts as acknowledged; who tests what comes
# of no acknowledgement says `@impatient`.
impatient = pytest.mark.parametrize("ack_seconds", [0.5], ids=["impatient"])

Start = Callable[..., Awaitable[Workspace]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ack_seconds() -> float:
    """How long the workspace waits for an acknowledgement, in real seconds."""
    return PATIENCE


@pytest.fixture
async def start(clock: Clock, ack_seconds: float) -> AsyncIterator[Start]:
    """Starts workspaces on the stepped clock and stops them afterwards."""
    running: list[Workspace] = []

    async def run(**settings: Any) -> Workspace:
        given: Json = {"now": clock, "ack_seconds": ack_seconds, "manifest": manifest()} | settings
        workspace = Workspace(given.pop("people", PEOPLE), given.pop("manifest"), **given)
        await workspace.start()
        running.append(workspace)
        return workspace

    yield run
    for workspace in running:
        await workspace.stop()
        assert not unknown_errors(workspace.state.calls.listing(None))


@pytest.fixture
async def workspace(start: Start) -> Workspace:
    return await start()


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def web(workspace: Workspace, session: ClientSession) -> AsyncWebClient:
    """The app's Web API client."""
    return client_of(workspace, session)


def client_of(workspace: Workspace, session: ClientSession) -> AsyncWebClient:
    return AsyncWebClient(
        workspace.bot_token, base_url=workspace.api_url, session=session, retry_handlers=[]
    )


@pytest.fixture
async def maya(workspace: Workspace, session: ClientSession) -> Visitor:
    return Visitor(session, workspace.url, MAYA.uid)


@pytest.fixture
async def dan(workspace: Workspace, session: ClientSession) -> Visitor:
    return Visitor(session, workspace.url, DAN.uid)


@pytest.fixture
async def ana(workspace: Workspace, session: ClientSession) -> Visitor:
    return Visitor(session, workspace.url, ANA.uid)


Connect = Callable[..., Awaitable[Listener]]


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Connects slack_sdk's Socket Mode client to a workspace."""
    clients: list[SocketModeClient] = []

    async def run(workspace: Workspace, ping_interval: float = PATIENCE) -> Listener:
        web = AsyncWebClient(base_url=workspace.api_url)
        client = SocketModeClient(workspace.app_token, web_client=web, ping_interval=ping_interval)
        clients.append(client)
        listener = Listener(client)
        await client.connect()  # type: ignore[no-untyped-call]
        return listener

    yield run
    for client in clients:
        await client.close()  # type: ignore[no-untyped-call]


@pytest.fixture
async def app(workspace: Workspace, connect: Connect) -> Listener:
    """The app, connected once."""
    return await connect(workspace)


@pytest.fixture
async def pod(workspace: Workspace, web: AsyncWebClient) -> str:
    """A private channel with the app, Maya and Dan in it, whose making caused no events."""
    outlet, workspace.state.outlet = workspace.state.outlet, lambda payload: None
    channel = await make_channel(web, "pod-san-diego", True, MAYA.uid, DAN.uid)
    workspace.state.outlet = outlet
    return channel


async def make_channel(web: AsyncWebClient, name: str, private: bool, *users: str) -> str:
    made = await web.conversations_create(name=name, is_private=private)
    channel = str(made["channel"]["id"])
    if users:
        await web.conversations_invite(channel=channel, users=",".join(users))
    return channel
