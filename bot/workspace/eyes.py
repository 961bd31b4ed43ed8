"""What one person's open window is shown as it happens, for whoever tells of it afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from bot.workspace.shapes import Json


class Eyes:
    """One person's stream of frames; `news` answers those that came since it was asked last."""

    def __init__(self, user: str, window: ClientWebSocketResponse) -> None:
        self.user = user
        self._window = window
        self._seen: list[Json] = []
        self._told = 0

    def news(self) -> list[Json]:
        fresh, self._told = self._seen[self._told :], len(self._seen)
        return fresh

    async def watch(self) -> None:
        """Keep looking until the window closes."""
        async for message in self._window:
            if message.type == WSMsgType.TEXT:
                self._seen.append(message.json())


@asynccontextmanager
async def open_eyes(session: ClientSession, url: str, user: str) -> AsyncIterator[Eyes]:
    """A window of `user`'s, open for as long as the block lasts."""
    async with session.ws_connect(f"{url}/people/{user}/stream") as window:
        eyes = Eyes(user, window)
        watching = asyncio.create_task(eyes.watch())
        try:
            yield eyes
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
