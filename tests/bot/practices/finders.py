"""Finders that a test starts, and that stop with it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from bot.meaning.embedder import Embedder
from bot.practices.finding import Finder
from storage.database import Database
from tests.waiting import PATIENCE

Start = Callable[..., Awaitable[Finder]]


@asynccontextmanager
async def starting(database: Database) -> AsyncIterator[Start]:
    """Starts Finders on the database, settled unless told otherwise; `apart`: as another process
    would, with connections of its own.
    """
    async with AsyncExitStack() as running:

        async def start(
            embedder: Embedder | None = None, settled: bool = True, apart: bool = False
        ) -> Finder:
            used = database
            if apart:
                used = Database(database.url.render_as_string(hide_password=False))
                running.push_async_callback(used.close)
            finder = Finder(used, embedder)
            running.push_async_callback(finder.stop)
            await finder.start()
            if settled:
                await asyncio.wait_for(finder.settled(), PATIENCE)
            return finder

        yield start
