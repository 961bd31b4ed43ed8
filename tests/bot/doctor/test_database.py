"""What PostgreSQL could do itself, and the databases that are as they should be."""

from sqlalchemy import text

from bot.doctor import database as doctors
from bot.doctor.facts import State
from storage.database import Database
from storage.migrations import head, upgrade
from tests.engines import on_postgresql, on_sqlite


async def test_a_database_of_our_revision_is_well(empty_database_url: str) -> None:
    await upgrade(empty_database_url)
    (found,) = await doctors.look_at_database(empty_database_url)
    assert found.state is State.OK
    assert found.said.endswith(f"answers, and is at {head()}.")


@on_sqlite
async def test_sqlite_lacks_nothing(database: Database) -> None:
    assert await doctors.look_at_extensions(database) == []


@on_postgresql
async def test_extensions_that_are_not_made_are_a_note_with_how_to_make_them(
    database: Database,
) -> None:
    async with database.write() as session:
        await session.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
        await session.execute(text("DROP EXTENSION IF EXISTS vector CASCADE"))
    (found,) = await doctors.look_at_extensions(database)
    assert found.state is State.NOTE
    assert found.said.startswith("PostgreSQL lacks vector: ")
    assert "CREATE EXTENSION vector;" in found.do
    async with database.write() as session:
        await session.execute(text("CREATE EXTENSION vector"))
    assert await doctors.look_at_extensions(database) == []
