"""What waits beside the asks: an alert to every pod, and agendas that are to be drafted."""

import asyncio
from datetime import UTC, datetime

from sqlmodel import col, func, select, update

from bot.delivery.message import Post, Priority
from bot.delivery.outbox import say
from bot.huddles.facts import Due
from storage.database import Database
from storage.huddles import Agenda
from storage.timers import Timer


async def put_waiting(url: str, channels: list[str], count: int) -> None:
    """Commit `count` messages of the lowest priority, each a subject of its own."""
    database, now = Database(url), datetime.now(UTC)
    try:
        async with database.write() as session:
            posts = [
                Post(
                    subject=f"filler:{number}",
                    channel=channels[number % len(channels)],
                    text=f"Filler {number}",
                    priority=Priority.REST,
                )
                for number in range(count)
            ]
            await say(session, now, *posts)
    finally:
        await database.close()


async def let_drafts_be_due(url: str) -> None:
    """Every agenda that was planned is to be drafted now, whether it was or not."""
    database, now = Database(url), datetime.now(UTC)
    try:
        async with database.write() as session:
            await session.execute(update(Agenda).values(drafted_at=None))
            again = update(Timer).where(col(Timer.kind) == Due.DRAFT)
            await session.execute(again.values(due_at=now, done_at=None))
    finally:
        await database.close()


async def last_draft(url: str, pods: int, seconds: float = 300) -> datetime:
    """When the last of so many pods' next agendas was drafted; waits for it.

    Raises `TimeoutError` after so many seconds.
    """
    database = Database(url)
    drafts = (col(Timer.kind) == Due.DRAFT, col(Timer.done_at).is_not(None))
    done = select(func.count(), func.max(col(Timer.done_at))).where(*drafts)
    try:
        async with asyncio.timeout(seconds):
            while True:
                async with database.read() as session:
                    count, last = (await session.execute(done)).one()
                if count >= pods and last is not None:
                    return last
                await asyncio.sleep(1)
    finally:
        await database.close()
