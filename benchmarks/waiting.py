"""A full outbox: what an alert to every pod would leave waiting."""

from datetime import UTC, datetime

from bot.delivery.message import Post, Priority
from bot.delivery.outbox import say
from storage.database import Database


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
