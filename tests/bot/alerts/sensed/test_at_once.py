"""What several ask is looked over at once, also where the sender takes the card in the ask's own
commit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.sensor import NOTHING
from bot.delivery.message import Post, Priority
from bot.delivery.outbox import say
from bot.delivery.transaction import Go, Transactions
from bot.inbox import Delivery
from storage.database import Database
from tests.bot.advice.scene import HOME
from tests.bot.alerts.matters import RAMONA
from tests.bot.alerts.sensed.scene import REPS, Crowd


class Carding(Transactions):
    """In each transaction of somebody a card is said, as an ask does."""

    @asynccontextmanager
    async def of(self, delivery: Delivery) -> AsyncIterator[AsyncSession]:
        async with super().of(delivery) as session:
            yield session
            card = Post("ask:1", HOME, "Asks.", [], priority=Priority.URGENT)
            await say(session, delivery.now, card)


class Sending(Crowd):
    """The sender takes each card at once; only the timers are looked at anew."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.nudged = 0
        self.transactions = Carding(self.database, nudge=self._nudge)
        self.transactions.join_with(self._take)
        self.replica()

    def _nudge(self) -> None:
        self.nudged += 1

    async def _take(self, session: AsyncSession) -> Go | None:
        return lambda committed: None


async def test_who_has_company_is_judged_at_once(database: Database) -> None:
    crowd = Sending(database)
    await crowd.people()
    await crowd.reps(12)
    await crowd.make(REPS[0], RAMONA[0], NOTHING)
    assert crowd.nudged == 0
    await crowd.make(REPS[1], RAMONA[1], NOTHING)
    assert crowd.nudged == 1
