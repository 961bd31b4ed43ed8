"""The database's revisions: upgrade it, ask which one it is, refuse to run on another.

Alembic is imported only when it is needed: it costs time at every start. A migration expands
first and contracts in a later release, so that the version before can still run.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from bot.errors import Misconfigured
from storage.database import Database
from storage.looking import looking_url

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent
VERSIONS = HERE / "versions"
UNKNOWN = (
    "The database is of revision {found}, which this Podline does not know: another version "
    "wrote it, most likely a newer one. Install that version again, or restore a backup that "
    "this one wrote."
)
WITHOUT_REVISION = (
    "The database has tables of Podline's and no revision, so nobody can tell which version made "
    "them. Restore a whole backup, or let PODLINE_DATABASE_URL name an empty database."
)
READ_ONLY = (
    "The database can be read, but not written ({reason}). "
    "Let this user write its file and the folder around it."
)


async def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to `revision`; on an empty one, make all tables.

    Raises `Misconfigured` for a database that another version wrote, or nobody knows which.
    """
    found = await current(url)
    if found is not None and found not in _known():
        raise Misconfigured(UNKNOWN.format(found=found))
    await _with_connection(url, _upgrade, revision)


async def current(url: str) -> str | None:
    """The revision of the database, or None where it is empty; leaves no trace.

    Raises `Misconfigured` for tables of ours of which nobody knows the revision.
    """
    if (looking := looking_url(url)) is None:
        return None
    database = Database(looking)
    try:
        async with database.read() as session:
            return await session.run_sync(lambda sync: _read_revision(sync.connection()))
    finally:
        await database.close()


def head() -> str:
    """The revision that this version of Podline needs."""
    # The files are named after their revisions, and the last one is the head: a test holds it.
    return max(path.stem for path in VERSIONS.glob("[0-9]*.py"))


async def check(url: str, *, writes: bool = True) -> None:
    """Raise `Misconfigured` where the database is not of the revision that we need, or where who
    `writes` cannot.
    """
    found, needed = await current(url), head()
    if found == needed:
        if writes:
            await _check_writable(url)
        return
    if found is None:
        raise Misconfigured("The database has no tables yet. Run: podline db upgrade")
    if found in _known():
        raise Misconfigured(
            f"The database is of revision {found}, this Podline needs {needed}. "
            "Run: podline db upgrade"
        )
    raise Misconfigured(UNKNOWN.format(found=found))


async def _check_writable(url: str) -> None:
    """A write that is taken back: SQLite lets even BEGIN IMMEDIATE pass on a read-only file."""
    database = Database(url)
    try:
        if database.is_sqlite:
            async with database.writer.connect() as connection:
                await connection.run_sync(_write_nothing)
    except OperationalError as error:
        if "readonly" not in str(error.orig):
            raise
        raise Misconfigured(READ_ONLY.format(reason=error.orig)) from error
    finally:
        await database.close()


def _write_nothing(connection: Connection) -> None:
    connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
    connection.rollback()


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
    tables, found = inspect(connection).get_table_names(), None
    if "alembic_version" in tables:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is None and _ours() & set(tables):
        raise Misconfigured(WITHOUT_REVISION)
    return str(found) if found else None


def _ours() -> set[str]:
    from storage.tables import METADATA

    return set(METADATA.tables)


def _upgrade(connection: Connection, revision: str) -> None:
    from alembic import command

    command.upgrade(_config(connection), revision)


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config
