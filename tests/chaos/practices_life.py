"""One life of somebody's practices, in a process of its own that will be killed: saved, helped
and merged, one deed after another in each of a few lanes, while vectors are made beside them.

What was done is noted in a file, a line each, only after the commit.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from bot.delivery.transaction import Transactions
from bot.errors import AlreadyHandled
from bot.inbox import Delivery, Person
from bot.meaning.vectors import Vector
from bot.practices import finding
from bot.practices.drafts import Alike, Draft
from bot.practices.finding import Finder
from bot.practices.service import PracticesService
from bot.text.masking import Masker
from storage.database import Database
from storage.practices import Practice
from tests.bot.practices.senses import Senses

LANES = 3
# Slack redelivers what it is not sure about: the next life gets the last ones of each lane again.
REDELIVERED = 4
AUTHOR, COLLEAGUE = Person("T1", "UMAYA"), Person("T1", "UDAN")
NOW = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)


class SlowSenses(Senses):
    """Takes long enough to be killed between a save and its vector."""

    async def notes(self, texts: Sequence[str]) -> list[Vector]:
        await asyncio.sleep(0.02)
        return await super().notes(texts)


def text(number: int) -> str:
    """What the practice of that number says: no word of it stands in another."""
    return " ".join(f"w{number}{letter}" for letter in "abcdefgh")


def live(url: str, noted: Path) -> None:
    """Until it is killed."""
    finding.POLL_SECONDS = 0.05
    asyncio.run(_Life(url, noted).live())


class _Life:
    def __init__(self, url: str, noted: Path) -> None:
        self.database, self.noted = Database(url), noted
        self.finder = Finder(self.database, SlowSenses())
        self.practices = PracticesService(Transactions(self.database), Masker(), self.finder)
        self.deeds: tuple[Callable[[int, Delivery], Awaitable[object]], ...] = (
            self.save,
            self.help,
            self.save,
            self.merge,
        )

    async def live(self) -> None:
        """For ever: lane n does the deeds n, n + LANES, n + 2 * LANES and so on, in this order."""
        done = [int(line) for line in self.noted.read_text().split()] if self.noted.exists() else []
        await self.finder.start()
        await asyncio.gather(*(self._follow(lane, done) for lane in range(LANES)))

    async def _follow(self, lane: int, done: Sequence[int]) -> None:
        mine = [number for number in done if number % LANES == lane]
        turn = max(max(mine, default=lane) // LANES - REDELIVERED, 0)
        with self.noted.open("a", buffering=1) as noted:
            while True:
                number = turn * LANES + lane
                try:
                    await self.deeds[turn % 4](number, Delivery(f"d:{number}", NOW))
                except AlreadyHandled:
                    pass
                else:
                    os.write(noted.fileno(), f"{number}\n".encode())
                turn += 1
                await asyncio.sleep(0.005)

    async def save(self, number: int, delivery: Delivery) -> None:
        draft = Draft(text(number), f"It worked for {number}.", title=f"practice {number}")
        seen: frozenset[UUID] = frozenset()
        saved = await self.practices.save(delivery, AUTHOR, draft)
        while isinstance(saved, Alike):  # by the meaning that a toy model sees
            seen |= saved.ids
            saved = await self.practices.save(delivery, AUTHOR, draft, despite=seen)

    async def help(self, number: int, delivery: Delivery) -> None:
        """The one that this lane saved just before helped a colleague."""
        await self.practices.helped(delivery, COLLEAGUE, await self._saved(number - LANES))

    async def merge(self, number: int, delivery: Delivery) -> None:
        """The one that this lane saved just before becomes part of the one before."""
        into = await self._saved(number - 3 * LANES)
        await self.practices.merge(delivery, AUTHOR, into, await self._saved(number - LANES))

    async def _saved(self, number: int) -> UUID:
        async with self.database.read() as session:
            it = select(col(Practice.id)).where(col(Practice.title) == f"practice {number}")
            return (await session.scalars(it)).one()
