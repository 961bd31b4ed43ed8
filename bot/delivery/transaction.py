"""The one transaction that a service opens: what came in, what it caused, what is to be said."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.outbox import said_only_advice
from bot.errors import AlreadyHandled, NotSaved
from bot.inbox import Delivery
from storage.database import Database
from storage.inbox import record_delivery
from storage.timers import Timer, claim_timer, find_subject

# Called once the transaction has ended: whether it was committed.
Go = Callable[[bool], None]
# Called with a transaction that is about to commit; None where the sender has to be woken.
Join = Callable[[AsyncSession], Awaitable[Go | None]]
# Called with a transaction and a timer's subject, before the timer is taken.
Lock = Callable[[AsyncSession, str], Awaitable[None]]

# What happens when a timer is due: called with the timer's id, and now.
Fires = Callable[[UUID, datetime], Awaitable[None]]

_DUE_AT_ONCE = "a timer is due at once"
# Seconds. Slack waits three for an answer, and takes nobody's words back after that.
ANSWERED_WITHIN = 2.0


class Transactions:
    """Opens transactions. `wake` is called after each commit, so that sender and timers are looked
    at; where the sender takes what is said in that commit, `nudge` has the timers looked at alone.
    """

    def __init__(
        self,
        database: Database,
        wake: Callable[[], None] = lambda: None,
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._wake, self._nudge = wake, nudge
        self._join: Join | None = None

    def join_with(self, join: Join) -> None:
        """Let the sender take the advice that a transaction gives in its own commit."""
        self._join = join

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
    async def due(
        self, timer_id: UUID, now: datetime, first: Lock | None = None
    ) -> AsyncIterator[tuple[AsyncSession, Timer]]:
        """For one due timer, which is done when this commits. `first` locks what it is about:
        whoever changes that moves the timer afterwards, and neither waits for the other.

        Raises `AlreadyHandled` when it was moved or done, or another replica is at it.
        """
        async with self._open() as session:
            if first is not None and (about := await find_subject(session, timer_id)):
                await first(session, about)
            timer = await claim_timer(session, timer_id, now)
            if timer is None:
                raise AlreadyHandled
            yield session, timer

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[AsyncSession]:
        go: Go | None = None
        committed = False
        try:
            async with self._database.write() as session:
                async with asyncio.timeout(ANSWERED_WITHIN):
                    yield session
                if self._join is not None and said_only_advice(session):
                    go = await self._join(session)
            committed = True
        except (DBAPIError, NoConnectionFree, OSError) as error:
            raise NotSaved from error
        finally:
            if go is not None:
                go(committed)
        if go is None:
            self._wake()
        elif _DUE_AT_ONCE in session.info:
            self._nudge()

    @asynccontextmanager
    async def look(self) -> AsyncIterator[AsyncSession]:
        """A session that only reads, for what a person wants to see."""
        try:
            async with self._database.read() as session, asyncio.timeout(ANSWERED_WITHIN):
                yield session
        except (DBAPIError, NoConnectionFree, OSError) as error:
            raise NotSaved from error


def due_at_once(session: AsyncSession) -> None:
    """A timer that the open transaction sets does not wait for the next look at the timers."""
    session.info[_DUE_AT_ONCE] = True
