"""Waiting on the workspace's own clock, which tests may step."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Callable

LOOK_EVERY = 0.02


class Timers:
    """Wakes waiters once `now()` has reached their time; one task looks every 20 ms."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._task: asyncio.Task[None] | None = None

    async def wait_until(self, due: float) -> None:
        """Sleep until the workspace's clock shows `due` (seconds since the epoch)."""
        if due <= self._now():
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (due, next(self._order), future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch())
        await future

    def stop(self) -> None:
        if self._task:
            self._task.cancel()

    async def _watch(self) -> None:
        while self._waiting:
            while self._waiting and self._waiting[0][0] <= self._now():
                future = heapq.heappop(self._waiting)[2]
                if not future.done():
                    future.set_result(None)
            await asyncio.sleep(LOOK_EVERY)
