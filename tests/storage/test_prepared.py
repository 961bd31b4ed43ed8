"""Prepared statements mean the same on both databases, whichever way they take."""

from datetime import timedelta

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.database import Database
from storage.ids import new_id
from storage.outbox import ROWS, Act, RowState
from storage.statements import Prepared
from storage.timers import Timer
from tests.fakes import START

TIMERS = Timer.__table__  # type: ignore[attr-defined]
ADD = Prepared(insert(TIMERS))
FIND = Prepared(select(TIMERS).where(TIMERS.c.key == bindparam("the_key")))
FINISH = Prepared(
    update(TIMERS)
    .where(TIMERS.c.due_at <= bindparam("now"))
    .values(attempts=TIMERS.c.attempts + 1)
    .returning(TIMERS.c.key, TIMERS.c.attempts)
)


def a_timer(key: str, minutes: int = 0) -> dict[str, object]:
    due_at = START + timedelta(minutes=minutes)
    return {
        "id": new_id(),
        "key": key,
        "kind": "advice.rung",
        "subject": "ask:1",
        "due_at": due_at,
        "done_at": None,
        "attempts": 0,
        "error": None,
    }


async def test_what_is_written_is_read_as_it_was(database: Database) -> None:
    timer = a_timer("a")
    async with database.write() as session:
        await ADD.run(session, **timer)
    async with database.read() as session:
        (row,) = (await FIND.run(session, the_key="a")).rows
        assert {name: getattr(row, name) for name in timer} == timer
        assert (await FIND.run(session, the_key="b")).rows == []


async def test_words_of_an_enum_json_and_truth_come_back_as_such(database: Database) -> None:
    row = {
        "id": new_id(),
        "subject": "ask:1",
        "part": "card",
        "channel": "C1",
        "act": Act.REPAINT,
        "priority": 1,
        "body": {"text": "¿Qué pasa? 🙋", "blocks": [{"type": "divider"}]},
        "state": RowState.WAITING,
        "suspect": True,
        "attempts": 0,
        "not_before": START,
        "written_at": START,
    }
    async with database.write() as session:
        await Prepared(insert(ROWS)).run_all(session, [row])
        (found,) = (await Prepared(select(ROWS)).run(session)).rows
    assert {name: getattr(found, name) for name in row} == row
    assert (type(found.act), found.suspect, found.error) == (Act, True, None)


async def test_it_says_how_many_rows_it_changed_and_what_they_are(database: Database) -> None:
    async with database.write() as session:
        await ADD.run_all(session, [a_timer("early"), a_timer("late", minutes=9)])
        found = await FINISH.run(session, now=START)
    assert [(row.key, row.attempts) for row in found.rows] == [("early", 1)]
    assert found.rowcount == 1


async def test_an_error_is_sqlalchemys_and_shows_nobodys_words(database: Database) -> None:
    with pytest.raises(IntegrityError) as caught:  # noqa: PT012
        async with database.write() as session:
            await ADD.run(session, **a_timer("same"))
            await ADD.run(session, **a_timer("same") | {"subject": "Maya's customer"})
    assert isinstance(caught.value, DBAPIError)
    assert "Maya" not in str(caught.value)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_column_with_a_default_that_is_not_named_is_refused(database: Database) -> None:
    timer = a_timer("a")
    del timer["attempts"]
    with pytest.raises(ValueError, match="attempts"):
        async with database.write() as session:
            await ADD.run(session, **timer)
