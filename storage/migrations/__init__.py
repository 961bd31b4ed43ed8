"""The database's revisions: upgrade it, ask which one it is, refuse to run on another.

Alembic is imported only when it is needed: it costs time at every start. A migration expands
first and contracts in a later release, so that the version before can still run.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text

from bot.errors import Misconfigured
from storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent
VERSIONS = HERE / "versions"
NEWER = (
    "The database is of revision {found}, which this Podline does not know: a newer one "
    "wrote it. Install that newer version again, or restore a backup from before it."
)


async def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to `revision`; on an empty one, make all tables.

    Raises `Misconfigured` for a database that a newer version wrote.
    """
    found = await current(url)
    if found is not None and found not in _known():
        raise Misconfigured(NEWER.format(found=found))
    await _with_connection(url, _upgrade, revision)


async def current(url: str) -> str | None:
    """The revision of the database, or None where it has none yet."""
    return str(found) if (found := await _with_connection(url, _read_revision)) else None


def head() -> str:
    """The revision that this version of Podline needs."""
    # The files are named after their revisions, and the last one is the head: a test holds it.
    return max(path.stem for path in VERSIONS.glob("[0-9]*.py"))


async def check(url: str) -> None:
    """Raise `Misconfigured` where the database is not of the revision that we need."""
    found, needed = await current(url), head()
    if found == needed:
        return
    if found is None:
        raise Misconfigured("The database has no tables yet. Run: podline db upgrade")
    if found in _known():
        raise Misconfigured(
            f"The database is of revision {found}, this Podline needs {needed}. "
            "Run: podline db upgrade"
        )
    raise Misconfigured(NEWER.format(found=found))


def _known() -> set[str]:
    return {path.stem for path in VERSIONS.glob("[0-9]*.py")}


async def _with_connection(url: str, use: Any, *arguments: Any) -> Any:
    database = Database(url)
    try:
        async with database.writer.begin() as connection:
            return await connection.run_sync(use, *arguments)
    finally:
        await database.close()


def _read_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection, revision: str) -> None:
    from alembic import command

    command.upgrade(_config(connection), revision)


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config
