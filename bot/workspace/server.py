"""The local workspace: a small, strict Slack for one app, on loopback."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.workspace.control import Control
from bot.workspace.deliveries import Deliveries
from bot.workspace.door import Door
from bot.workspace.events_http import HttpDelivery
from bot.workspace.link import SocketLink
from bot.workspace.manifest import read_manifest
from bot.workspace.membership import make_general
from bot.workspace.methods import WebApi
from bot.workspace.people import Person
from bot.workspace.responses import ResponseDoor
from bot.workspace.shapes import Json, Unkind, stable_id
from bot.workspace.state import State

PAGE = Path(__file__).parent / "page"
BODY_LIMIT = 4 * 1024 * 1024
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Workspace:
    """One workspace with its people and one installed app.

    `now` gives seconds since the epoch; triggers, response URLs, limits and retries go by it.
    Acknowledgements are awaited for `ack_seconds` of real time. With `request_url` events and
    interactions go there over HTTP, else through Socket Mode. `pair` names the two people that
    the page opens on, `guide` the three things to try.

    Raises:
        ValueError: the manifest has a command that Slack would refuse.
    """

    def __init__(
        self,
        people: Sequence[Person],
        manifest: Mapping[str, Any],
        *,
        team_id: str | None = None,
        name: str = "Podline Local",
        now: Callable[[], float] = time.time,
        host: str = "127.0.0.1",
        port: int = 0,
        request_url: str | None = None,
        signing_secret: str | None = None,
        pair: Sequence[str] = (),
        guide: Sequence[str] = (),
        ack_seconds: float = 3.0,
    ) -> None:
        team = (team_id or stable_id("T", name), name)
        self.state = State(people, read_manifest(manifest), team, now, signing_secret)
        self._host, self._port = host, port
        self._link = SocketLink(self.state, ack_seconds)
        self._http = HttpDelivery(self.state, request_url, ack_seconds) if request_url else None
        transport = self._http or self._link
        make_general(self.state)
        self._deliveries = Deliveries(self.state, transport, ack_seconds)
        self.state.transport = transport
        self.state.outlet = self._deliveries.send
        self.control = Control(self.state, self._deliveries, self._link)
        self._door = Door(self.state, list(guide), list(pair))
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The address, without a slash at its end; known once started."""
        return self.state.url

    @property
    def api_url(self) -> str:
        """What `slack_sdk` takes as `base_url`."""
        return f"{self.url}/api/"

    @property
    def team(self) -> str:
        """The workspace's id."""
        return self.state.team_id

    def calls(self) -> list[Json]:
        """What the app asked of the Web API so far, oldest first, as the control door lists it."""
        return self.state.calls.listing(None)

    @property
    def bot_token(self) -> str:
        return self.state.app.bot_token

    @property
    def app_token(self) -> str:
        return self.state.app.app_token

    @property
    def signing_secret(self) -> str:
        return self.state.app.signing_secret

    async def start(self) -> None:
        """Listen.

        Raises:
            OSError: the port is taken.
        """
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        port = self._runner.addresses[0][1]
        self.state.url = f"http://{self._host}:{port}"

    async def stop(self) -> None:
        """Stop listening and drop what is under way."""
        await self._deliveries.stop()
        self.state.timers.stop()
        await self._link.stop()
        if self._http:
            await self._http.stop()
        if self._runner:
            await self._runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(
            middlewares=[_loopback_only, _never_stale, _kindly], client_max_size=BODY_LIMIT
        )
        app.on_shutdown.append(self._door.close)
        api, respond = WebApi(self.state), ResponseDoor(self.state)
        app.add_routes(
            [
                web.route("*", "/api/{method}", api.handle),
                web.get("/link/", self._link.handle),
                web.post("/respond/{token}", respond.handle),
                *self._door.routes(),
                *self.control.routes(),
                web.get("/", _page),
                web.get("/archives/{channel}/{message}", _page),
            ]
        )
        if PAGE.is_dir():
            app.router.add_static("/page/", PAGE)
        return app


async def _page(request: web.Request) -> web.StreamResponse:
    index = PAGE / "index.html"
    if not index.is_file():
        raise web.HTTPNotFound(text="The page is not installed.")
    return web.FileResponse(index, headers={"Cache-Control": "no-cache"})


@web.middleware
async def _kindly(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Unkind as problem:
        body = {"error": problem.code, "message": problem.message}
        return web.json_response(body, status=problem.status)


@web.middleware
async def _never_stale(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The page's modules must not be mixed from two versions after an upgrade."""
    response = await handler(request)
    if request.path.startswith("/page/"):
        response.headers["Cache-Control"] = "no-cache"
    return response


@web.middleware
async def _loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse other names for this machine, and other pages' scripts."""
    if not _is_loopback(request.url.host) or not _is_same_origin(request):
        raise web.HTTPForbidden(text="This workspace answers on this machine alone.")
    return await handler(request)


@cache
def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _is_same_origin(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    return origin is None or origin.partition("://")[2] == request.host
