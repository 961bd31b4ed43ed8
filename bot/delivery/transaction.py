"""The one transaction that a service opens: what came in, what it caused, what is to be said."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyHandled, NotSaved
from bot.inbox import Delivery
from storage.database import Database
from storage.inbox import record_delivery
from storage.timers import Timer, claim_timer


class Transactions:
    """Opens transactions; `wake` is called after each commit, so that the sender looks."""

    def __init__(self, database: Database, wake: Callable[[], None] = lambda: None) -> None:
        self._database = database
        self._wake = wake

    @asynccontextmanager
    async def of(self, delivery: Delivery) -> AsyncIterator[AsyncSession]:
        """For one delivery. The inbox key is written first, so that it commits with the work.

        Raises `AlreadyHandled` for a redelivery, `NotSaved` when the database fails.
        """
        async with self._open() as session:
            if not await record_delivery(session, delivery):
                raise AlreadyHandled
            yield session

    @asynccontextmanager
    async def due(self, timer_id: UUID, now: datetime) -> AsyncIterator[tuple[AsyncSession, Timer]]:
        """For one due timer, which is done when this commits.

        Raises `AlreadyHandled` when it was moved or done, or another replica is at it.
        """
        async with self._open() as session:
            timer = await claim_timer(session, timer_id, now)
            if timer is None:
                raise AlreadyHandled
            yield session, timer

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[AsyncSession]:
        try:
            async with self._database.write() as session:
                yield session
        except (DBAPIError, NoConnectionFree, OSError) as error:
            raise NotSaved from error
        self._wake()

    @asynccontextmanager
    async def look(self) -> AsyncIterator[AsyncSession]:
        """A session that only reads, for what a person wants to see."""
        try:
            async with self._database.read() as session:
                yield session
        except (DBAPIError, NoConnectionFree, OSError) as error:
            raise NotSaved from error
