"""A feed on this machine, as well or as badly as a test wants it."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

DOCUMENTS = Path(__file__).parent.parent / "nws" / "documents"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class FakeFeed:
    """Answers `body` with a weak ETag of it, or whatever `answer` does. `asked` are the requests:
    path with query, and headers."""

    body: bytes = b"{}"
    answer: Answer | None = None
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    url: str = ""

    def says(self, document: Any) -> None:
        self.body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.answer = None

    def fails(self, status: int, body: bytes = b"", **headers: str) -> None:
        async def answer(_: web.Request) -> web.Response:
            return web.Response(status=status, body=body, headers=headers)

        self.answer = answer

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path_qs, dict(request.headers)))
        if self.answer is not None:
            return await self.answer(request)
        etag = f'W/"{hash(self.body)}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        packed = gzip.compress(self.body)
        return web.Response(body=packed, headers={"ETag": etag, "Content-Encoding": "gzip"})


@asynccontextmanager
async def serving() -> AsyncIterator[FakeFeed]:
    feed = FakeFeed()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", feed.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    feed.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield feed
    finally:
        await runner.cleanup()


async def drips(request: web.Request) -> web.StreamResponse:
    """A byte now and then, for ever."""
    answer = web.StreamResponse()
    await answer.prepare(request)
    for _ in range(10_000):
        await answer.write(b" ")
        await asyncio.sleep(0.05)
    return answer
