"""Socket Mode: up to 10 connections, each payload to one of them at random.

Source: docs.slack.dev/apis/events-api/using-socket-mode; slackapi/bolt-python#448 for the random
choice, slackapi/python-slack-sdk#1940 for what is retried.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from bot.workspace.shapes import Json, Unkind
from bot.workspace.state import State
from bot.workspace.transport import Answer, AskKind

MOST = 10
CLOSE_SECONDS = 0.5
DEBUG = {"host": "applink-local", "build_number": 1, "approximate_connection_time": 18060}


@dataclass(eq=False)
class Connection:
    """One WebSocket. A deaf one is still counted and chosen, but nothing gets through."""

    ws: web.WebSocketResponse
    request: web.Request
    deaf: bool = False
    leaving: bool = False


class SocketLink:
    """The app's connections, and the acknowledgements that they owe."""

    def __init__(self, state: State, ack_seconds: float) -> None:
        self._state = state
        self._ack_seconds = ack_seconds
        self._connections: list[Connection] = []
        self._arrived = asyncio.Event()
        self._owed: dict[str, tuple[asyncio.Future[Json], Connection]] = {}

    @property
    def count(self) -> int:
        return len(self._connections)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """`/link/?ticket=…`: one connection, for as long as it lasts."""
        if not self._state.tickets.take(request.query.get("ticket", "")):
            raise web.HTTPForbidden(text="This link ticket is not valid any more.")
        ws = web.WebSocketResponse(autoping=False, timeout=CLOSE_SECONDS)
        await ws.prepare(request)
        if self.count >= MOST:
            await ws.send_json(_goodbye("too_many_websockets"))
            await ws.close()
            return ws
        connection = Connection(ws, request)
        self._connections.append(connection)
        await ws.send_json(self._hello())
        self._arrived.set()
        try:
            await self._listen(connection)
        finally:
            self._connections.remove(connection)
            self._give_up(connection)
        return ws

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.count,
            "debug_info": DEBUG,
            "connection_info": {"app_id": self._state.app.app_id},
        }

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.ws:
            if connection.deaf:
                continue
            if message.type == WSMsgType.PING:
                await _pong(connection.ws, message.data)
            elif message.type == WSMsgType.TEXT:
                self._take_ack(message.data)

    def _take_ack(self, text: str) -> None:
        try:
            said: Any = json.loads(text)
        except ValueError:
            return
        if not isinstance(said, dict):
            return
        owed = self._owed.get(str(said.get("envelope_id")))
        if owed and not owed[0].done():
            payload = said.get("payload")
            owed[0].set_result(payload if isinstance(payload, dict) else {})

    def _give_up(self, connection: Connection) -> None:
        for future, through in self._owed.values():
            if through is connection and not future.done():
                future.set_exception(ConnectionError("the connection is gone"))

    async def send_event(self, payload: Json, attempt: int, reason: str) -> str | None:
        await self._somebody()
        extra = {"retry_attempt": attempt, "retry_reason": reason}
        answer = await self._hand_over("events_api", payload, extra)
        return {None: None, "operation_timeout": "timeout"}.get(answer.error, "connection_failed")

    async def _somebody(self) -> None:
        """Give a client that is changing connections as long as an acknowledgement takes."""
        if not self._ready():
            self._arrived.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), self._ack_seconds)

    def _ready(self) -> list[Connection]:
        return [one for one in self._connections if not one.leaving]

    async def ask(self, kind: AskKind, payload: Json) -> Answer:
        return await self._hand_over(kind, payload, {})

    async def _hand_over(self, kind: str, payload: Json, extra: Json) -> Answer:
        ready = self._ready()
        if not ready:
            return Answer(error="dispatch_failed")
        connection = secrets.choice(ready)
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "payload": payload,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
        } | extra
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._owed[envelope["envelope_id"]] = (future, connection)
        try:
            await self._write(connection, envelope)
            return Answer(await asyncio.wait_for(future, self._ack_seconds))
        except TimeoutError:
            return Answer(error="operation_timeout")
        except ConnectionError:
            return Answer(error="dispatch_failed")
        finally:
            del self._owed[envelope["envelope_id"]]

    async def _write(self, connection: Connection, envelope: Json) -> None:
        fault = self._state.faults.take("socket", {"type": envelope["type"]})
        kind = fault.kind if fault else None
        if fault and kind == "delay":
            await asyncio.sleep(fault.seconds)
        if kind == "drop" or connection.deaf:
            return
        text = json.dumps(envelope)
        await connection.ws.send_str(text)
        if kind == "duplicate":
            await connection.ws.send_str(text)
        if kind == "accept_then_drop":
            _abort(connection)

    async def disconnect(self, how: str) -> None:
        """End the link as Slack may: "warning", "refresh", "deaf" or "cut".

        Raises:
            Unkind: no such way.
        """
        if how not in ("warning", "refresh", "deaf", "cut"):
            raise Unkind("unknown_disconnect", "Use warning, refresh, deaf or cut.")
        for connection in list(self._connections):
            await self._part(connection, how)

    async def _part(self, connection: Connection, how: str) -> None:
        if how == "deaf":
            connection.deaf = True
        elif how == "cut":
            _abort(connection)
        elif how == "warning":
            await connection.ws.send_json(_goodbye("warning"))
        else:
            connection.leaving = True
            await connection.ws.send_json(_goodbye("refresh_requested"))

    async def stop(self) -> None:
        """Say goodbye; a deaf connection is cut, since nobody there would answer."""
        for connection in list(self._connections):
            if connection.deaf:
                _abort(connection)
            else:
                await connection.ws.close()


def _goodbye(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": DEBUG["host"]}}


def _abort(connection: Connection) -> None:
    if connection.request.transport is not None:
        connection.request.transport.abort()


async def _pong(ws: web.WebSocketResponse, payload: bytes) -> None:
    """A peer that is just leaving need not be answered."""
    with contextlib.suppress(ConnectionError):
        await ws.pong(payload)
