"""Writers never lose an update, never meet half a commit, and never hold up the loop."""

import asyncio
import sqlite3
import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.inbox import Delivery
from storage import sqlite
from storage.database import Database
from storage.inbox import record_delivery
from storage.timers import Timer, list_due_timers, set_timer
from tests.engines import on_sqlite
from tests.fakes import START
from tests.waiting import until

TRIES = 3  # a machine that stalls may hold up any one of them


async def add_one(database: Database) -> None:
    lock = "" if database.is_sqlite else " FOR UPDATE"
    async with database.write() as session:
        found = await session.scalar(text(f"SELECT attempts FROM timer WHERE key = 'a'{lock}"))
        await asyncio.sleep(0)
        attempts = {"attempts": (found or 0) + 1}
        await session.execute(text("UPDATE timer SET attempts = :attempts"), attempts)


async def read_timer(database: Database) -> Timer:
    async with database.read() as session:
        (timer,) = await list_due_timers(session, START)
        return timer


@pytest.fixture
async def counted(database: Database) -> Database:
    async with database.write() as session:
        await set_timer(session, "a", "", START)
    return database


async def test_twelve_that_read_and_write_at_once_count_to_twelve(counted: Database) -> None:
    await asyncio.gather(*(add_one(counted) for _ in range(12)))
    assert (await read_timer(counted)).attempts == 12


async def test_what_fails_leaves_nothing_behind(counted: Database) -> None:
    async def fail() -> None:
        async with counted.write() as session:
            await session.execute(text("UPDATE timer SET attempts = 99"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert (await read_timer(counted)).attempts == 0


async def test_a_reader_sees_only_what_is_committed(counted: Database) -> None:
    async with counted.write() as session:
        await session.execute(text("UPDATE timer SET attempts = 99"))
        assert (await read_timer(counted)).attempts == 0
    assert (await read_timer(counted)).attempts == 99


async def test_whoever_is_cancelled_at_any_point_leaves_no_step_half_done(
    counted: Database,
) -> None:
    done = 0
    for turns in range(12):
        task = asyncio.create_task(add_one(counted))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            await task
            done += 1
        async with counted.write() as session:
            await record_delivery(session, Delivery(f"after:{turns}", START))
    await add_one(counted)
    assert done + 1 <= (await read_timer(counted)).attempts <= 13


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Every COMMIT takes a tenth of a second. Set while one is under way."""
    committing = threading.Event()

    def slow(connection: sqlite3.Connection) -> None:
        committing.set()
        time.sleep(0.1)
        sqlite3.Connection.commit(connection)
        committing.clear()

    monkeypatch.setattr(sqlite.Connection, "commit", slow)
    return committing


@on_sqlite
async def test_a_disk_that_was_slow_once_holds_up_the_loop_no_more(
    counted: Database, slow_disk: threading.Event
) -> None:
    await add_one(counted)
    turns = [0]
    while turns[-1] <= 5 and len(turns) <= TRIES:
        turns.append(0)
        task = asyncio.create_task(add_one(counted))
        await until(slow_disk.is_set)
        while not task.done():
            await asyncio.sleep(0.005)
            turns[-1] += 1
    assert max(turns) > 5
    assert (await read_timer(counted)).attempts == len(turns)


@pytest.fixture
def brief_distrust(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "DISTRUST_SECONDS", 0.05)


@on_sqlite
async def test_a_slow_disk_is_trusted_again_after_a_while(
    brief_distrust: None, counted: Database, slow_disk: threading.Event
) -> None:
    await asyncio.sleep(0.06)  # the real disk may have been slow while `counted` was made
    await add_one(counted)
    await asyncio.sleep(0.06)
    task = asyncio.create_task(add_one(counted))
    while not task.done():
        assert not slow_disk.is_set()
        await asyncio.sleep(0)
    assert (await read_timer(counted)).attempts == 2


@on_sqlite
async def test_whoever_is_cancelled_while_it_commits_waits_until_it_is_committed(
    counted: Database, slow_disk: threading.Event
) -> None:
    await add_one(counted)
    task = asyncio.create_task(add_one(counted))
    await until(slow_disk.is_set)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await read_timer(counted)).attempts == 2


@on_sqlite
async def test_a_writer_waits_for_another_process_without_holding_up_the_loop(
    counted: Database,
) -> None:
    with closing(sqlite3.connect(str(counted.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        task = asyncio.create_task(add_one(counted))
        started, turns = time.monotonic(), 0
        while time.monotonic() - started < 0.2 or turns <= 5:
            await asyncio.sleep(0.005)
            turns += 1
        assert not task.done()
        other.execute("COMMIT")
        await task
    assert (await read_timer(counted)).attempts == 1


@on_sqlite
async def test_a_writer_gives_up_on_another_process_that_never_ends(
    counted: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(str(counted.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            await add_one(counted)
        other.execute("ROLLBACK")
    await add_one(counted)
    assert (await read_timer(counted)).attempts == 1


async def test_a_moment_comes_back_as_the_same_moment(counted: Database) -> None:
    assert (await read_timer(counted)).due_at == START
    async with counted.read() as session:
        assert await list_due_timers(session, START - timedelta(microseconds=1)) == []


async def test_a_database_that_is_not_there_does_not_answer(database: Database) -> None:
    assert await database.answers()
    missing = Database("sqlite:////nowhere/at/all.db")
    assert not await missing.answers()
    await missing.close()


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+aiosqlite"])
async def test_an_address_may_name_a_driver_which_is_not_needed(
    scheme: str, tmp_path: Path
) -> None:
    database = Database(f"{scheme}:///{tmp_path / 'podline.db'}")
    assert await database.answers()
    await database.close()
