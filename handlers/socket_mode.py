"""Slack over Socket Mode: several connections, and a watchdog that rebuilds a deaf one."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from logging import getLogger

from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Misconfigured
from handlers.middleware import Gate

log = getLogger(__name__)
CONNECTIONS = 2
PING_EVERY = 10.0
# The SDK's own reconnect keeps a refused URL for ever; after this long a client is built anew.
DEAF_AFTER = 60.0
LOOK_EVERY = 5.0

_Receiver = Callable[[AsyncBaseSocketModeClient, SocketModeRequest], Awaitable[None]]


class SocketMode:
    """Keeps `CONNECTIONS` Socket Mode connections up and hands what comes to the gate.

    A disconnect closes one before it reopens; with two, something always listens.
    """

    def __init__(
        self,
        gate: Gate,
        app_token: str,
        client: AsyncWebClient,
        connections: int = CONNECTIONS,
        deaf_after: float = DEAF_AFTER,
    ) -> None:
        self._gate, self._app_token, self._client = gate, app_token, client
        self._deaf_after = deaf_after
        self._links: list[SocketModeClient | None] = [None] * connections
        self._heard: list[float] = [0.0] * connections
        self._watchdogs: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Connect once, so that a wrong token is said at start; the watchdogs keep it up."""
        try:
            await self._build(0)
        except SlackApiError as error:
            raise Misconfigured(
                f"Slack refused PODLINE_SLACK_APP_TOKEN ({error.response['error']}). "
                "It starts with xapp- and needs connections:write."
            ) from error
        places = range(len(self._links))
        self._watchdogs = [asyncio.create_task(self._watch(place)) for place in places]

    async def stop(self) -> None:
        for watchdog in self._watchdogs:
            watchdog.cancel()
        await asyncio.gather(*self._watchdogs, return_exceptions=True)
        for place in range(len(self._links)):
            await self._drop(place)

    async def connected(self) -> int:
        """How many connections are up."""
        links = [link for link in self._links if link is not None]
        return sum([await link.is_connected() for link in links])

    async def _watch(self, place: int) -> None:
        while True:
            try:
                if await self._is_deaf(place):
                    await self._build(place)
            except (SlackApiError, OSError, TimeoutError) as error:
                log.warning("no connection to Slack yet", extra={"error": type(error).__name__})
            await asyncio.sleep(LOOK_EVERY)

    async def _is_deaf(self, place: int) -> bool:
        link = self._links[place]
        if link is None:
            return True
        if await link.is_connected():
            self._heard[place] = max(link.last_ping_pong_time or 0.0, self._heard[place])
        return time.time() - self._heard[place] > self._deaf_after

    async def _build(self, place: int) -> None:
        await self._drop(place)
        link = SocketModeClient(
            app_token=self._app_token,
            web_client=self._client,
            ping_interval=PING_EVERY,
            logger=getLogger("slack_sdk.socket_mode"),
        )
        link.socket_mode_request_listeners.append(self._receiver(place))
        link.wss_uri = await link.issue_new_wss_url()
        self._links[place] = link
        self._heard[place] = time.time()
        await asyncio.wait_for(link.connect(), self._deaf_after)  # type: ignore[no-untyped-call]

    async def _drop(self, place: int) -> None:
        link, self._links[place] = self._links[place], None
        if link is not None:
            await link.close()  # type: ignore[no-untyped-call]

    def _receiver(self, place: int) -> _Receiver:
        async def receive(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
            self._heard[place] = time.time()
            bolt_request = AsyncBoltRequest(
                mode="socket_mode", body=request.payload, headers=build_headers(request)
            )
            response = await self._gate.dispatch(bolt_request)
            await send_async_response(client, request, response, time.time())

        return receive
