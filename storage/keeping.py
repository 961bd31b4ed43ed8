"""How long what passed through is kept; then it is forgotten in small batches."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage import advice_threads, inbox, outbox, timers
from storage.database import Database

BATCH = 500
# Between two batches, so that nobody who writes waits for long.
PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long inbox keys, timers that fired, settled outbox rows, and messages that turned
    out to belong to no ask are kept."""

    inbox_keys: timedelta = timedelta(hours=48)
    done_timers: timedelta = timedelta(hours=48)
    sent_bodies: timedelta = timedelta(days=7)
    strays: timedelta = timedelta(hours=1)


async def forget_old(database: Database, now: datetime, keeping: Keeping) -> int:
    """Forget all that was kept long enough; how many rows went."""
    return (
        await _in_batches(database, inbox.purge_before, now - keeping.inbox_keys)
        + await _in_batches(database, timers.purge_done_timers, now - keeping.done_timers)
        + await _in_batches(database, outbox.purge_sent_rows, now - keeping.sent_bodies)
        + await _in_batches(database, advice_threads.purge_strays, now - keeping.strays)
    )


async def _in_batches(
    database: Database,
    purge: Callable[[AsyncSession, datetime, int], Awaitable[int]],
    moment: datetime,
) -> int:
    gone = 0
    while True:
        async with database.write() as session:
            batch = await purge(session, moment, BATCH)
        gone += batch
        if not batch:
            return gone
        await asyncio.sleep(PAUSE_SECONDS)
