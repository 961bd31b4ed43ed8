"""What must happen later happens once, when it is due, whatever happens to the process."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from bot.delivery.transaction import Transactions
from bot.inbox import Delivery
from bot.timetable import Timetable
from storage.database import Database
from storage.timers import Timer, cancel_timers, count_late_timers, set_timer
from tests.fakes import SteppedClock
from tests.waiting import until


class Hall:
    """A timetable, and a list of what happened when."""

    def __init__(self, database: Database, clock: SteppedClock) -> None:
        self.clock, self.database = clock, database
        self.transactions = Transactions(database, clock.nudge)
        self.happened: list[tuple[str, datetime]] = []
        self.failures = 0
        self.tables: list[Timetable] = []

    async def ring(self, timer_id: UUID, now: datetime) -> None:
        async with self.transactions.due(timer_id, now) as (_, timer):
            if self.failures:
                self.failures -= 1
                raise RuntimeError("the bell is broken")
            self.happened.append((timer.subject, now))

    async def start(self) -> Timetable:
        table = Timetable(self.clock, self.database, {"ring": self.ring})
        self.tables.append(table)
        await table.start()
        await self.settle()
        return table

    async def set(self, subject: str, seconds: float, kind: str = "ring") -> None:
        now = self.clock.now()
        async with self.transactions.of(Delivery(f"{subject}:{seconds}:{now}", now)) as session:
            await set_timer(session, kind, subject, now + timedelta(seconds=seconds))
        await self.settle()

    async def step(self, seconds: float) -> None:
        self.clock.step(seconds)
        await self.settle()

    async def settle(self) -> None:
        await until(lambda: all(table.idle() for table in self.tables))

    async def timers(self) -> list[Timer]:
        async with self.database.read() as session:
            return list((await session.scalars(select(Timer))).all())


@pytest.fixture
async def hall(database: Database, clock: SteppedClock) -> AsyncIterator[Hall]:
    hall = Hall(database, clock)
    yield hall
    for table in hall.tables:
        await table.stop(at_most=1)


async def test_a_timer_fires_once_when_it_is_due(hall: Hall) -> None:
    await hall.start()
    await hall.set("ask:1", 15)
    await hall.step(14.9)
    assert hall.happened == []
    await hall.step(0.1)
    await hall.step(60)
    assert [subject for subject, _ in hall.happened] == ["ask:1"]


async def test_what_became_due_while_nobody_ran_fires_after_the_start(hall: Hall) -> None:
    await hall.set("ask:1", 15)
    hall.clock.step(3600)
    await hall.start()
    assert hall.happened == [("ask:1", hall.clock.now())]


async def test_a_timer_that_is_set_again_moves(hall: Hall) -> None:
    await hall.start()
    await hall.set("ask:1", 15)
    await hall.set("ask:1", 30)
    await hall.step(20)
    assert hall.happened == []
    await hall.step(10)
    assert len(hall.happened) == 1
    await hall.set("ask:1", 5)
    await hall.step(5)
    assert len(hall.happened) == 2


async def test_a_cancelled_timer_never_fires(hall: Hall) -> None:
    await hall.start()
    await hall.set("ask:1", 15)
    async with hall.database.write() as session:
        await cancel_timers(session, "ask:1", "another kind")
        await cancel_timers(session, "ask:2")
    assert len(await hall.timers()) == 1
    async with hall.database.write() as session:
        await cancel_timers(session, "ask:1", "ring")
    await hall.step(60)
    assert hall.happened == []


async def test_two_timetables_fire_a_timer_once(hall: Hall) -> None:
    await hall.start()
    await hall.start()
    for number in range(20):
        await hall.set(f"ask:{number}", 10)
    await hall.step(10)
    assert sorted(subject for subject, _ in hall.happened) == sorted(
        f"ask:{number}" for number in range(20)
    )


async def test_a_subject_s_timers_fire_in_the_order_in_which_they_were_due(hall: Hall) -> None:
    for kind, seconds in (("third", 3), ("first", 1), ("second", 2)):
        async with hall.database.write() as session:
            due_at = hall.clock.now() + timedelta(seconds=seconds)
            await set_timer(session, "ring", "ask:1", due_at, part=kind)
    hall.clock.step(60)
    order: list[str] = []

    async def ring(timer_id: UUID, now: datetime) -> None:
        async with hall.transactions.due(timer_id, now) as (_, timer):
            order.append(timer.key.rpartition(":")[2])

    table = Timetable(hall.clock, hall.database, {"ring": ring})
    hall.tables.append(table)
    await table.start()
    await hall.settle()
    assert order == ["first", "second", "third"]


async def test_a_timer_that_fails_is_tried_again_later_and_keeps_the_reason(hall: Hall) -> None:
    await hall.start()
    hall.failures = 2
    await hall.set("ask:1", 1)
    await hall.step(1)
    (timer,) = await hall.timers()
    assert (timer.attempts, timer.error, timer.done_at) == (1, "RuntimeError", None)
    await hall.step(5)
    assert hall.happened == []
    await hall.step(30)
    assert len(hall.happened) == 1


async def test_the_fifth_failure_raises_an_alarm(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    await hall.start()
    hall.failures = 5
    await hall.set("ask:1", 1)
    for seconds in (1, 5, 30, 120, 600):
        await hall.step(seconds)
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 4 + ["ERROR"]


async def test_a_kind_that_nobody_knows_waits_for_a_version_that_does(hall: Hall) -> None:
    await hall.start()
    await hall.set("ask:1", 1, kind="of another version")
    await hall.step(1)
    (timer,) = await hall.timers()
    assert (timer.attempts, timer.done_at) == (1, None)


async def test_late_timers_are_counted(hall: Hall) -> None:
    await hall.set("ask:1", 1)
    async with hall.database.read() as session:
        assert await count_late_timers(session, hall.clock.step(6)) == 0
        assert await count_late_timers(session, hall.clock.step(1)) == 1


@pytest.mark.parametrize("enough_time", [True, False])
async def test_stopping_lets_what_runs_end_or_leaves_it_for_the_next_start(
    hall: Hall, enough_time: bool
) -> None:
    began, may_end = asyncio.Event(), asyncio.Event()

    async def ring(timer_id: UUID, now: datetime) -> None:
        async with hall.transactions.due(timer_id, now):
            began.set()
            await may_end.wait()

    await hall.set("ask:1", 0)
    table = Timetable(hall.clock, hall.database, {"ring": ring})
    await table.start()
    await began.wait()
    stopping = asyncio.create_task(table.stop(at_most=10 if enough_time else 0.05))
    await asyncio.sleep(0.01)
    if enough_time:
        may_end.set()
    await stopping
    (timer,) = await hall.timers()
    assert (timer.done_at is not None) == enough_time


async def test_work_that_has_time_is_done_one_at_a_time_and_nobody_who_waits_is_kept(
    hall: Hall,
) -> None:
    order: list[str] = []
    may_go_on = asyncio.Event()

    async def work(timer_id: UUID, now: datetime) -> None:
        async with hall.transactions.due(timer_id, now) as (_, timer):
            order.append(f"begins {timer.subject}")
        await may_go_on.wait()
        order.append(f"ends {timer.subject}")

    acts = {"ring": hall.ring, "work": work}
    table = Timetable(hall.clock, hall.database, acts, with_time={"work"})
    hall.tables.append(table)
    for number in range(3):
        async with hall.database.write() as session:
            await set_timer(session, "work", f"pod:{number}", hall.clock.now())
    await table.start()
    await until(lambda: bool(order))
    async with hall.database.write() as session:
        await set_timer(session, "ring", "ask:1", hall.clock.now())
    hall.clock.nudge()
    await until(lambda: bool(hall.happened))
    assert (order, table.idle()) == (["begins pod:0"], False)
    may_go_on.set()
    await hall.settle()
    assert order == [f"{did} pod:{number}" for number in range(3) for did in ("begins", "ends")]


async def test_work_that_has_time_fails_and_is_postponed_like_any_other(hall: Hall) -> None:
    table = Timetable(hall.clock, hall.database, {"ring": hall.ring}, with_time={"ring"})
    hall.tables.append(table)
    await table.start()
    hall.failures = 1
    await hall.set("ask:1", 1)
    await hall.set("ask:2", 1)
    await hall.step(1)
    assert [subject for subject, _ in hall.happened] == ["ask:2"]
    await hall.step(5)
    assert [subject for subject, _ in hall.happened] == ["ask:2", "ask:1"]


async def test_stopping_leaves_what_has_time_for_the_next_start(hall: Hall) -> None:
    began = asyncio.Event()

    async def work(timer_id: UUID, now: datetime) -> None:
        async with hall.transactions.due(timer_id, now):
            began.set()
            await asyncio.Event().wait()

    await hall.set("pod:1", 0, kind="work")
    table = Timetable(hall.clock, hall.database, {"work": work}, with_time={"work"})
    await table.start()
    await began.wait()
    await table.stop(at_most=0.05)
    (timer,) = await hall.timers()
    assert timer.done_at is None
