"""Lets ordered faults happen to one HTTP request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web

from bot.workspace.shapes import Json
from bot.workspace.state import State


async def with_faults(
    state: State,
    target: str,
    args: Json,
    request: web.Request,
    run: Callable[[], web.Response],
    failed: Callable[[int], None],
) -> web.StreamResponse:
    """Run a request, or spoil it as ordered; `failed` is told the status of what was not run.

    A dropped connection has status 0.
    """
    fault = state.faults.take(target, args)
    if fault is None:
        return run()
    if fault.kind == "delay":
        await asyncio.sleep(fault.seconds)
        return run()
    if fault.kind == "error5xx":
        failed(503)
        return web.Response(status=503, text="upstream connect error")
    if fault.kind == "429":
        failed(429)
        body = {"ok": False, "error": "ratelimited"}
        wait = str(max(1, int(fault.seconds)))
        return web.json_response(body, status=429, headers={"Retry-After": wait})
    if fault.kind == "accept_then_drop":
        run()
    else:
        failed(0)
    return _cut(request)


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
