"""The migrations make exactly the tables that the code knows, on both databases."""

import os
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, make_url, text

from bot.errors import Misconfigured
from storage import migrations
from storage.database import Database
from storage.looking import looking_url
from storage.tables import METADATA

SEARCH_TABLES = ("practice_terms", "practice_vector", "practice_word")
on_postgresql_empty = pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)


async def test_empty_to_head_equals_the_models(empty_database_url: str) -> None:
    await migrations.upgrade(empty_database_url)
    assert await _ask(empty_database_url, _differences) == []


@pytest.mark.parametrize(
    ("empty_database_url", "database_url"),
    [("sqlite", "sqlite"), ("postgresql", "postgresql")],
    indirect=True,
)
async def test_the_migrations_name_constraints_as_the_models_do(
    empty_database_url: str, database_url: str
) -> None:
    """Compared on their own: Alembic looks at no CHECK constraint."""
    await migrations.upgrade(empty_database_url)
    migrated = await _ask(empty_database_url, _constraints)
    assert migrated == await _ask(database_url, _constraints)
    assert "ck_outbox_act" in str(migrated)


@pytest.mark.parametrize(
    ("empty_database_url", "database_url"),
    [("sqlite", "sqlite"), ("postgresql", "postgresql")],
    indirect=True,
)
async def test_the_migrations_make_the_search_tables_as_the_models_do(
    empty_database_url: str, database_url: str
) -> None:
    """Compared on their own: they are no models."""
    await migrations.upgrade(empty_database_url)
    migrated = await _ask(empty_database_url, _search_tables)
    assert migrated == await _ask(database_url, _search_tables)
    assert len(migrated) >= 6


@on_postgresql_empty
async def test_who_may_not_create_extensions_migrates_all_the_same(
    plain_role: str, empty_database_url: str
) -> None:
    """pg_trgm anybody may create who owns the database; pgvector only a superuser."""
    name = make_url(empty_database_url).database
    await _run(empty_database_url, f"ALTER DATABASE {name} OWNER TO {plain_role}")
    await _run(empty_database_url, f"ALTER DATABASE {name} SET role = {plain_role}")
    await migrations.upgrade(empty_database_url)
    tables = await _ask(empty_database_url, _tables)
    assert "practice_index" in tables
    assert "practice_vector" not in tables
    await migrations.check(empty_database_url)


async def test_upgrading_twice_changes_nothing(empty_database_url: str) -> None:
    assert await migrations.current(empty_database_url) is None
    await migrations.upgrade(empty_database_url)
    await migrations.upgrade(empty_database_url)
    assert await migrations.current(empty_database_url) == migrations.head()


async def test_the_database_can_be_taken_back_to_nothing(empty_database_url: str) -> None:
    await migrations.upgrade(empty_database_url)
    await _ask(empty_database_url, _downgrade)
    assert await _ask(empty_database_url, _tables) == ["alembic_version"]


async def test_the_right_revision_is_accepted(empty_database_url: str) -> None:
    await migrations.upgrade(empty_database_url)
    await migrations.check(empty_database_url)


async def test_a_database_without_tables_is_refused(empty_database_url: str) -> None:
    with pytest.raises(Misconfigured, match="podline db upgrade"):
        await migrations.check(empty_database_url)


