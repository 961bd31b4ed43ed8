"""The stems of the practices: an FTS5 table on SQLite, a tsvector with GIN on PostgreSQL.

How often a term stands in a practice its weight label tells on PostgreSQL: D once, C twice, B three
times, A more often. The words of a question never reach either syntax: terms are letters and digits
alone, and quoted all the same.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Float,
    Integer,
    MetaData,
    Table,
    Text,
    delete,
    event,
    exists,
    func,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.schema import DDL

from storage.statements import is_sqlite

FTS5 = (
    "CREATE VIRTUAL TABLE practice_terms USING fts5("
    "terms, tokenize = 'unicode61 remove_diacritics 0')",
)
TSVECTORS = (
    "CREATE TABLE practice_terms ("
    "seq BIGINT CONSTRAINT pk_practice_terms PRIMARY KEY "
    "CONSTRAINT fk_practice_terms_seq_practice_index "
    "REFERENCES practice_index (seq) ON DELETE CASCADE, "
    "length INTEGER NOT NULL, terms TSVECTOR NOT NULL)",
    # With fastupdate, whoever reads would first read all that was put in since the last VACUUM.
    "CREATE INDEX ix_practice_terms_terms ON practice_terms USING gin (terms) "
    "WITH (fastupdate = off)",
)
# The tables that FTS5 keeps for it (sqlite.org/fts5.html).
_PARTS = ("_data", "_idx", "_content", "_docsize", "_config")
_MADE = tuple(f"practice_terms{part}" for part in ("", *_PARTS))
_TAKEN_OUT = (
    "PRAGMA writable_schema=ON",
    f"DELETE FROM sqlite_master WHERE name IN ({', '.join(map(repr, _MADE))})",  # noqa: S608
    "PRAGMA writable_schema=RESET",
)
_LABELS = ("", "", "C", "B", "A")
_APART = MetaData()
# Neither belongs to the tables of `storage.tables`: each is of one database only.
ON_SQLITE = Table(
    "practice_terms",
    _APART,
    Column("rowid", Integer),
    Column("rank", Float),
    Column("terms", Text),
)
SIZES = Table("practice_terms_docsize", _APART, Column("id", Integer))
_NUMBERS = Table("practice_index", _APART, Column("seq", Integer), Column("stems", Text))
ON_POSTGRESQL = Table(
    "practice_terms",
    MetaData(),
    Column("seq", Integer),
    Column("length", Integer),
    Column("terms", TSVECTOR),
)


def make_with(table: Table) -> None:
    """Wherever `table` is made from the models, the search tables are made beside it."""
    for dialect, statements in (("sqlite", FTS5), ("postgresql", TSVECTORS)):
        for statement in statements:
            made: Any = DDL
            event.listen(table, "after_create", made(statement).execute_if(dialect=dialect))


async def put_terms(session: AsyncSession, seq: int, terms: Sequence[str]) -> None:
    """The stems of the practice of that number, repeated as often as they stand in it."""
    if is_sqlite(session):
        fts = sql("INSERT INTO practice_terms (rowid, terms) VALUES (:seq, :terms)")
        await session.execute(fts, {"seq": seq, "terms": " ".join(terms)})
    else:
        row = sql("INSERT INTO practice_terms VALUES (:seq, :length, CAST(:terms AS tsvector))")
        values = {"seq": seq, "length": len(terms), "terms": _lexemes(terms)}
        await session.execute(row, values)


async def remove_terms(session: AsyncSession, seq: int) -> None:
    """Forget the stems of the practice of that number."""
    table, key = (ON_SQLITE, "rowid") if is_sqlite(session) else (ON_POSTGRESQL, "seq")
    await session.execute(delete(table).where(table.c[key] == seq))


async def empty_terms(session: AsyncSession, unread: bool = False) -> None:
    """Make the search table anew, without a row.

    `unread`: where the old one is so broken that it cannot be dropped, which reads all of it, it
    is only struck off the schema. Its pages then lie unused until somebody runs VACUUM.
    """
    names = _MADE if is_sqlite(session) else _MADE[:1]
    gone = _TAKEN_OUT if unread else [f"DROP TABLE IF EXISTS {name}" for name in names]
    for statement in (*gone, *(FTS5 if is_sqlite(session) else TSVECTORS)):
        await session.execute(sql(statement))


async def lacks_terms(session: AsyncSession) -> bool:
    """Whether fewer practices have terms than have a number."""
    table = SIZES if is_sqlite(session) else ON_POSTGRESQL
    rows = select(func.count()).select_from(table).scalar_subquery()
    numbers = select(func.count()).select_from(_NUMBERS).scalar_subquery()
    return bool(await session.scalar(select(rows < numbers)))


async def finds_newest(session: AsyncSession) -> bool:
    """Whether the newest practice is found by a term of its own: a broken table may say nothing."""
    newest = select(_NUMBERS.c.seq, _NUMBERS.c.stems).order_by(_NUMBERS.c.seq.desc()).limit(1)
    row = (await session.execute(newest)).first()
    stem = row.stems.partition(" ")[0] if row else ""
    if row is None or not stem:
        return True
    found = sql(
        "SELECT 1 FROM practice_terms WHERE rowid = :seq AND practice_terms MATCH :term"
        if is_sqlite(session)
        else "SELECT 1 FROM practice_terms WHERE seq = :seq AND terms @@ CAST(:term AS tsquery)"
    )
    term = quoted(stem, '"' if is_sqlite(session) else "'")
    return await session.scalar(found, {"seq": row.seq, "term": term}) is not None


async def check_terms(session: AsyncSession) -> None:
    """Raise `DBAPIError` where the search table cannot be read, or contradicts itself."""
    check = "SELECT length FROM practice_terms WHERE terms @@ CAST('a' AS tsquery) LIMIT 1"
    if is_sqlite(session):
        check = "INSERT INTO practice_terms (practice_terms) VALUES ('integrity-check')"
    await session.execute(sql(check))


async def holds_terms(session: AsyncSession, seq: int, terms: Sequence[str]) -> bool:
    """Whether just these stems stand under that number."""
    if is_sqlite(session):
        row = select(ON_SQLITE.c.terms == " ".join(terms)).where(ON_SQLITE.c.rowid == seq)
        return bool(await session.scalar(row))
    same = "SELECT length = :length AND terms = CAST(:terms AS tsvector) FROM practice_terms"
    values = {"seq": seq, "length": len(terms), "terms": _lexemes(terms)}
    return bool(await session.scalar(sql(f"{same} WHERE seq = :seq"), values))


def lacking(session: AsyncSession, seq: Any) -> ColumnElement[bool]:
    """No terms stand under the number `seq`."""
    table, key = (SIZES, SIZES.c.id) if is_sqlite(session) else (ON_POSTGRESQL, ON_POSTGRESQL.c.seq)
    return ~exists(select(key).select_from(table).where(key == seq))


def quoted(term: str, quote: str) -> str:
    """The term as neither FTS5 (`"`) nor PostgreSQL (`'`) reads anything into it."""
    return quote + term.replace("\\", "\\\\").replace(quote, quote * 2) + quote


def _lexemes(terms: Sequence[str]) -> str:
    """A tsvector in which the weight label says how often a term stands there."""
    counts = Counter(terms).items()
    return " ".join(f"{quoted(term, chr(39))}:1{_LABELS[min(n, 4)]}" for term, n in counts)
