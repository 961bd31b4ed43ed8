"""The index is looked through from end to end, beside whoever searches and saves."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.practices import reindexing
from bot.practices.finding import Finder
from bot.practices.indexing import catch_up, index_practice
from bot.practices.reindexing import reindex
from storage.database import Database
from storage.pods import Pod
from storage.practices import Practice, PracticeState, Saying
from storage.practices_embedding import save_vectors
from storage.practices_index import holds, list_indexed, list_numbers, unindex_practice
from tests.engines import on_sqlite
from tests.fakes import START
from tests.searching import a_practice, reach_of
from tests.waiting import PATIENCE


async def execute(database: Database, statement: str) -> None:
    async with database.write() as session:
        await session.execute(sql(statement))


async def some(database: Database, pod: Pod, number: int) -> list[Practice]:
    return [await a_practice(database, pod, f"Lost phone {n}", "Hold on") for n in range(number)]


async def test_what_is_right_is_left_as_it_is(database: Database, pod: Pod) -> None:
    await some(database, pod, 3)
    async with database.read() as session:
        before = await list_numbers(session)
    assert await reindex(database) == (3, 0)
    async with database.read() as session:
        assert await list_numbers(session) == before


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE practice_index SET words = 'wrong'",
        "UPDATE practice_index SET stems = 'wrong'",
        "UPDATE practice_index SET length = 99",
        "UPDATE practice_index SET digest = 'wrong'",
        "DELETE FROM practice_terms",
        "DELETE FROM practice_index",
        "UPDATE practice SET situation = 'changed past everything'",
    ],
)
async def test_what_is_wrong_is_made_anew(database: Database, pod: Pod, wrong: str) -> None:
    await some(database, pod, 3)
    if database.is_sqlite and "DELETE FROM practice_index" in wrong:
        await execute(database, "DELETE FROM practice_terms")
    await execute(database, wrong)
    assert await reindex(database) == (3, 3)
    assert await reindex(database) == (3, 0)


async def test_a_vector_of_the_same_words_is_kept(database: Database, pod: Pod) -> None:
    await some(database, pod, 1)
    async with database.write() as session:
        numbers = await list_numbers(session)
        await save_vectors(session, dict.fromkeys(numbers, b"vector"), "senses-1")
    await execute(database, "UPDATE practice_index SET stems = 'wrong'")
    assert await reindex(database) == (1, 1)
    async with database.read() as session:
        (row,) = await list_indexed(session, await list_numbers(session))
    assert (row.embedder, row.vector) == ("senses-1", b"vector")


async def test_what_was_stopped_goes_on_where_it_stopped(
    database: Database, pod: Pod, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reindexing, "BATCH", 2)
    await some(database, pod, 7)
    await execute(database, "UPDATE practice_index SET stems = 'wrong'")
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await reindex(database, stop)
    assert seen == [(2, 7), (4, 7)]
    assert await reindex(database) == (7, 3)


async def test_a_practice_that_is_saved_meanwhile_is_indexed_as_it_was_saved(
    database: Database, pod: Pod, monkeypatch: pytest.MonkeyPatch
) -> None:
    (practice,) = await some(database, pod, 1)
    await execute(database, "UPDATE practice_index SET stems = 'wrong'")

    async def saved_right_after(*given: Any) -> bool:
        held = await holds(*given)
        async with database.write() as session:
            practice.situation = practice.title = "Roaming abroad"
            await session.merge(practice)
            await index_practice(session, practice, [])
        return held

    with monkeypatch.context() as patched:
        patched.setattr(reindexing, "holds", saved_right_after)
        await asyncio.wait_for(reindex(database), PATIENCE)
    async with database.read() as session:
        (row,) = await list_indexed(session, await list_numbers(session))
    assert row.words.split()[:2] == ["roaming", "abroad"]


async def test_what_was_merged_into_a_practice_still_finds_it(database: Database, pod: Pod) -> None:
    one, other = [await a_practice(database, pod, text) for text in ("Lost phone", "No phone")]
    saying = Saying(
        practice_id=other.id,
        language="en",
        text="Hold on",
        author="U9",
        author_name="Ana",
        at=START,
    )
    async with database.write() as session:
        session.add(saying)
        other.state, other.merged_into = PracticeState.ARCHIVED, one.id
        await session.merge(other)
        await index_practice(session, one, [saying])
    async with database.write() as session:
        await unindex_practice(session, one.id)
    assert await catch_up(database) == 1
    async with database.read() as session:
        rows = await list_indexed(session, await list_numbers(session))
    assert "hold" in next(row.words for row in rows if row.practice_id == one.id).split()


@on_sqlite
async def test_a_search_table_that_cannot_be_read_is_thrown_away(
    database: Database, pod: Pod
) -> None:
    await some(database, pod, 3)
    await execute(database, "DROP TABLE practice_terms")
    assert await reindex(database) == (3, 3)
    assert await reindex(database) == (3, 0)


async def test_who_searches_meanwhile_finds_everything(
    database: Database, pod: Pod, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reindexing, "BATCH", 1)
    practices = {practice.id for practice in await some(database, pod, 5)}
    finder = Finder(database, None)
    await finder.start()
    await finder.settled()
    await execute(database, "UPDATE practice_index SET digest = 'wrong'")
    going = asyncio.create_task(reindex(database))
    searches = 0
    while not going.done() or searches < 5:
        found = await finder.find("lost phone", reach_of(pod))
        assert {each.practice_id for each in found} == practices
        searches += 1
        finder.wake()
        await asyncio.sleep(0)
    assert await going == (5, 5)
    await finder.stop()