async def test_an_older_revision_is_refused(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrations.upgrade(empty_database_url)
    monkeypatch.setattr(migrations, "head", lambda: "0002_of_tomorrow")
    with pytest.raises(Misconfigured, match=r"needs 0002_of_tomorrow\. Run: podline db upgrade"):
        await migrations.check(empty_database_url)


@pytest.mark.parametrize("revision", ["0099_of_later", "0000_of_before"])
async def test_an_unknown_revision_is_refused_whichever_way_it_lies(
    empty_database_url: str, revision: str
) -> None:
    await migrations.upgrade(empty_database_url)
    database = Database(empty_database_url)
    async with database.write() as session:
        await session.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
    await database.close()
    for refuses in (migrations.check, migrations.upgrade):
        with pytest.raises(Misconfigured, match=rf"{revision}.*another version wrote it, most li"):
            await refuses(empty_database_url)


@pytest.mark.parametrize("forget", ["DROP TABLE alembic_version", "DELETE FROM alembic_version"])
async def test_tables_without_a_revision_are_left_alone(
    empty_database_url: str, forget: str
) -> None:
    await migrations.upgrade(empty_database_url)
    await _run(empty_database_url, forget)
    for refuses in (migrations.current, migrations.check, migrations.upgrade):
        with pytest.raises(Misconfigured, match="tables of Podline's and no revision"):
            await refuses(empty_database_url)


async def test_a_table_of_somebody_else_is_none_of_ours(empty_database_url: str) -> None:
    await _run(empty_database_url, "CREATE TABLE recipes (name TEXT)")
    await migrations.upgrade(empty_database_url)
    assert await migrations.current(empty_database_url) == migrations.head()


async def test_looking_at_a_database_that_is_not_there_makes_none(tmp_path: Path) -> None:
    assert await migrations.current(f"sqlite:///{tmp_path / 'podline.db'}") is None
    assert os.listdir(tmp_path) == []


async def test_a_database_that_can_only_be_read_is_looked_at_and_not_run_on(
    tmp_path: Path,
) -> None:
    file = tmp_path / "what #1 & 2%41.db"
    await migrations.upgrade(f"sqlite:///{file}")
    url = looking_url(f"sqlite:///{file}")
    assert url is not None
    await migrations.check(f"sqlite:///{file}", writes=True)
    await migrations.check(f"sqlite:///{file}", writes=False)
    with pytest.raises(Misconfigured, match=r"can be read, but not written.*Let this user write"):
        await migrations._check_writable(url)


async def test_in_a_folder_that_is_read_only_a_database_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'podline.db'}"
    await migrations.upgrade(url)
    monkeypatch.setattr("os.access", lambda *_: False)
    assert "immutable=1" in str(looking_url(url))
    assert await migrations.current(url) == migrations.head()
    assert os.listdir(tmp_path) == ["podline.db"]


def test_the_head_is_the_last_of_one_line() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert scripts.get_heads() == [migrations.head()]


async def _run(url: str, statement: str) -> None:
    database = Database(url)
    async with database.write() as session:
        await session.execute(text(statement))
    await database.close()


async def _ask(url: str, question: Any) -> Any:
    database = Database(url)
    try:
        async with database.writer.begin() as connection:
            return await connection.run_sync(question)
    finally:
        await database.close()


def _differences(connection: Connection) -> list[Any]:
    options = {"compare_type": True, "include_name": _is_of_the_models}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, METADATA))


def _is_of_the_models(name: str | None, kind: str, _: Any) -> bool:
    """The search tables are of one database each, and no models: compared on their own."""
    return kind != "table" or not str(name).startswith(SEARCH_TABLES)


def _search_tables(connection: Connection) -> list[Any]:
    if connection.dialect.name == "sqlite":
        made = "SELECT name, sql FROM sqlite_master WHERE name LIKE 'practice_terms%' ORDER BY name"
    else:
        made = """
            SELECT column_name, data_type, is_nullable, '' FROM information_schema.columns
            WHERE table_name LIKE ANY (ARRAY['practice_terms', 'practice_vector', 'practice_word%'])
            UNION ALL SELECT indexname, indexdef, '', '' FROM pg_indexes
            WHERE tablename LIKE ANY (ARRAY['practice_terms', 'practice_vector', 'practice_word%'])
            UNION ALL SELECT conname, pg_get_constraintdef(oid), '', '' FROM pg_constraint
            WHERE conrelid::regclass::text IN
            ('practice_terms', 'practice_vector', 'practice_word', 'practice_word_change')
            UNION ALL SELECT tgname, pg_get_triggerdef(oid), '', '' FROM pg_trigger
            WHERE tgname = 'practice_word_count'
            UNION ALL SELECT proname, prosrc, '', '' FROM pg_proc
            WHERE proname = 'practice_word_count'
            ORDER BY 1, 2
        """
    return [tuple(row) for row in connection.execute(text(made))]


def _constraints(connection: Connection) -> list[Any]:
    found, tables = inspect(connection), sorted(METADATA.tables)
    return [
        (table, sorted(str(check) for check in found.get_check_constraints(table)))
        for table in tables
    ]


def _tables(connection: Connection) -> list[str]:
    return inspect(connection).get_table_names()


def _downgrade(connection: Connection) -> None:
    from alembic import command

    command.downgrade(migrations._config(connection), "base")
