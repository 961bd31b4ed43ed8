"""Waits for what other tasks and processes bring about, and measures what takes long."""

import asyncio
import time
from collections.abc import Awaitable, Callable

# Real seconds, reached only where something is broken, however much else a machine does.
PATIENCE = 60.0
# What the bot gives up after a moment, because somebody has a customer on the line.
HURRIES = (
    "bot.alerts.sensor.PATIENCE_SECONDS",
    "bot.delivery.transaction.ANSWERED_WITHIN",
    "bot.practices.by_meaning.PATIENCE_SECONDS",
    "bot.practices.suggesting.PATIENCE_SECONDS",
    "handlers.looking_up.WITHIN",
    "handlers.repainting.PATIENCE_SECONDS",
)


async def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Return once `condition` holds; fails with `TimeoutError` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} s")
        await asyncio.sleep(0.005)


async def until_so(check: Callable[[], Awaitable[bool]], seconds: float = PATIENCE) -> None:
    """As `until`, of what has to be asked for."""
    async with asyncio.timeout(seconds):
        while not await check():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def cpu_seconds(work: Callable[[], object]) -> float:
    """What `work` takes of a processor: of its own thread alone, and the best of three."""
    return min(_thread_seconds(work) for _ in range(3))


def _thread_seconds(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return time.thread_time() - began
