"""The two engines of a database: one that writes, one that reads."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from storage import sqlite

WRITERS_ON_POSTGRESQL = 10
READERS = 5


class Database:
    """SQLite in one file, or PostgreSQL: the same sessions on both.

    On SQLite every write transaction begins with BEGIN IMMEDIATE on the one writing
    connection: a deferred BEGIN loses updates or fails with "database is locked".
    A session must never await the network inside a transaction: it would hold up every writer.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._writer = _sqlite_engine(self.url, sqlite.WRITER, pool_size=1)
            self._reader = _sqlite_engine(self.url, sqlite.READER, pool_size=READERS)
        else:
            self._writer = create_async_engine(
                url, pool_size=WRITERS_ON_POSTGRESQL, hide_parameters=True
            )
            self._reader = self._writer
        self._write = async_sessionmaker(self._writer, expire_on_commit=False)
        self._read = async_sessionmaker(self._reader, expire_on_commit=False, autoflush=False)

    @property
    def writer(self) -> AsyncEngine:
        return self._writer

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        session = self._write()
        try:
            yield session
            await session.commit()
        except BaseException:
            await self._end(session.rollback)
            raise
        finally:
            await self._end(session.close)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that only looks."""
        async with self._read() as session:
            yield session

    async def _end(self, ending: Callable[[], Awaitable[None]]) -> None:
        """Whoever is cancelled still gives the connection back. On SQLite nothing waits there."""
        await (ending() if self.is_sqlite else asyncio.shield(ending()))

    async def answers(self) -> bool:
        """Whether a query comes back at all."""
        try:
            async with self.read() as session:
                await session.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError):
            return False
        return True

    async def close(self) -> None:
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()


def _sqlite_engine(url: URL, driver: str, pool_size: int) -> AsyncEngine:
    engine = create_async_engine(
        url.set(drivername=driver), pool_size=pool_size, max_overflow=0, hide_parameters=True
    )
    # A writer never waits in C, where it would hold up the loop: see storage.sqlite.
    busy = 0 if driver == sqlite.WRITER else int(sqlite.BUSY_SECONDS * 1000)

    @event.listens_for(engine.sync_engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA busy_timeout={busy}")

    return engine
