"""A timer is taken once, and not before it is due."""

from datetime import timedelta

from storage.database import Database
from storage.timers import claim_timer, list_due_timers, move_timers, set_timer
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


async def test_what_is_awaited_otherwise_is_moved_and_the_rest_is_left_alone(
    database: Database,
) -> None:
    async with database.write() as session:
        await move_timers(session, "ask:1", {}, {"kept": START, "moved": START, "over": START})
        await move_timers(session, "ask:2", {}, {"over": START})
    async with database.write() as session:
        (done,) = (each for each in await list_due_timers(session, START) if each.kind == "kept")
        await claim_timer(session, done.id, START)

    async with database.write() as session:
        waited = {"kept": START, "moved": START, "over": START}
        await move_timers(session, "ask:1", waited, {"kept": START, "moved": LATER})

    async with database.write() as session:
        due = await list_due_timers(session, LATER)
        assert [(each.subject, each.kind, each.due_at) for each in due] == [
            ("ask:2", "over", START),
            ("ask:1", "moved", LATER),
        ]
