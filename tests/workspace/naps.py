"""The time of the scripted colleagues, in a test's hand."""

import asyncio
import heapq

from bot.workspace.colleagues import Colleagues
from tests.waiting import until


class Naps:
    """In whose time the colleagues wait: it stands still until somebody is woken, in order."""

    def __init__(self) -> None:
        self._asleep: list[tuple[float, int, asyncio.Future[None]]] = []
        self._now, self._count = 0.0, 0
        self.colleagues: Colleagues | None = None

    async def sleep(self, seconds: float) -> None:
        over = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._asleep, (self._now + seconds, self._count, over))
        await over

    async def both(self) -> None:
        """Until both consider a card."""
        await until(lambda: len(self._asleep) == 2)

    async def wake(self) -> bool:
        """Once all wait: whoever waits the shortest goes on; whether anybody waited."""
        assert self.colleagues
        tasks = self.colleagues._tasks
        await until(lambda: len(self._asleep) == len(tasks) - 2)  # two watch their streams
        if not self._asleep:
            return False
        self._now, _, over = heapq.heappop(self._asleep)
        over.set_result(None)
        return True

    async def all_acted(self) -> None:
        """Until nobody waits for anything."""
        while await self.wake():
            continue
