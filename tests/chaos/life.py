"""One life of a bot under load, in a process of its own that will be killed.

It accepts deliveries one after another; each says something and sets a timer that says
something later. What was accepted is noted in a file, a line each, only after the commit.
"""

import asyncio
import os
import random
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from bot.clock import Clock
from bot.delivery import claiming, sender
from bot.delivery.message import Post, Repaint
from bot.delivery.outbox import say
from bot.delivery.pace import LIFTED
from bot.delivery.sender import Sender
from bot.delivery.transaction import Transactions
from bot.errors import AlreadyHandled, NotSaved
from bot.inbox import Delivery
from bot.timetable import Timetable
from storage.database import Database
from storage.outbox import outbox_depth
from storage.timers import find_next_due, set_timer
from tests.slack_stub import connected

SUBJECTS = 12
CHANNELS = 6
SIDE_BY_SIDE = 4
# Slack redelivers what it is not sure about: the next life gets the last ones again.
REDELIVERED = 8


def live(url: str, base_url: str, noted: Path, seed: int, drain: bool, lease: float) -> None:
    """The whole life: until it is killed or, with `drain`, until nothing is left to do."""
    # A stub answers at once: leases and delays may be short, or dying often takes long.
    claiming.LEASE = timedelta(seconds=lease)
    sender.LOOK_DELAY = timedelta(seconds=0.3)
    sender.ORPHANS_EVERY = timedelta(seconds=0.5)
    asyncio.run(_Life(url, noted, seed).live(base_url, drain))


class _Life:
    def __init__(self, url: str, noted: Path, seed: int) -> None:
        self.database, self.clock = Database(url), Clock()
        self.noted, self.random = noted, random.Random(seed)  # noqa: S311
        self.transactions = Transactions(self.database, self.wake)

    def wake(self) -> None:
        self.sender.wake()
        self.clock.nudge()

    async def live(self, base_url: str, drain: bool) -> None:
        async with connected(base_url) as slack:
            self.sender = Sender(self.database, slack, self.clock, limits=LIFTED)
            self.transactions.join_with(self.sender.join)
            table = Timetable(self.clock, self.database, {"ring": self.ring})
            await self.sender.start()
            await table.start()
            await (self.drain() if drain else self.accept())
            await table.stop()
            await self.sender.stop()
        await self.database.close()

    async def accept(self) -> None:
        """For ever, several at a time; each subject's deliveries one after another."""
        done = self.noted.read_text().split() if self.noted.exists() else []
        first = max([int(line) for line in done], default=-1) + 1 - REDELIVERED
        lanes = range(SIDE_BY_SIDE)
        await asyncio.gather(*(self._accept_all(max(first, 0), lane) for lane in lanes))

    async def _accept_all(self, first: int, lane: int) -> None:
        number = first
        with self.noted.open("a", buffering=1) as noted:
            while True:
                if number % SUBJECTS % SIDE_BY_SIDE == lane:
                    await self._accept(number)
                    os.write(noted.fileno(), f"{number}\n".encode())
                    await asyncio.sleep(self.random.uniform(0, 0.02))
                number += 1

    async def _accept(self, number: int) -> None:
        now = self.clock.now()
        subject, channel = f"s:{number % SUBJECTS}", f"C{number % CHANNELS}"
        try:
            async with self.transactions.of(Delivery(f"d:{number}", now)) as session:
                part = f"p{number}"
                post = Post(subject, channel, f"said {number}", part=part)
                looks = [Repaint(subject, part, channel, f"look {n}", []) for n in range(2)]
                await say(session, now, post, *looks[: self.random.randrange(3)])
                due_at = now + timedelta(seconds=self.random.uniform(0, 0.5))
                await set_timer(session, "ring", f"t:{number}", due_at)
        except AlreadyHandled:
            return

    async def ring(self, timer_id: UUID, now: datetime) -> None:
        async with self.transactions.due(timer_id, now) as (session, timer):
            number = int(timer.subject.removeprefix("t:"))
            await say(session, now, Post(timer.subject, f"C{number % CHANNELS}", f"rang {number}"))

    async def drain(self) -> None:
        while True:
            if not await self._left():
                return
            await asyncio.sleep(0.1)

    async def _left(self) -> bool:
        try:
            async with self.transactions.look() as session:
                return bool(await outbox_depth(session) or await find_next_due(session))
        except NotSaved:
            return True
