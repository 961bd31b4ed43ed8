"""Column types that mean the same on SQLite and on PostgreSQL."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Enum, Index, Integer, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

# Named constraints, so that a migration can find and change them on both databases.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# A value that is replaced as a whole, never changed in place.
Json: Any = JSON().with_variant(JSONB(), "postgresql")

# SQLite numbers rows by itself only in a column declared INTEGER.
Sequence: Any = BigInteger().with_variant(Integer(), "sqlite")


# For rows whose key never changes: whoever writes one that points to it need not wait for the lock.
LOCKED: dict[str, Any] = {"key_share": True}

# For small rows whose key is no number: SQLite then keeps one tree for both, not two.
KEYED = {"sqlite_with_rowid": False}


def where(condition: str) -> dict[str, Any]:
    """For an index of the rows that meet `condition`: the others cost it nothing."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def index_given(*columns: str, given: str = "", unique: bool = False) -> Index:
    """An index of the rows in which `given` (or the first of `columns`) is not NULL."""
    return Index(None, *columns, unique=unique, **where(f"{given or columns[0]} IS NOT NULL"))


def choice(values: type[StrEnum]) -> Any:
    """A word of `values`, as VARCHAR with a CHECK: a PostgreSQL ENUM outlives a downgrade."""
    return Enum(
        values,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=values.__name__.lower(),
        values_callable=lambda members: [str(member) for member in members],
    )
