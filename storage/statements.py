"""Statements that are built once, for each of the two databases, and cached by SQLAlchemy."""

from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import CursorResult
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

_DIRECT = "direct connection"


class PerDialect:
    """One statement in the two dialects: ON CONFLICT is nobody's standard."""

    def __init__(self, build: Callable[[Any], Any]) -> None:
        """`build` receives the dialect's `insert`."""
        self._sqlite = build(sqlite.insert)
        self._postgresql = build(postgresql.insert)

    def on(self, session: AsyncSession) -> Any:
        """The statement for the database that `session` speaks to."""
        return self._sqlite if is_sqlite(session) else self._postgresql


def is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"


async def run(session: AsyncSession, statement: Any, values: Any = None) -> CursorResult[Any]:
    """Execute a statement of plain tables in the session's transaction, past the unit of work:
    for the path on which a customer waits. It sees nothing that was not flushed.

    On SQLite, where statements run on the loop, no greenlet is made for it either.
    """
    direct = session.info.get(_DIRECT)
    if direct is None:
        connection: Any = await session.connection()
        if not is_sqlite(session):
            return cast(CursorResult[Any], await connection.execute(statement, values))
        direct = session.info[_DIRECT] = connection.sync_connection
    return cast(CursorResult[Any], direct.execute(statement, values))


def upsert(insert: Any, table: Any, *keys: str, only: tuple[str, ...] = ()) -> Any:
    """Insert into `table`, or replace what stands under `keys` (the columns `only`, or all)."""
    statement = insert(table)
    names = only or tuple(column.name for column in table.columns if column.name not in keys)
    new = {name: statement.excluded[name] for name in names}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=new)
