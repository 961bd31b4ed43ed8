"""SQLite on the event loop: statements run where they are called, and so does a quick COMMIT.

A statement on a local file takes microseconds; handing each to a thread and back takes several
times as long. COMMIT waits for the disk. One that answers at once is waited for on the loop: a
thread and back is an eighth of what an ask costs. Once a COMMIT took longer, the next ones run in
a thread while the loop goes on, for a minute; then the disk is trusted again.
A BEGIN IMMEDIATE that meets another process's transaction waits without holding up the loop.
For sessions and `run_sync`: a bare AsyncConnection insists on statements that wait.
"""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util import await_only

READER = "sqlite+podline"
WRITER = "sqlite+podline_writer"
# How long a writer waits for another process before it says "database is locked".
BUSY_SECONDS = 5.0
_RETRY_SECONDS = 0.005
# A COMMIT that takes no longer may hold up the loop: an ask does so itself.
QUICK_SECONDS = 0.01
DISTRUST_SECONDS = 60.0
_threads = ThreadPoolExecutor(2, thread_name_prefix="sqlite-commit")


class Cursor(sqlite3.Cursor):
    """Fetches all rows as it executes, as SQLAlchemy expects of an async cursor."""

    _rows: Iterator[Any] = iter(())

    def execute(self, sql: str, parameters: Any = ()) -> "Cursor":
        super().execute(sql, parameters)
        self._rows = iter(super().fetchall() if self.description else ())
        return self

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        return list(islice(self._rows, size or self.arraysize))

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    async def _async_soft_close(self) -> None:
        """Nothing is open any more."""


class Connection(sqlite3.Connection):
    """The standard connection with the cursors above. Knows what it had changed at BEGIN, and
    until when (monotonic seconds) its disk counts as slow.
    """

    changes_before = 0
    _slow_until = 0.0

    @property
    def is_slow(self) -> bool:
        return time.monotonic() < self._slow_until

    def commit_here(self) -> None:
        """Commit, and remember where that took long."""
        began = time.monotonic()
        self.commit()
        ended = time.monotonic()
        if ended - began > QUICK_SECONDS:
            self._slow_until = ended + DISTRUST_SECONDS

    def cursor(self, *_: Any) -> Any:
        return super().cursor(Cursor)


class PodlineDialect(SQLiteDialect_pysqlite):
    """The standard driver, spoken to from async code."""

    driver = "podline"
    is_async = True
    has_terminate = True
    supports_statement_cache = True
    begin = "BEGIN"

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        return AsyncAdaptedQueuePool

    def create_connect_args(self, url: URL) -> Any:
        arguments, options = super().create_connect_args(url)
        # The driver in autocommit: only `do_begin` begins. COMMIT comes from another thread.
        options = {**options, "isolation_level": None, "check_same_thread": False}
        return arguments, {**options, "factory": Connection}

    def do_begin(self, dbapi_connection: Any) -> None:
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                dbapi_connection.execute(self.begin)
                dbapi_connection.changes_before = dbapi_connection.total_changes
                return
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > deadline:
                    raise
            await_only(asyncio.sleep(_RETRY_SECONDS))

    def do_commit(self, dbapi_connection: Any) -> None:
        if dbapi_connection.total_changes == dbapi_connection.changes_before:
            dbapi_connection.commit()  # no row was changed: there is no disk to wait for
        elif dbapi_connection.in_transaction and dbapi_connection.is_slow:
            await_only(_commit_in_thread(dbapi_connection))
        elif dbapi_connection.in_transaction:
            dbapi_connection.commit_here()


class PodlineWriterDialect(PodlineDialect):
    """Takes the write lock when it begins: a deferred BEGIN loses updates."""

    driver = "podline_writer"
    supports_statement_cache = True
    begin = "BEGIN IMMEDIATE"


async def _commit_in_thread(connection: sqlite3.Connection) -> None:
    """A caller that is cancelled still waits until it is known how it ended:
    the connection must not be used, nor handed on, meanwhile."""
    future = asyncio.get_running_loop().run_in_executor(_threads, connection.commit)
    cancelled: asyncio.CancelledError | None = None
    while not future.done():
        try:
            await asyncio.shield(future)
        except asyncio.CancelledError as error:
            cancelled = error
    future.result()
    if cancelled is not None:
        raise cancelled


registry.register("sqlite.podline", __name__, "PodlineDialect")
registry.register("sqlite.podline_writer", __name__, "PodlineWriterDialect")
