"""Where the vectors of the practices are looked through: in the database, or else in memory."""

from logging import getLogger

from sqlalchemy.exc import DBAPIError

from bot.meaning.embedder import Embedder
from bot.practices.nearest import Shelf
from bot.practices.shelf_database import DatabaseShelf
from storage.database import Database
from storage.practices_vectors import make_vectors

log = getLogger(__name__)
# From this version of pgvector on its index goes on until enough rows pass the conditions.
_LOOKS_ON = (0, 8)


async def open_shelf(database: Database, embedder: Embedder) -> Shelf:
    """Says once which way is taken. Raises `SQLAlchemyError` or `OSError` where the database is
    away: ask again.
    """
    version = None if database.is_sqlite else await _pgvector(database, embedder)
    if version is None:
        log.info("practices are searched by meaning in memory")
        return _in_memory(embedder)
    log.info("practices are searched by meaning in the database", extra={"pgvector": version})
    numbers = tuple(int(part) for part in version.split(".")[:2])
    return DatabaseShelf(database, embedder, looks_on=numbers >= _LOOKS_ON)


async def _pgvector(database: Database, embedder: Embedder) -> str | None:
    """Its version, or None where it does not serve."""
    try:
        async with database.write() as session:
            return await make_vectors(session, embedder.name, embedder.dimensions)
    except DBAPIError as error:
        if not await database.answers():
            raise  # it may serve when the database is back
        log.warning("pgvector does not serve", extra={"error": type(error.orig).__name__})
        return None


def _in_memory(embedder: Embedder) -> Shelf:
    """Imports numpy, which comes with the embedder."""
    from bot.practices.shelf import MemoryShelf

    return MemoryShelf(embedder.dimensions, embedder.name)
