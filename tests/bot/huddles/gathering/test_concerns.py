"""Asks are sorted into concerns in the background: each once, by one process, also after a kill."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.huddles.agenda import concerns
from bot.huddles.agenda.concerns import EVERY, concerns_due, watch_concerns
from bot.meaning.errors import EmbedderFailed
from storage.advice import AskState
from storage.database import Database
from storage.huddles_concerns import Concern, ConcernAsk, list_concerns
from storage.timers import Timer, list_due_timers
from tests.bot.huddles.gathering.scene import STARTS, PodWeek
from tests.bot.huddles.gathering.test_sources import PINS


async def counts(week: PodWeek) -> list[int]:
    """How many asks each concern has, the most first."""
    each = select(func.count()).select_from(ConcernAsk).group_by(ConcernAsk.concern_id)  # type: ignore[arg-type]
    async with week.database.read() as session:
        return sorted(await session.scalars(each), reverse=True)


async def due_at(week: PodWeek) -> Any:
    async with week.database.read() as session:
        return (await session.scalars(select(Timer))).one().due_at


async def test_each_ask_belongs_to_one_concern_and_new_ones_join(week: PodWeek) -> None:
    for question in PINS:
        await week.asked(question)
    await week.sort_in()
    assert await counts(week) == [3]
    await week.asked("port in asks for a transfer pin", ago=1)
    await week.asked("voicemail is full", ago=1)
    week.now += EVERY + timedelta(minutes=1)
    await week.sort_in()
    assert await counts(week) == [4, 1]


async def test_what_was_called_off_or_rests_on_an_alert_is_not_sorted_in(week: PodWeek) -> None:
    alert = await week.alert("Storm")
    await week.asked(PINS[0], state=AskState.WITHDRAWN)
    await week.asked(PINS[0], alert_id=alert.id)
    await week.asked("")
    await week.asked(PINS[0], ago=24 * 16)
    await week.sort_in()
    assert await counts(week) == []


async def test_a_long_backlog_is_sorted_in_piece_by_piece(
    week: PodWeek, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concerns, "AT_ONCE", 4)
    for number in range(10):
        await week.asked(PINS[number % 3], ago=20 - number)
    assert await week.sort_in() == 3
    assert await counts(week) == [10]


async def test_the_next_turn_is_in_an_hour_or_shortly_before_an_agenda_is_made(
    week: PodWeek,
) -> None:
    await week.sort_in()
    assert await due_at(week) == week.now + EVERY
    week.now = STARTS - timedelta(minutes=50)
    await week.sort_in()
    assert await due_at(week) == STARTS - timedelta(minutes=20)
    week.now = STARTS - timedelta(hours=25)
    async with week.database.write() as session:
        timer = (await session.scalars(select(Timer))).one()
        timer.due_at = week.now
    await week.sort_in()
    assert await due_at(week) == STARTS - timedelta(hours=24, minutes=20)


async def test_two_processes_sort_each_ask_in_once(week: PodWeek) -> None:
    for question in PINS * 4:
        await week.asked(question)
    async with week.database.write() as session:
        await watch_concerns(session, [week.pod.id], week.now - timedelta(hours=1))
    async with week.database.read() as session:
        (timer,) = await list_due_timers(session, week.now)
    both = (concerns_due(week.tools, timer.id, week.now) for _ in range(2))
    ended = await asyncio.gather(*both, return_exceptions=True)
    assert sum(each is None for each in ended) >= 1
    assert await counts(week) == [12]
    async with week.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Concern)) == 1


async def test_what_another_process_sorted_in_meanwhile_stays_there(
    week: PodWeek, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looked at the same asks, and was slower."""
    ask, *_ = [await week.asked(question) for question in PINS]
    theirs = Concern(pod_id=week.pod.id, question=PINS[0], topic="porting", last_at=week.now)
    compare = concerns._compare

    def slower(*given: Any) -> Any:
        asyncio.run_coroutine_threadsafe(other(), loop).result()
        return compare(*given)

    async def other() -> None:
        if await counts(week) == []:
            await week.add(theirs)
            row = ConcernAsk(ask_id=ask.id, concern_id=theirs.id, asked_at=ask.asked_at)
            await week.add(row)

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(concerns, "_compare", slower)
    await week.sort_in()
    assert await counts(week) == [1]
    week.now += EVERY + timedelta(minutes=1)
    await week.sort_in()
    assert await counts(week) == [3]


async def test_where_huddles_are_switched_off_nothing_is_sorted_in(week: PodWeek) -> None:
    await week.asked(PINS[0])
    async with week.database.write() as session:
        await watch_concerns(session, [week.pod.id], week.now - timedelta(hours=1))
    async with week.database.read() as session:
        (timer,) = await list_due_timers(session, week.now)
    await concerns_due(replace(week.tools, on=False), timer.id, week.now)
    assert await counts(week) == []
    async with week.database.read() as session:
        assert await list_due_timers(session, week.now + timedelta(days=9)) == []


async def test_said_again_a_pod_is_watched_once(week: PodWeek) -> None:
    await week.sort_in()
    before = await due_at(week)
    async with week.database.write() as session:
        await watch_concerns(session, [week.pod.id, week.pod.id], week.now)
    assert await due_at(week) == before


class Model:
    """Every text is near every other one."""

    name, dimensions = "model-1", 4

    def __init__(self, fails: bool = False) -> None:
        self.fails = fails
        self.asked: list[str] = []

    async def query(self, text: str) -> Any:
        import numpy as np

        self.asked.append(text)
        if self.fails:
            raise EmbedderFailed
        vector = np.zeros(4, np.float32)
        vector[len(text) % 2] = 1
        return vector

    async def notes(self, texts: Sequence[str]) -> Any:
        raise AssertionError

    def close(self) -> None: ...


@pytest.mark.parametrize("fails", [False, True])
async def test_vectors_are_kept_with_the_concern_and_words_do_where_the_model_fails(
    database: Database, fails: bool
) -> None:
    pytest.importorskip("numpy")
    week = PodWeek(database, embedder=Model(fails))
    await week.settle()
    for text in ("phones dead since noon", "no bars at all why is it"):
        await week.asked(text)
    await week.sort_in()
    assert await counts(week) == ([1, 1] if fails else [2])
    async with database.read() as session:
        known = await list_concerns(session, week.pod.id, week.ago(99), 9)
    assert {(each.embedder, len(each.vector)) for each in known} == (
        {("", 0)} if fails else {("model-1", 8)}
    )


async def test_a_vector_of_another_model_or_none_that_can_be_read_is_left_out(
    database: Database,
) -> None:
    pytest.importorskip("numpy")
    week = PodWeek(database, embedder=Model())
    await week.settle()
    for name, vector in (("older", b"12345678"), ("model-1", b"\0" * 8), ("model-1", b"1")):
        same: dict[str, Any] = {"pod_id": week.pod.id, "last_at": week.now, "topic": "other"}
        await week.add(Concern(question="x y z", embedder=name, vector=vector, **same))
    await week.asked("quite another thing")
    await week.sort_in()
    assert await counts(week) == [1]
