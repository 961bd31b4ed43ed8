"""The control door, for tests and benchmarks: what was called, limits, faults, disconnects."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiohttp import web

from bot.workspace.bodies import number, read_object
from bot.workspace.deliveries import Deliveries
from bot.workspace.faults import read_fault
from bot.workspace.link import SocketLink
from bot.workspace.membership import put_person
from bot.workspace.people import Person
from bot.workspace.posting import unfurl
from bot.workspace.shapes import Json, Unkind
from bot.workspace.state import State

Stepper = Callable[[float], Awaitable[None]]


class Control:
    """Routes `/control/…`.

    `stepper` lets that many seconds pass for the workspace and the bot alike, and returns when
    both are at rest; without one the clock's door steps the workspace alone. It may raise
    `TimeoutError`.
    """

    stepper: Stepper | None = None

    def __init__(self, state: State, deliveries: Deliveries, link: SocketLink) -> None:
        self._state = state
        self._deliveries = deliveries
        self._link = link
        self._stepping = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/control/calls", self.calls),
            web.get("/control/idle", self.idle),
            web.get("/control/connections", self.connections),
            web.post("/control/limits", self.limits),
            web.post("/control/faults", self.faults),
            web.post("/control/disconnect", self.disconnect),
            web.post("/control/clock", self.clock),
            web.post("/control/people", self.people),
            web.post("/control/unfurl", self.unfurl),
        ]

    @property
    def is_idle(self) -> bool:
        """Whether no event, acknowledgement or due retry is under way."""
        return not self._deliveries.busy and not self._state.asking

    async def calls(self, request: web.Request) -> web.Response:
        return _said({"calls": self._state.calls.listing(request.query.get("method"))})

    async def idle(self, request: web.Request) -> web.Response:
        return _said({"idle": self.is_idle, "retries_waiting": self._deliveries.waiting})

    async def connections(self, request: web.Request) -> web.Response:
        return _said({"connections": self._link.count})

    async def limits(self, request: web.Request) -> web.Response:
        self._state.limits.lifted = not (await read_object(request)).get("on", True)
        return _said({"on": not self._state.limits.lifted})

    async def faults(self, request: web.Request) -> web.Response:
        body = await read_object(request)
        if body.get("clear"):
            self._state.faults.clear()
        else:
            self._state.faults.order(read_fault(body))
        return _said({"faults": self._state.faults.listing()})

    async def disconnect(self, request: web.Request) -> web.Response:
        await self._link.disconnect(str((await read_object(request)).get("how")))
        return _said({})

    async def clock(self, request: web.Request) -> web.Response:
        """Let `seconds` pass: for the bot, too, where it shares the workspace's time."""
        seconds = number(await read_object(request), "seconds", 0)
        if seconds < 0:
            raise Unkind("backwards", "The clock only goes forward.")
        try:
            await self.let_pass(seconds)
        except TimeoutError as late:
            raise Unkind("not_idle", f"The clock stopped on its way: {late}.", 503) from late
        return _said({"now": self._state.now()})

    async def let_pass(self, seconds: float) -> None:
        """Let time pass, for one after another; open pages see it. Raises `TimeoutError`."""
        async with self._stepping:
            if self.stepper is None:
                self._state.clock_step += seconds
            else:
                await self.stepper(seconds)
        self._state.stream.publish({"type": "clock"}, None)

    async def people(self, request: web.Request) -> web.Response:
        """Add an account, or change the one with the same id (deactivate it, make it a guest)."""
        body = await read_object(request)
        given: Json = {"id": None} | body
        known = self._state.people.find(str(body.get("id")))
        try:
            person = replace(known, **body) if known else Person(**given)
        except TypeError:
            raise Unkind("invalid_person", "A person has a name, a real_name, an email.") from None
        return _said({"user": put_person(self._state, person).uid})

    async def unfurl(self, request: web.Request) -> web.Response:
        """Let Slack add a link's preview to the message `ts` in `channel`."""
        body = await read_object(request)
        channel = self._state.channels.find(str(body.get("channel")))
        message = channel.log.find(str(body.get("ts"))) if channel else None
        if channel is None or message is None:
            raise Unkind("message_not_found", "That message is gone.", 404)
        unfurl(self._state, channel, message)
        return _said({})


def _said(body: Json) -> web.Response:
    return web.json_response({"ok": True} | body)
