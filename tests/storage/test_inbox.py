"""The inbox keeps a delivery from being handled twice."""

from datetime import timedelta

from bot.inbox import Delivery
from storage.database import Database
from storage.inbox import purge_before, record_delivery
from tests.fakes import START


async def test_a_key_is_new_once_and_a_duplicate_ever_after(database: Database) -> None:
    delivery = Delivery("T1:C1:1.2", START)
    async with database.write() as session:
        assert await record_delivery(session, delivery)
    async with database.write() as session:
        assert not await record_delivery(session, delivery)


async def test_a_key_is_forgotten_with_the_work_that_failed(database: Database) -> None:
    delivery = Delivery("T1:C1:1.2", START)
    try:
        async with database.write() as session:
            assert await record_delivery(session, delivery)
            raise RuntimeError("the work failed")
    except RuntimeError:
        pass
    async with database.write() as session:
        assert await record_delivery(session, delivery)


async def test_old_keys_are_purged_a_batch_at_a_time(database: Database) -> None:
    async with database.write() as session:
        for number in range(5):
            await record_delivery(session, Delivery(f"old:{number}", START))
        await record_delivery(session, Delivery("new", START + timedelta(hours=48)))
    async with database.write() as session:
        assert await purge_before(session, START + timedelta(hours=1), at_most=3) == 3
        assert await purge_before(session, START + timedelta(hours=1), at_most=3) == 2
        assert not await record_delivery(session, Delivery("new", START))
