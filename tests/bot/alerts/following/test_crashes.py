"""Killed between any two steps, or beside another process: each pod ends with one card, and hears
everything once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from storage.alerts import Alert, AlertCard
from storage.database import Database
from storage.outbox import Act, OutboxRow
from storage.timers import list_due_timers
from tests.bot.alerts.following.scene import Following, warning, weather
from tests.bot.alerts.following.source import FakeFeed


class Killed(Exception):
    """The process is gone."""


@contextmanager
def killed_after(database: Database, commits: int) -> Iterator[None]:
    """Nothing happens any more once so many transactions were committed."""
    write, left = database.write, [commits]

    @asynccontextmanager
    async def counted() -> AsyncIterator[AsyncSession]:
        if left[0] <= 0:
            raise Killed
        async with write() as session:
            yield session
        left[0] -= 1
        if left[0] <= 0:
            raise Killed

    database.write = counted  # type: ignore[method-assign]
    try:
        yield
    finally:
        database.write = write  # type: ignore[method-assign]


async def dies(room: Following, commits: int) -> bool:
    """A process that lives for so many commits; whether it died of it."""
    with killed_after(room.database, commits):
        try:
            await room.tick()
        except Killed:
            await room.follower.stop()
            return True
        finally:
            await room.follower.stop()
    return False


def told(rows: list[OutboxRow]) -> Counter[tuple[str, str]]:
    return Counter((row.channel, str(row.body["blocks"])) for row in rows if row.act is Act.POST)


@pytest.mark.parametrize("commits", range(1, 9))
async def test_killed_after_any_commit_it_goes_on_where_it_stopped(
    room: Following, feed: FakeFeed, commits: int
) -> None:
    feed.says(weather())
    await room.begin()
    room.step(60)
    feed.says(weather(warning(room.now, 1), warning(room.now, 2)))
    await dies(room, commits)
    room.again()
    await room.follower.start(room.now)
    sent = await room.settle()
    sent += await room.minutes(3)
    rows = [each for each in await room.all(OutboxRow) if each.act is Act.POST]
    assert max(told(rows).values()) == 1
    assert len(rows) == 4  # two cards in each of two pods
    assert len(await room.all(Alert)) == 2
    assert len(await room.all(AlertCard)) == 4


@pytest.mark.parametrize("commits", range(1, 9))
async def test_an_end_is_told_once_whenever_it_was_killed(
    room: Following, feed: FakeFeed, commits: int
) -> None:
    first = room.now
    feed.says(weather(warning(first, 1)))
    await room.begin()
    before = len(await room.all(OutboxRow))
    room.step(60)
    feed.says(weather(warning(first + timedelta(seconds=30), 1, action="CAN")))
    await dies(room, commits)
    room.again()
    await room.follower.start(room.now)
    await room.settle()
    await room.minutes(3)
    rows = (await room.all(OutboxRow))[before:]
    assert Counter(row.act for row in rows) == {Act.POST: 2, Act.REPAINT: 2}


async def test_of_two_processes_one_reads_a_feed_at_a_time(room: Following, feed: FakeFeed) -> None:
    feed.says(weather(warning(room.now, 1)))
    other = Following(room.database, session=room.session, settings=room.settings)
    await room.follower.start(room.now)
    async with room.database.read() as session:
        (timer,) = await list_due_timers(session, room.now)
    acts = [each.follower.poll_due(timer.id, room.now) for each in (room, other)]
    await asyncio.gather(*acts, return_exceptions=True)
    await room.settle()
    assert len(feed.asked) == 1
    await other.follower.stop()


async def test_two_processes_in_turns_tell_everything_once(room: Following, feed: FakeFeed) -> None:
    other = Following(room.database, session=room.session, settings=room.settings)
    other.numbers = room.numbers
    feed.says(weather())
    await room.begin()
    sent: list[OutboxRow] = []
    documents: list[dict[str, Any]] = []
    for number in range(1, 7):
        documents.append(warning(room.now, number))
        feed.says(weather(*documents))
        turn = (room, other)[number % 2]
        turn.now = room.now
        sent += await turn.minutes(1)
        room.now = other.now = turn.now
    posted = [row for row in sent if row.act is Act.POST]
    assert max(told(posted).values()) == 1
    assert len(posted) == 12
    await other.follower.stop()


async def test_a_process_that_slept_while_another_read_writes_nothing_over_it(
    room: Following, feed: FakeFeed
) -> None:
    hearing = room.follower.hearing
    feed.says(weather(warning(room.now, 1)))
    await room.begin()
    other = Following(room.database, session=room.session, settings=room.settings)
    other.now = room.now
    await hearing.recall()
    feed.says(weather(warning(room.now, 1), warning(room.now, 2)))
    await other.minutes(1)
    room.now = other.now
    feed.says(weather(warning(room.now, 3)))
    await room.minutes(1)
    assert len(await room.live()) == 3
    assert (await room.feed()).version >= 3
    await other.follower.stop()
