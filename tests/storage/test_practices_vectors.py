"""Vectors and words within PostgreSQL: made once, and looked up by their indexes."""

import asyncio

import pytest
from sqlalchemy import text as sql

from bot.practices.spelling import DatabaseWords
from storage.database import Database
from storage.practices import ALL
from storage.practices_vectors import Asked, keep_vector, make_vectors, nearest_vectors
from storage.practices_words import add_up_words, make_words
from tests.engines import on_postgresql
from tests.searching import a_pod, a_practice, reach_of

pytestmark = on_postgresql
NAME, DIMENSIONS = "model-1", 4
ONLY_BY_INDEX = (
    "SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)"
)


async def scans(database: Database, index: str) -> int:
    """How often an index was looked into."""
    async with database.read() as session:
        await session.execute(sql("SELECT pg_stat_force_next_flush()"))
    async with database.read() as session:
        counted = "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = :index"
        return int(await session.scalar(sql(counted), {"index": index}) or 0)


async def test_replicas_that_start_at_once_make_the_tables_once(database: Database) -> None:
    async with database.write() as session:
        await session.execute(
            sql("DROP TABLE practice_vector, practice_word, practice_word_change")
        )
        await session.execute(sql("DROP FUNCTION practice_word_count CASCADE"))

    async def vectors() -> str | None:
        async with database.write() as session:
            return await make_vectors(session, NAME, DIMENSIONS)

    async def words() -> bool:
        async with database.write() as session:
            return await make_words(session)

    made = await asyncio.gather(*(each() for each in [vectors, words] * 4))
    assert len({each for each in made if isinstance(each, str)}) == 1
    assert [each for each in made if isinstance(each, bool)] == [True] * 4


async def test_what_was_written_before_the_words_were_counted_is_counted(
    database: Database,
) -> None:
    async with database.write() as session:
        await session.execute(sql("DROP TABLE practice_word, practice_word_change"))
        await session.execute(sql("DROP FUNCTION practice_word_count CASCADE"))
    await a_practice(database, await a_pod(database, "detroit"), "Lost phone")
    async with database.write() as session:
        assert await make_words(session)
        await add_up_words(session)
    assert "phone" in await DatabaseWords(database).speller("phone")


@pytest.mark.parametrize("approximate", [False, True])
async def test_the_nearest_come_first_and_the_index_serves_where_it_is_asked(
    database: Database, approximate: bool
) -> None:
    pod = await a_pod(database, "detroit")
    practices = [await a_practice(database, pod, f"Practice {number}") for number in range(6)]
    async with database.write() as session:
        await make_vectors(session, NAME, DIMENSIONS)
        await make_vectors(session, "another", DIMENSIONS + 1)
        numbers = (await session.scalars(sql("SELECT seq FROM practice_index ORDER BY seq"))).all()
    for place, seq in enumerate(numbers):
        other = place == 0
        vector = [1.0, place / 10, 0.0, 0.0] + [0.0] * other
        async with database.write() as session:
            await keep_vector(session, seq, Asked(vector, "another" if other else NAME))
    async with database.read() as session:
        await session.execute(sql(ONLY_BY_INDEX))
        asked = Asked([1.0, 0.0, 0.0, 0.0], NAME)
        near = await nearest_vectors(session, asked, reach_of(pod), ALL, 4, 0.0, approximate)
    assert [each.practice_id for each in near] == [each.id for each in practices[1:5]]
    assert near[0].score == near[0].cosine == pytest.approx(0.995, abs=0.001)
    assert (await scans(database, "ix_practice_vector_nearest_4") > 0) is approximate


async def test_words_are_looked_up_by_trigrams(database: Database) -> None:
    async with database.write() as session:
        some = "SELECT md5(number::text), 1 FROM generate_series(1, 3000) AS number"
        await session.execute(sql(f"INSERT INTO practice_word {some}"))
        await session.execute(sql("INSERT INTO practice_word VALUES ('cancellation', 1)"))
    async with database.write() as session:
        await session.execute(sql("ANALYZE practice_word"))
        off = f'ALTER DATABASE "{database.url.database}" SET enable_seqscan = off'
        await session.execute(sql(off))
    await database.close()  # what connects from now on hears of it
    speller = await DatabaseWords(database).speller("cnacelltion")
    assert speller.correct("cnacelltion") == "cancellation"
    assert await scans(database, "ix_practice_word_trigrams") > 0
