"""What passed through is forgotten when it was kept long enough, and never before."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, func, select

from bot.delivery.message import Post
from bot.delivery.outbox import say
from bot.inbox import Delivery
from storage import keeping
from storage.database import Database
from storage.inbox import InboxKey, record_delivery
from storage.keeping import Keeping, forget_old
from storage.outbox import OutboxRow, RowState, measure_outbox
from storage.timers import Timer, claim_timer, list_due_timers, set_timer
from tests.fakes import START

STATES = [RowState.SENT, RowState.WAITING, RowState.DEAD, RowState.SENDING]


async def fill(database: Database) -> None:
    """A key, a timer that fired, one that did not, and a row in every state."""
    async with database.write() as session:
        await record_delivery(session, Delivery("key", START))
        await set_timer(session, "ring", "fired", START)
        await set_timer(session, "ring", "to come", START + timedelta(days=30))
        (due,) = await list_due_timers(session, START)
        await claim_timer(session, due.id, START)
        await say(session, START, *(Post(f"s:{state}", "C1", state) for state in STATES))
        for state in STATES:
            mine = update(OutboxRow).where(col(OutboxRow.subject) == f"s:{state}")
            await session.execute(mine.values(state=state))


async def left(database: Database) -> dict[str, int]:
    async with database.read() as session:
        return {
            table.__name__: await session.scalar(select(func.count()).select_from(table)) or 0
            for table in (InboxKey, Timer, OutboxRow)
        }


async def test_nothing_is_forgotten_before_its_time(database: Database) -> None:
    await fill(database)
    assert await forget_old(database, START + timedelta(hours=47), Keeping()) == 0
    assert await left(database) == {"InboxKey": 1, "Timer": 2, "OutboxRow": 4}


async def test_keys_and_timers_go_after_two_days(database: Database) -> None:
    await fill(database)
    assert await forget_old(database, START + timedelta(hours=49), Keeping()) == 2
    assert await left(database) == {"InboxKey": 0, "Timer": 1, "OutboxRow": 4}


async def test_settled_rows_go_after_a_week_and_open_ones_never(database: Database) -> None:
    await fill(database)
    await forget_old(database, START + timedelta(days=8), Keeping())
    assert await left(database) == {"InboxKey": 0, "Timer": 1, "OutboxRow": 2}
    async with database.read() as session:
        assert await measure_outbox(session) == (2, START)


async def test_how_long_is_a_setting(database: Database) -> None:
    await fill(database)
    await forget_old(database, START + timedelta(hours=2), Keeping(sent_bodies=timedelta(hours=1)))
    assert await left(database) == {"InboxKey": 1, "Timer": 2, "OutboxRow": 2}


async def test_many_go_in_several_batches(database: Database) -> None:
    async with database.write() as session:
        for number in range(keeping.BATCH + 1):
            await record_delivery(session, Delivery(str(number), START))
    assert await forget_old(database, START + timedelta(days=3), Keeping()) == keeping.BATCH + 1


async def test_what_waits_for_ever_holds_up_nothing_that_is_behind_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "BATCH", 2)
    async with database.write() as session:
        await say(session, START, *(Post(f"s:{number}", "C1", "hello") for number in range(5)))
        ended = update(OutboxRow).where(col(OutboxRow.subject).in_(("s:3", "s:4")))
        await session.execute(ended.values(state=RowState.SENT))
    await forget_old(database, START + timedelta(days=8), Keeping())
    assert (await left(database))["OutboxRow"] == 3
