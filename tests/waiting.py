"""Waits for what other tasks and processes bring about."""

import asyncio
import time
from collections.abc import Awaitable, Callable


async def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Return once `condition` holds; fails with `TimeoutError` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} s")
        await asyncio.sleep(0.005)


async def until_so(check: Callable[[], Awaitable[bool]], seconds: float = 20.0) -> None:
    """As `until`, of what has to be asked for."""
    async with asyncio.timeout(seconds):
        while not await check():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
