"""The only place that asks what time it is. Everything else receives `now`."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime


class Clock:
    """Wall-clock time in UTC, and a sleep that a new due time or a step can cut short.

    `source` answers seconds since the epoch; the local workspace hands over one that can be
    stepped, so that the bot and the workspace always agree.
    """

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._nudged = asyncio.Event()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._source(), UTC)

    def nudge(self) -> None:
        """Wake whoever sleeps: something became due, or the clock was stepped."""
        self._nudged.set()

    @property
    def nudged(self) -> bool:
        """A nudge has come that nobody has answered yet."""
        return self._nudged.is_set()

    async def sleep_until(self, moment: datetime, at_most: float = 1.0) -> None:
        """Sleep until `moment`, a nudge, or `at_most` seconds, whichever comes first."""
        seconds = min((moment - self.now()).total_seconds(), at_most)
        if seconds > 0 and not self._nudged.is_set():
            # Not wait_for(): on Python 3.11 it can swallow a cancellation.
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._nudged.wait()
        self._nudged.clear()
