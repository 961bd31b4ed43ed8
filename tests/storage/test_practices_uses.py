"""Whose use of a practice counts for what."""

from datetime import timedelta
from typing import Any

import pytest

from storage.advice import Ask, Source
from storage.database import Database
from storage.pods import Pod
from storage.practices import Practice, PracticeUse, Reach, Way
from storage.practices_uses import find_use, list_helpful, was_helped_with
from tests.fakes import START
from tests.storage.test_practices import practice, two_markets

ASKER, HELPER = "UASKER", "UHELPER"


class Called:
    """An ask of somebody, and a practice that somebody else wrote."""

    def __init__(self, database: Database, pod: Pod) -> None:
        self.database = database
        self.practice: Practice = practice(pod, 1)
        self.ask = Ask(
            team_id=pod.team_id,
            pod_id=pod.id,
            asker=ASKER,
            asker_name="A",
            question="q",
            source=Source.COMMAND,
            channel="C",
            asked_at=START,
            call_state_at=START,
            last_activity_at=START,
            ladder_from=START,
        )
        self.reach = Reach(pod.team_id, ASKER, pod.id, pod.market_id, is_partner=False)

    async def use(self, **more: Any) -> PracticeUse:
        values: dict[str, Any] = {
            "user": ASKER,
            "by": HELPER,
            "way": Way.SHARED_IN_THREAD,
            "at": START,
        } | more
        use = PracticeUse(practice_id=self.practice.id, ask_id=self.ask.id, **values)
        async with self.database.write() as session:
            session.add(use)
        return use


@pytest.fixture
async def called(database: Database) -> Called:
    pod, *_ = await two_markets(database)
    called = Called(database, pod)
    async with database.write() as session:
        session.add_all([called.practice, called.ask])
    return called


async def test_only_what_somebody_else_put_into_the_thread_helped_an_asker_there(
    called: Called,
) -> None:
    await called.use(by=ASKER)
    await called.use(by=HELPER, way=Way.SUGGESTED)
    async with called.database.read() as session:
        assert not await was_helped_with(session, called.ask.id, ASKER)
    await called.use(by=HELPER)
    async with called.database.read() as session:
        assert await was_helped_with(session, called.ask.id, ASKER)


async def test_the_note_that_a_practice_came_from_an_ask_is_no_use_of_it(called: Called) -> None:
    async def known() -> PracticeUse | None:
        async with called.database.read() as session:
            return await find_use(session, called.practice.id, ASKER, called.ask.id, START)

    await called.use(way=Way.LINKED)
    assert await known() is None
    used = await called.use(at=START - timedelta(minutes=1))
    found = await known()
    assert found is not None
    assert found.id == used.id


async def test_what_helped_its_own_author_is_not_among_what_helped(called: Called) -> None:
    since = START - timedelta(days=1)
    await called.use(user="UA", by="UA", helped_at=START)
    async with called.database.read() as session:
        assert await list_helpful(session, called.reach, since) == []
    await called.use(helped_at=START)
    async with called.database.read() as session:
        assert await list_helpful(session, called.reach, since) == [called.practice.id]
