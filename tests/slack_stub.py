"""A small Web API over HTTP for the sender alone: it accepts, forgets to answer, or refuses."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, ClientTimeout, web
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.slack import Slack

Fault = Callable[["SlackStub", web.Request, str, dict[str, Any]], Awaitable[web.StreamResponse]]


@dataclass
class SlackStub:
    """What stands in Slack, and what was asked. `faults` meet the next calls of a method."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    faults: dict[str, deque[Fault]] = field(default_factory=dict)
    before: Callable[[str, dict[str, Any]], Awaitable[web.Response | None]] | None = None
    base_url: str = ""

    def meet(self, method: str, *faults: Fault) -> None:
        """Let the next calls of `method` meet `faults`."""
        self.faults.setdefault(method, deque()).extend(faults)

    def rows(self) -> Counter[str]:
        """How often each row of the outbox stands in Slack."""
        return Counter(message["metadata"]["event_payload"]["row"] for message in self.messages)

    def texts(self, channel: str) -> list[str]:
        return [message["text"] for message in self.messages if message["channel"] == channel]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        asked = await _arguments(request)
        self.asked.append((method, asked))
        if self.before is not None and (early := await self.before(method, asked)) is not None:
            return early
        if faults := self.faults.get(method):
            return await faults.popleft()(self, request, method, asked)
        return web.json_response(self.do(method, asked))

    def do(self, method: str, asked: dict[str, Any]) -> dict[str, Any]:
        """What Slack does when nothing goes wrong."""
        if method == "chat.postMessage":
            message = {**asked, "ts": f"1763316000.{len(self.messages):06}"}
            self.messages.append(message)
            return {"ok": True, "channel": asked["channel"], "ts": message["ts"]}
        if method in ("conversations.history", "conversations.replies"):
            return self._page(asked)
        if method == "conversations.open":
            return {"ok": True, "channel": {"id": "D1"}}
        return {"ok": True, "channel": asked.get("channel"), "ts": asked.get("ts")}

    def _page(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Two messages a page, so that whoever looks must turn pages."""
        there = [
            message
            for message in self.messages
            if message["channel"] == asked["channel"]
            and asked.get("ts") in (None, message.get("thread_ts"))
        ]
        at = int(asked.get("cursor") or 0)
        following = str(at + 2) if at + 2 < len(there) else ""
        page = {"ok": True, "messages": there[at : at + 2]}
        return page | {"response_metadata": {"next_cursor": following}}


@asynccontextmanager
async def running_stub() -> AsyncIterator[SlackStub]:
    """A stub that listens on loopback while the block runs."""
    stub = SlackStub()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", stub.handle)
    app.router.add_post("/{method:response_url}/{number}", stub.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    stub.base_url = f"http://{host}:{port}"
    try:
        yield stub
    finally:
        await runner.cleanup()


@asynccontextmanager
async def connected(base_url: str) -> AsyncIterator[Slack]:
    """The real thing that sends, pointed at a stub."""
    async with ClientSession(timeout=ClientTimeout(total=20)) as session:
        client = AsyncWebClient(
            token="xoxb-test",
            base_url=f"{base_url}/api/",
            session=session,
            retry_handlers=[],
        )
        yield Slack(client, session)


async def accept_then_drop(
    stub: SlackStub, request: web.Request, method: str, asked: dict[str, Any]
) -> web.StreamResponse:
    stub.do(method, asked)
    return await drop(stub, request, method, asked)


async def drop(
    stub: SlackStub, request: web.Request, method: str, asked: dict[str, Any]
) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def hang(
    stub: SlackStub, request: web.Request, method: str, asked: dict[str, Any]
) -> web.StreamResponse:
    await asyncio.sleep(3600)
    return web.Response()


def answer(status: int = 200, body: Any = None, **headers: str) -> Fault:
    """Answer with `status`; `body` as JSON where it is not text."""

    async def fault(*_: Any) -> web.StreamResponse:
        if isinstance(body, str):
            return web.Response(status=status, text=body, headers=headers)
        return web.json_response(body or {}, status=status, headers=headers)

    return fault


def refuse(error: str) -> Fault:
    return answer(body={"ok": False, "error": error})


def limit(seconds: int) -> Fault:
    return answer(429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": str(seconds)})


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {**request.query, **await request.post()}
