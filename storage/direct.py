"""A compiled statement, straight to SQLite's driver.

SQLAlchemy compiles a statement once, but prepares each execution anew. Here what turns our values
into the driver's, and its rows into ours, is kept with the SQL.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

Turn = Callable[[Any], Any]


class Found(NamedTuple):
    """What a statement answered: its rows, by the names of their columns, and how many rows it
    changed."""

    rows: Sequence[Any]
    rowcount: int


class Direct:
    """`statement` for `values` of these `names`, in the SQL of `dialect`."""

    def __init__(self, statement: Any, names: Sequence[str], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=names)
        self._sql = str(compiled)
        self._takes = [
            _taking(compiled.binds[name], name in names, dialect) for name in compiled.positiontup
        ]
        columns = getattr(statement, "exported_columns", {})
        # A name with a leading underscore, or of a keyword, is no attribute.
        row: Any = namedtuple("Row", columns.keys(), rename=True)  # type: ignore[misc]
        self._make = row._make
        turns = [_from_driver(column.type, dialect) for column in columns.values()]
        self._turns = [(place, turn) for place, turn in enumerate(turns) if turn is not None]

    def run(self, driver: sqlite3.Connection, values: Mapping[str, Any]) -> Found:
        """Execute it once. Raises `DBAPIError`, as SQLAlchemy does."""
        try:
            cursor = driver.execute(self._sql, [take(values) for take in self._takes])
            rows = cursor.fetchall()
        except sqlite3.Error as error:
            raise self._wrapped(error) from error
        return Found([self._read(row) for row in rows], cursor.rowcount)

    def run_all(self, driver: sqlite3.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute it for each of `rows`. Raises `DBAPIError`, as SQLAlchemy does."""
        try:
            driver.executemany(self._sql, [[take(row) for take in self._takes] for row in rows])
        except sqlite3.Error as error:
            raise self._wrapped(error) from error

    def _read(self, row: tuple[Any, ...]) -> Any:
        values = list(row)
        for place, turn in self._turns:
            values[place] = turn(values[place])
        return self._make(values)

    def _wrapped(self, error: sqlite3.Error) -> BaseException:
        # Without the values: they are people's words.
        return DBAPIError.instance(self._sql, None, error, sqlite3.Error, hide_parameters=True)


def _taking(bind: Any, is_named: bool, dialect: Dialect) -> Turn:
    """How a bound value is taken from the values that are handed over."""
    turn = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if not is_named:
        if bind.value is None:
            raise ValueError(f"{bind.key!r} is not among the values")
        fixed = turn(bind.value) if turn else bind.value
        return lambda values: fixed
    name = bind.key
    if turn is None:
        return lambda values: values[name]
    return lambda values: turn(values[name])


def _from_driver(type_: Any, dialect: Dialect) -> Turn | None:
    turn: Turn | None = type_.dialect_impl(dialect).result_processor(dialect, None)
    return turn
