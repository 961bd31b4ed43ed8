"""A sender on a fresh database, with a Slack in memory."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from bot.delivery.message import Outgoing
from bot.delivery.outbox import say
from bot.delivery.sender import Sender
from storage.database import Database
from storage.outbox import OutboxRow
from tests.fakes import FakeSlack, SteppedClock
from tests.waiting import until


@dataclass
class Floor:
    """Says things, and waits until the sender has nothing left to do."""

    database: Database
    clock: SteppedClock
    slack: FakeSlack = field(default_factory=FakeSlack)
    posted: list[tuple[str, str, str]] = field(default_factory=list)
    senders: list[Sender] = field(default_factory=list)

    async def on_posted(
        self, session: AsyncSession, row: OutboxRow, ts: str, now: datetime
    ) -> None:
        self.posted.append((row.subject, row.part, ts))

    async def start(self) -> Sender:
        sender = Sender(self.database, self.slack, self.clock, self.on_posted)
        self.senders.append(sender)
        await sender.start()
        return sender

    async def say(self, *messages: Outgoing) -> None:
        async with self.database.write() as session:
            await say(session, self.clock.now(), *messages)
        for sender in self.senders:
            sender.wake()

    async def settle(self, *messages: Outgoing) -> None:
        """Say it, and wait until everything that may be sent by now was sent."""
        if messages:
            await self.say(*messages)
        if not self.senders:
            await self.start()
        await until(lambda: all(sender.idle() for sender in self.senders))

    async def step(self, seconds: float) -> None:
        self.clock.step(seconds)
        for sender in self.senders:
            sender.wake()
        await self.settle()

    async def rows(self) -> Sequence[OutboxRow]:
        async with self.database.read() as session:
            return (await session.scalars(select(OutboxRow).order_by(col(OutboxRow.seq)))).all()


@pytest.fixture
async def floor(database: Database, clock: SteppedClock) -> AsyncIterator[Floor]:
    floor = Floor(database, clock)
    yield floor
    for sender in floor.senders:
        await sender.stop(at_most=1)
