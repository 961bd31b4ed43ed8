"""The live stream of one window: frames as they come, over a WebSocket."""

from __future__ import annotations

import asyncio
import contextlib

from aiohttp import WSCloseCode, web

from bot.workspace.personal import personal_frame
from bot.workspace.state import State
from bot.workspace.stream import Frame


def open_window() -> web.WebSocketResponse:
    return web.WebSocketResponse(heartbeat=30, timeout=0.5)


async def close_window(ws: web.WebSocketResponse) -> None:
    """Say goodbye; a window that does not answer is left behind after half a second."""
    with contextlib.suppress(RuntimeError, ConnectionError):
        await ws.close(code=WSCloseCode.GOING_AWAY)


async def watch(
    state: State, user: str, request: web.Request, ws: web.WebSocketResponse
) -> web.WebSocketResponse:
    """Send frames until the window closes; `?since=seq` replays what came after."""
    await ws.prepare(request)
    since = request.query.get("since", "")
    queue = state.stream.watch(user, int(since) if since.isdigit() else None)
    sender = asyncio.create_task(_send(state, user, ws, queue))
    try:
        async for _ in ws:
            pass
    finally:
        sender.cancel()
        with contextlib.suppress(asyncio.CancelledError, ConnectionError):
            await sender
        state.stream.unwatch(user, queue)
    return ws


async def _send(
    state: State, user: str, ws: web.WebSocketResponse, queue: asyncio.Queue[Frame]
) -> None:
    while True:
        seq, frame = await queue.get()
        number = {} if seq is None else {"seq": seq}
        await ws.send_json(number | personal_frame(state, user, frame))
