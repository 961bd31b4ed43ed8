"""PostgreSQL tells this process that another one committed something to say."""

import asyncio
from collections.abc import Callable
from logging import getLogger
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from storage.database import Database
from storage.outbox import NOTIFICATIONS

log = getLogger(__name__)
RETRY_SECONDS = 5.0


async def listen(
    database: Database, wake: Callable[[], None], channel: str = NOTIFICATIONS
) -> None:
    """Call `wake` for every notification, for ever; connects again where the line is lost.

    On SQLite there is no other process to hear of, so this returns at once.
    """
    while not database.is_sqlite:
        try:
            await _listen_once(database, wake, channel)
        except (SQLAlchemyError, OSError) as error:
            log.warning("not listening", extra={"error": type(error).__name__})
        await asyncio.sleep(RETRY_SECONDS)


async def _listen_once(database: Database, wake: Callable[[], None], channel: str) -> None:
    """Until the connection is lost."""
    lost = asyncio.Event()
    async with database.writer.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection

        def on_lost(_connection: Any) -> None:
            lost.set()

        def on_notified(*_: Any) -> None:
            wake()

        driver.add_termination_listener(on_lost)
        await driver.add_listener(channel, on_notified)
        wake()
        try:
            await lost.wait()
        finally:
            if not driver.is_closed():
                driver.remove_termination_listener(on_lost)
                await driver.remove_listener(channel, on_notified)
