"""Keeps one Socket Mode connection up: notices that it is gone or deaf, and builds a new one."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from logging import getLogger

from handlers.socket_link import FULL, SocketLink

log = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """In seconds. A deaf connection is noticed within four pings and a look."""

    ping_every: float = 10.0
    look_every: float = 5.0
    open_within: float = 10.0
    # How long a connection that leaves may still answer what it was handed.
    answer_within: float = 3.0
    # Between attempts that follow each other: doubled, so that a Slack that is down gets rest.
    wait_first: float = 1.0
    wait_at_most: float = 30.0


class Keeper:
    """The watchdog of one place among the connections."""

    def __init__(self, new_link: Callable[[Callable[[str], None]], SocketLink], pace: Pace) -> None:
        self._new_link, self._pace = new_link, pace
        self._link: SocketLink | None = None
        self._retiring: set[asyncio.Task[None]] = set()
        self._asked_to_look = asyncio.Event()
        self._is_full = False
        self._tried_at, self._wait = float("-inf"), 0.0

    async def keep(self) -> None:
        """Until cancelled."""
        while True:
            self._asked_to_look.clear()
            if not await self.alive():
                await self._mend()
            else:
                await self._until_next_look()

    async def replace(self) -> None:
        """Connect anew, then let the old connection go.

        Raises SlackApiError, TimeoutError or a network error; nothing is left open then.
        """
        if self._is_full and self._link is not None:
            await self._link.retire()
        new = self._new_link(self._on_leaving)
        try:
            await new.open(self._pace.open_within)
        except BaseException:
            await new.retire()
            raise
        old, self._link, self._is_full = self._link, new, False
        if old is not None:
            self._retire_beside(old)

    async def alive(self) -> bool:
        return self._link is not None and await self._link.alive()

    async def stop(self) -> None:
        for task in self._retiring:
            task.cancel()
        await asyncio.gather(*self._retiring, return_exceptions=True)
        if self._link is not None:
            await self._link.retire()

    async def _mend(self) -> None:
        await self._rest()
        try:
            await self.replace()
        except Exception as error:
            # Whatever it was: a watchdog that ends would leave the bot deaf for good.
            log.warning("no connection to Slack yet", exc_info=error)

    async def _rest(self) -> None:
        clock = asyncio.get_running_loop().time
        if clock() - self._tried_at > self._pace.wait_at_most:
            self._wait = 0.0
        await asyncio.sleep(self._wait)
        self._wait = min(self._wait * 2 or self._pace.wait_first, self._pace.wait_at_most)
        self._tried_at = clock()

    async def _until_next_look(self) -> None:
        try:
            # Not wait_for, which in Python 3.11 may swallow the cancellation that stops us.
            async with asyncio.timeout(self._pace.look_every):
                await self._asked_to_look.wait()
        except TimeoutError:
            return

    def _on_leaving(self, reason: str) -> None:
        log.info("a connection to Slack leaves", extra={"reason": reason})
        self._is_full = reason == FULL
        self._asked_to_look.set()

    def _retire_beside(self, old: SocketLink) -> None:
        task = asyncio.create_task(old.retire(self._pace.answer_within))
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)
