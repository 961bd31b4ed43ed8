"""The search table is broken, before the start or under way: it is rebuilt, and nothing is lost."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy import text as sql

from bot.practices import finding
from bot.workspace.visitor import words
from storage.practices import Practice, Saying
from storage.practices_index import PracticeIndex
from tests.journeys.bad_input.doing import OUTAGE, TABLET, kept, saves, whisper
from tests.journeys.people import Day, Person, Stopwatch
from tests.waiting import PATIENCE

on_sqlite = pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("upgraded_url", ["postgresql"], indirect=True)

# The tables behind the FTS5 table of SQLite.
BEHIND = ("data", "idx", "content", "docsize", "config")
BROKEN_ON_SQLITE = [
    "UPDATE practice_terms_data SET block = x'00ff00ff' WHERE id > 10",
    "DELETE FROM practice_terms_data",
    "DROP TABLE practice_terms_idx",
    "DROP TABLE practice_terms",
]
BROKEN_ON_POSTGRESQL = [
    "DROP TABLE practice_terms",
    "ALTER TABLE practice_terms DROP COLUMN terms",
]
EMPTIED = "DELETE FROM practice_terms"


@pytest.fixture(autouse=True)
def without_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but words finds here, and what is lost is noticed in no time."""
    monkeypatch.setattr("bot.app.find_embedder", lambda: None)
    monkeypatch.setattr(finding, "POLL_SECONDS", 0.05)
    monkeypatch.setattr(finding, "WHOLE_EVERY", 1)


@pytest.fixture
async def both(maya: Person) -> None:
    """Two practices, which can be lost."""
    for each in (TABLET, OUTAGE):
        await saves(maya, each)


async def looked_for(person: Person, typed: str, expected: str, meanwhile: str) -> None:
    """They look until it is found; `meanwhile` is what they may be told instead."""
    watch = Stopwatch()
    while watch.seconds < PATIENCE:
        await person.runs("/practice", typed)
        shown = words(await whisper(person))
        if expected in shown:
            return
        assert meanwhile in shown
        await asyncio.sleep(0.05)
    raise TimeoutError(typed)


async def is_whole_again(maya: Person, meanwhile: str = "is being put right") -> None:
    """Everything is found by its words, and so is what is saved and changed from now on."""
    await looked_for(maya, "mission tablet", TABLET["what_worked"], meanwhile)
    await looked_for(maya, "ramona bars", OUTAGE["what_worked"], meanwhile)
    assert [len(await kept(maya.day, each)) for each in (Practice, Saying, PracticeIndex)] == [
        2
    ] * 3
    port = {"situation": "A port-in is refused over the PIN.", "what_worked": "Ask for a new one."}
    await saves(maya, port)
    await looked_for(maya, "port in refused", port["what_worked"], meanwhile)


async def does(day: Day, statement: str) -> None:
    async with day.trial.podline.database.write() as session:
        await session.execute(sql(statement))


@on_sqlite
@pytest.mark.parametrize("statement", BROKEN_ON_SQLITE)
async def test_what_breaks_under_way_on_sqlite(
    day: Day, maya: Person, both: None, statement: str
) -> None:
    await does(day, statement)
    await is_whole_again(maya)


@on_postgresql
@pytest.mark.parametrize("statement", BROKEN_ON_POSTGRESQL)
async def test_what_breaks_under_way_on_postgresql(
    day: Day, maya: Person, both: None, statement: str
) -> None:
    await does(day, statement)
    await is_whole_again(maya)


@on_sqlite
@pytest.mark.parametrize(
    "statement", [EMPTIED, "UPDATE practice_terms_data SET block = x'00ff00ff'"]
)
async def test_words_that_are_gone_without_an_error_on_sqlite(
    day: Day, maya: Person, both: None, statement: str
) -> None:
    await does(day, statement)
    await is_whole_again(maya, meanwhile="")


@on_postgresql
async def test_words_that_are_gone_without_an_error_on_postgresql(
    day: Day, maya: Person, both: None
) -> None:
    await does(day, EMPTIED)
    await is_whole_again(maya, meanwhile="")


@on_sqlite
@pytest.mark.parametrize("behind", BEHIND)
async def test_pages_that_went_bad_while_it_was_down(
    day: Day, maya: Person, both: None, behind: str
) -> None:
    await day.trial.stop_bot()
    spoil(Path(str(make_url(day.trial.settings.database_url).database)), f"practice_terms_{behind}")
    await day.trial.start_bot()
    await is_whole_again(maya)


@on_sqlite
async def test_pages_that_go_bad_under_a_save_lose_no_word(
    day: Day, maya: Person, both: None
) -> None:
    await maya.runs("/practice", "new")
    form = await maya.form()
    port = {"situation": "A port-in is refused over the PIN.", "what_worked": "Ask for a new one."}
    await does(day, "DROP TABLE practice_terms_content")
    watch = Stopwatch()
    while await maya.sends(form, **port):
        assert watch.seconds < PATIENCE, "it is not put right"
        await asyncio.sleep(0.2)
        form = await maya.form()
    assert len(await kept(day, Practice)) == 3
    await looked_for(maya, "port in refused", port["what_worked"], "is being put right")


def spoil(file: Path, table: str) -> None:
    """Nonsense on the first page of a table, as a bad disk leaves it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        which = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = connection.execute(which, (table,)).fetchone()
    with file.open("r+b") as written:
        written.seek((page - 1) * size)
        written.write(os.urandom(size))
