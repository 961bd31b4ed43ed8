"""The rows in which a person is named, without what in them is others'."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Table, Text, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from storage.persons import IN_ADVICE, IN_ALERTS, IN_HUDDLES, IN_PRACTICES, WHOLE, Trace

_ALL: Final = (*WHOLE, *IN_ADVICE, *IN_PRACTICES, *IN_ALERTS, *IN_HUDDLES)
TABLES: Final[Sequence[type[SQLModel]]] = tuple(dict.fromkeys(each.table for each in _ALL))
# Keys to Slack, and what others wrote.
_NEVER: Final = frozenset({"response_url", "response_url_until", "before", "secret"})
# What is the pod's in a row that names them: others stand in it.
_OTHERS: Final[Mapping[str, frozenset[str]]] = {
    "huddle": frozenset({"people", "lines"}),
    "huddle_schedule": frozenset({"fields"}),
    "agenda_item": frozenset({"refs", "detail"}),
}
_LISTS: Final = {"huddle": "people"}
# What is theirs where they wrote it, by the column that says who did.
_WRITTEN: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "agenda_item": ("by", frozenset({"text", "again", "key"})),
    "huddle": ("changed_by", frozenset({"why"})),
}


async def list_own_rows(
    session: AsyncSession,
    table: type[SQLModel],
    user: str,
    before: Sequence[Mapping[str, Any]],
    at_most: int,
) -> list[dict[str, Any]]:
    """Some rows that name them, by age, from beyond the last of those that came `before`."""
    traces = [each for each in _ALL if each.table is table]
    rows, key = traces[0].rows, traces[0].key
    named = or_(*(rows.c[each.column] == user for each in traces), *_listed(rows, user))
    some = select(rows).where(named).order_by(key).limit(at_most)
    if before:
        some = some.where(key > UUID(before[-1][key.name]))
    found = (await session.execute(some)).mappings()
    return [_own(dict(row), traces, user) for row in found]


def _listed(rows: Table, user: str) -> list[ColumnElement[bool]]:
    """Where they stand in a list among others."""
    listed = _LISTS.get(rows.name)
    return [cast(rows.c[listed], Text).like(f'%"{user}"%')] if listed else []


def _own(row: Mapping[str, Any], traces: Sequence[Trace], user: str) -> dict[str, Any]:
    """What of a row is this person's: another's id goes with all that is theirs."""
    name = str(traces[0].table.__tablename__)
    never = _NEVER | _OTHERS.get(name, frozenset())
    writer, words = _WRITTEN.get(name, (None, frozenset()))
    if writer is not None and row[writer] != user:
        never |= words
    own = {
        key: _plain(value) for key, value in row.items() if value is not None and key not in never
    }
    for trace in traces:
        if row[trace.column] != user:
            for key in (trace.column, *trace.goes):
                own.pop(key, None)
    return own


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
