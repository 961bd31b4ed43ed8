"""Statements that are built once, for each of the two databases."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.direct import Direct, Found

Values = Mapping[str, Any]
_DRIVER = "driver's connection"


class Prepared:
    """A statement of plain tables, for the path on which a customer waits: it runs in the
    session's transaction, past the unit of work, and sees nothing that was not flushed.

    On SQLite, where statements run on the loop, it goes straight to the driver: a fifth of what
    SQLAlchemy takes for one. `statement` and its `values` must name every column that has a
    default, and no list.
    """

    def __init__(self, statement: Any, on_sqlite: Any = None) -> None:
        self._statement = statement
        self._on_sqlite = statement if on_sqlite is None else on_sqlite
        self._direct: dict[frozenset[str], Direct] = {}

    @classmethod
    def per_dialect(cls, build: Callable[[Any], Any]) -> Self:
        """`build` receives the dialect's `insert`: ON CONFLICT is nobody's standard."""
        return cls(build(postgresql.insert), build(sqlite.insert))

    async def run(self, session: AsyncSession, **values: Any) -> Found:
        """Execute it once."""
        if not is_sqlite(session):
            return await self._through_sqlalchemy(session, values)
        return self._compiled(session, values).run(await _driver(session), values)

    async def run_all(self, session: AsyncSession, rows: Sequence[Values]) -> None:
        """Execute it for each of `rows`, which all name the same values."""
        if not is_sqlite(session):
            await self._through_sqlalchemy(session, rows)
        elif rows:
            self._compiled(session, rows[0]).run_all(await _driver(session), rows)

    def _compiled(self, session: AsyncSession, values: Values) -> Direct:
        names = frozenset(values)
        direct = self._direct.get(names)
        if direct is None:
            dialect = session.get_bind().dialect
            direct = self._direct[names] = Direct(self._on_sqlite, sorted(names), dialect)
        return direct

    async def _through_sqlalchemy(
        self, session: AsyncSession, values: Values | Sequence[Values]
    ) -> Found:
        result = await (await session.connection()).execute(self._statement, values)
        return Found(result.all() if result.returns_rows else [], result.rowcount)


def is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"


async def _driver(session: AsyncSession) -> Any:
    """The connection on which the session's transaction has begun."""
    driver = session.info.get(_DRIVER)
    if driver is None:
        connection: Any = (await session.connection()).sync_connection
        driver = session.info[_DRIVER] = connection.connection.driver_connection
    return driver


def upsert(insert: Any, table: Any, *keys: str, only: tuple[str, ...] = ()) -> Any:
    """Insert into `table`, or replace what stands under `keys` (the columns `only`, or all)."""
    statement = insert(table)
    names = only or tuple(column.name for column in table.columns if column.name not in keys)
    new = {name: statement.excluded[name] for name in names}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=new)


def insert_or_ignore(session: AsyncSession, table: Any) -> Any:
    """An INSERT that changes nothing where the row is there already."""
    dialect = sqlite if is_sqlite(session) else postgresql
    return dialect.insert(table).on_conflict_do_nothing()
