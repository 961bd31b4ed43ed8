"""How the outbox is asked: a broadcast to every pod must not walk all that waits for each card."""

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from storage.database import Database
from storage.outbox import _SUPERSEDE


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_earlier_repaint_is_looked_for_in_its_own_subject_alone(
    database: Database,
) -> None:
    compiled = _SUPERSEDE._on_sqlite.compile(
        dialect=sqlite.dialect(paramstyle="named"), compile_kwargs={"literal_binds": False}
    )
    values = dict.fromkeys(compiled.params, "x")
    async with database.read() as session:
        plan = await session.execute(text(f"EXPLAIN QUERY PLAN {compiled}"), values)
        steps = [row.detail for row in plan]
    assert steps == ["SEARCH outbox USING INDEX ix_outbox_open (subject=?)"]
