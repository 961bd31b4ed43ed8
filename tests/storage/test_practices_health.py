"""How the store and its search index stand, as an operator is told."""

import pytest
from sqlalchemy import text

from bot.practices.indexing import catch_up
from storage.database import Database
from storage.pods import Pod
from storage.practices import PracticeState
from storage.practices_health import count_by_state, count_unindexed
from storage.practices_index import unindex_practice
from tests.searching import a_pod, a_practice


@pytest.fixture
async def pod(database: Database) -> Pod:
    return await a_pod(database, "detroit")


async def test_practices_are_counted_by_their_state(database: Database, pod: Pod) -> None:
    async with database.read() as session:
        assert await count_by_state(session) == {}
    for state in (PracticeState.VERIFIED, PracticeState.VERIFIED, PracticeState.DRAFT):
        await a_practice(database, pod, "Porting takes a day", state=state)
    async with database.read() as session:
        assert await count_by_state(session) == {"verified": 2, "draft": 1}


async def test_a_practice_without_its_row_or_its_terms_is_not_indexed(
    database: Database, pod: Pod
) -> None:
    first = await a_practice(database, pod, "Porting takes a day")
    await a_practice(database, pod, "The store opens late")
    await a_practice(database, pod, "Calls over Wi-Fi")
    async with database.write() as session:
        assert await count_unindexed(session) == 0
        await unindex_practice(session, first.id)
        assert await count_unindexed(session) == 1
        await session.execute(text("DELETE FROM practice_terms"))
        assert await count_unindexed(session) == 3
    await catch_up(database)
    async with database.read() as session:
        assert await count_unindexed(session) == 0
