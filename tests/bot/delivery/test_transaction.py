"""Accepted means committed; what is not committed is said to be not saved."""

import pytest
from sqlalchemy import text

from bot.delivery.message import Post
from bot.delivery.outbox import say
from bot.delivery.transaction import Transactions
from bot.errors import AlreadyHandled, NotSaved
from bot.inbox import Delivery
from storage.database import Database
from storage.ids import new_id
from storage.outbox import outbox_depth
from tests.engines import on_sqlite
from tests.fakes import START

DELIVERY = Delivery("T1:C1:1.2", START)


class Wakes:
    """Counts how often the sender was woken."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


async def accept(transactions: Transactions, delivery: Delivery, words: str = "hello") -> None:
    async with transactions.of(delivery) as session:
        await say(session, delivery.now, Post("ask:1", "C1", words))


async def test_a_redelivery_finds_its_key_and_does_nothing(database: Database) -> None:
    wakes = Wakes()
    transactions = Transactions(database, wakes)
    await accept(transactions, DELIVERY)
    with pytest.raises(AlreadyHandled):
        await accept(transactions, DELIVERY)
    async with transactions.look() as session:
        assert await outbox_depth(session) == 1
    assert wakes.times == 1


async def test_what_fails_can_be_delivered_again(database: Database) -> None:
    wakes = Wakes()
    transactions = Transactions(database, wakes)

    async def fail() -> None:
        async with transactions.of(DELIVERY) as session:
            await say(session, START, Post("ask:1", "C1", "hello"))
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert wakes.times == 0
    await accept(transactions, DELIVERY)
    async with transactions.look() as session:
        assert await outbox_depth(session) == 1


async def test_a_timer_that_is_not_there_was_handled_already(database: Database) -> None:
    transactions = Transactions(database)
    with pytest.raises(AlreadyHandled):
        async with transactions.due(new_id(), START):
            pytest.fail("there is nothing to do")


@on_sqlite
async def test_on_a_full_disk_nothing_is_accepted_and_nothing_breaks(database: Database) -> None:
    transactions = Transactions(database)
    async with database.write() as session:
        pages = await session.scalar(text("PRAGMA page_count"))
        await session.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(NotSaved):
        await accept(transactions, DELIVERY, "long " * 20_000)
    async with database.write() as session:
        await session.execute(text("PRAGMA max_page_count = 1000000"))
    await accept(transactions, DELIVERY, "long " * 20_000)


@on_sqlite
async def test_a_read_only_database_saves_nothing_and_says_so(database: Database) -> None:
    transactions = Transactions(database)
    async with database.write() as session:
        await session.execute(text("PRAGMA query_only = ON"))
    with pytest.raises(NotSaved):
        await accept(transactions, DELIVERY)
    async with transactions.look() as session:
        assert await outbox_depth(session) == 0


async def test_a_database_that_is_gone_saves_nothing_and_says_so() -> None:
    database = Database("sqlite:////nowhere/at/all.db")
    with pytest.raises(NotSaved):
        await accept(Transactions(database), DELIVERY)
    await database.close()
