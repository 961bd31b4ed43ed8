"""Everything that is stored of one person, as plain data; nothing of others."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.people.errors import NothingKnown
from bot.people.forgetting import Progress, silent
from storage.database import Database
from storage.persons import count_traces
from storage.persons_export import TABLES, list_own_rows

BATCH = 500


async def export_person(
    database: Database, user: str, now: datetime, progress: Progress = silent
) -> dict[str, Any]:
    """By table, the rows that name them, with what in them is theirs. Raises `NothingKnown`."""
    found: dict[str, Sequence[dict[str, Any]]] = {}
    async with database.read() as session:
        total = sum((await count_traces(session, user)).values())
        for table in TABLES:
            rows: list[dict[str, Any]] = []
            while batch := await list_own_rows(session, table, user, rows, BATCH):
                rows += batch
                done = len(rows) + sum(map(len, found.values()))
                progress(done, max(done, total), "exporting")
            if rows:
                found[str(table.__tablename__)] = rows
    if not found:
        raise NothingKnown
    return {"user": user, "exported_at": now.isoformat(), "tables": found}
