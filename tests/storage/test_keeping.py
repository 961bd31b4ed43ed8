"""What passed through is forgotten when it was kept long enough, and never before."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlmodel import col, func, select

from bot.delivery.message import Post
from bot.delivery.outbox import say
from bot.inbox import Delivery
from bot.settings import Settings
from storage import keeping
from storage.advice import Mark
from storage.advice_threads import add_mark
from storage.database import Database
from storage.inbox import InboxKey, record_delivery
from storage.keeping import Keeping, forget_old
from storage.outbox import OutboxRow, Posted, RowState, measure_outbox, put_posted
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


async def stand(database: Database, *places: tuple[str, datetime]) -> None:
    """Messages of ours in channels, posted at these moments."""
    async with database.write() as session:
        for number, (channel, at) in enumerate(places):
            place = {"subject": f"s:{number}", "part": "card", "channel": channel}
            ts = f"{at.timestamp():.6f}"
            await put_posted(session, [place | {"ts": ts, "row_id": uuid4()}])


async def standing(database: Database) -> list[str]:
    async with database.read() as session:
        return sorted((await session.scalars(select(Posted.subject))).all())


async def test_where_a_message_stands_is_forgotten_after_ninety_days_in_every_channel(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "BATCH", 2)
    young = START + timedelta(days=1)
    old = [("C1", START), ("C2", START), ("D3", START), ("C1", START + timedelta(seconds=1))]
    await stand(database, *old, ("C1", young), ("C2", young), ("C4", young))
    assert await forget_old(database, START + timedelta(days=90), Keeping()) == 0
    assert await forget_old(database, START + timedelta(days=90, hours=1), Keeping()) == 4
    assert await standing(database) == ["s:4", "s:5", "s:6"]


async def test_a_message_that_bears_a_mark_keeps_its_place_and_its_mark(database: Database) -> None:
    await stand(database, ("C1", START), ("C2", START))
    async with database.write() as session:
        await add_mark(session, "C2", f"{START.timestamp():.6f}", "U1", START)
    assert await forget_old(database, START + timedelta(days=91), Keeping()) == 1
    assert await standing(database) == ["s:1"]
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Mark)) == 1


async def test_the_periods_are_those_of_the_settings() -> None:
    assert Keeping.of(Settings()) == Keeping()
    settings = Settings(
        keep_inbox_hours=1,
        keep_timers_hours=2,
        keep_strays_minutes=15,
        keep_sent_days=3,
        keep_places_days=40,
        keep_gaps_days=7,
        keep_uses_days=91,
        keep_verdicts_days=31,
        keep_history_days=32,
        keep_alerts_days=33,
    )
    assert Keeping.of(settings) == Keeping(
        inbox_keys=timedelta(hours=1),
        done_timers=timedelta(hours=2),
        strays=timedelta(minutes=15),
        sent_bodies=timedelta(days=3),
        places=timedelta(days=40),
        gaps=timedelta(days=7),
        uses=timedelta(days=91),
        verdicts=timedelta(days=31),
        history=timedelta(days=32),
        alerts=timedelta(days=33),
    )
