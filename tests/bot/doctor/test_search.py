"""Whether every practice can be found, on both databases."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from bot.doctor import search
from bot.doctor.facts import Finding, State
from bot.practices.embedding import embed_all
from storage.database import Database
from storage.practices_index import unindex_practice
from tests.bot.practices.senses import Senses
from tests.engines import on_postgresql, on_sqlite
from tests.searching import a_pod, a_practice

TEXTS = ("Porting takes a day", "The store opens late", "Calls over Wi-Fi")


async def saved(database: Database, count: int = 3) -> None:
    pod = await a_pod(database, "detroit")
    for each in TEXTS[:count]:
        await a_practice(database, pod, each)


async def looked(database: Database, senses: Senses | None = None) -> list[Finding]:
    return await search.look_at_search(database, senses)


def rebuild(finding: Finding, said: str) -> None:
    """A problem, which the re-index puts right."""
    assert (finding.state, finding.said) == (State.PROBLEM, said)
    assert finding.do.startswith("Run: podline practices reindex")
    assert "no practice is lost" in finding.do


async def test_a_whole_index_says_how_much_is_in_it(database: Database) -> None:
    await saved(database)
    (found,) = await looked(database)
    assert found.state is State.OK
    assert found.said == "The index of words is whole: 3 practices are in it."


async def test_a_new_store_is_whole_and_has_nothing_that_waits(database: Database) -> None:
    (found,) = await looked(database, Senses())
    assert (found.state, found.do) == (State.OK, "")
    assert found.said == "The index of words is whole. There are no practices yet."


async def test_a_practice_that_is_missing_from_the_index_is_counted(database: Database) -> None:
    pod = await a_pod(database, "detroit")
    await a_practice(database, pod, TEXTS[0])
    lost = await a_practice(database, pod, TEXTS[1])
    async with database.write() as session:
        await unindex_practice(session, lost.id)
    (found,) = await looked(database)
    rebuild(found, "1 practice is missing from the index of words.")


async def test_lost_terms_are_counted(database: Database) -> None:
    await saved(database)
    async with database.write() as session:
        await session.execute(text("DELETE FROM practice_terms"))
    (found,) = await looked(database)
    rebuild(found, "3 practices are missing from the index of words.")


@on_sqlite
@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE practice_terms_data SET block = x'00ff00ff'",
        "DELETE FROM practice_terms_data",
        "DROP TABLE practice_terms_idx",
        "DROP TABLE practice_terms",
    ],
)
async def test_a_broken_index_of_sqlite_is_told_with_its_reason(
    database: Database, harm: str
) -> None:
    await saved(database)
    async with database.write() as session:
        await session.execute(text(harm))
    (found,) = await looked(database)
    assert found.said.startswith("The index of words is broken (")
    rebuild(found, found.said)


@on_postgresql
async def test_a_broken_index_of_postgresql_is_told_with_its_reason(database: Database) -> None:
    await saved(database)
    async with database.write() as session:
        await session.execute(text("DROP TABLE practice_terms"))
    (found,) = await looked(database)
    assert "practice_terms" in found.said
    rebuild(found, found.said)


async def test_what_a_database_adds_on_further_lines_is_left_out(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: object) -> None:
        raise ProgrammingError("", None, Exception("no such column\nHINT: Perhaps seqs."))

    monkeypatch.setattr(search, "check_terms", broken)
    (found,) = await looked(database)
    assert found.said == "The index of words is broken (no such column)."


async def test_practices_that_wait_for_their_vector_are_worth_a_note(database: Database) -> None:
    await saved(database)
    _, found = await looked(database, Senses())
    assert found.state is State.NOTE
    assert found.said == ("Found by words alone, as they wait for their vector: 3 of 3 practices.")
    assert "podline practices reembed" in found.do


async def test_when_all_have_their_vector_nothing_waits(database: Database) -> None:
    await saved(database)
    await embed_all(database, Senses())
    _, found = await looked(database, Senses())
    assert (found.state, found.do) == (State.OK, "")


@on_sqlite
async def test_an_index_that_somebody_writes_is_not_called_broken(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(_: object) -> None:
        raise OperationalError("", None, sqlite3.OperationalError("database is locked"))

    monkeypatch.setattr(search, "check_terms", busy)
    with pytest.raises(OperationalError):
        await looked(database)


async def test_the_examination_changes_no_practice_s_place(database: Database) -> None:
    await saved(database)
    before = await looked(database)
    assert await looked(database) == before
