"""A timer is taken once, and not before it is due."""

from datetime import timedelta

from storage.database import Database
from storage.timers import claim_timer, list_due_timers, set_timer
from tests.fakes import START

LATER = START + timedelta(hours=1)


async def test_a_timer_that_was_moved_since_it_was_listed_is_not_taken(database: Database) -> None:
    async with database.write() as session:
        await set_timer(session, "advice.rung", "ask:1", START)
        (listed,) = await list_due_timers(session, START)
    async with database.write() as session:
        await set_timer(session, "advice.rung", "ask:1", LATER)

    async with database.write() as session:
        assert await claim_timer(session, listed.id, START) is None
        assert await claim_timer(session, listed.id, LATER) is not None
