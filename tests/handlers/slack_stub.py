"""A small Slack on loopback: records what the bot calls, and refuses what a test tells it to."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

# As a refusal: what answers is not Slack.
PROXYS_PAGE = "<html>"
# As a refusal: the connection breaks before there is an answer.
DROPPED = "dropped"


@dataclass
class SlackStub:
    """`calls` are the Web API's, as (method, arguments); `responses` what response_urls got.
    `refusals` are said to every call of a method, `passing` to one call each; `answers` holds
    what else stands in an answer.
    """

    url: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    passing: dict[str, list[str]] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    retry_after: int = 1
    response_status: int = 200
    open: asyncio.Event = field(default_factory=asyncio.Event)
    page_type: str = "text/html"

    def __post_init__(self) -> None:
        self.open.set()

    @property
    def response_url(self) -> str:
        return f"{self.url}/respond/1"

    def called(self, method: str) -> list[dict[str, Any]]:
        return [arguments for name, arguments in self.calls if name == method]

    async def call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        await self.open.wait()
        arguments = await _arguments(request)
        self.calls.append((method, arguments))
        error = self.refusals.get(method) or next(iter(self.passing.get(method, [])), None)
        if method in self.passing:
            del self.passing[method][:1]
        if error == DROPPED and request.transport is not None:
            request.transport.close()
        if error == PROXYS_PAGE:
            return web.Response(status=502, text=PROXYS_PAGE, content_type=self.page_type)
        if error:
            status = 429 if error == "ratelimited" else 200
            headers = {"Retry-After": str(self.retry_after)} if status == 429 else {}
            body = {"ok": False, "error": error}
            return web.json_response(body, status=status, headers=headers)
        return web.json_response({"ok": True} | self.answers.get(method, {}))

    async def respond(self, request: web.Request) -> web.Response:
        if self.response_status != 200:
            return web.Response(status=self.response_status, text="expired_url")
        self.responses.append(await request.json())
        return web.Response(text="ok")


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return dict(await request.post())


async def serve(stub: SlackStub) -> web.AppRunner:
    app = web.Application()
    app.add_routes(
        [web.post("/api/{method}", stub.call), web.post("/respond/{token}", stub.respond)]
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    stub.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    return runner
