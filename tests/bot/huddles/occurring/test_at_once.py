"""Two at once: whoever is second reads what the first did, and nothing happens twice."""

import asyncio
from datetime import date
from typing import Any

from bot.errors import AlreadyHandled, PodlineError
from bot.huddles.occurring.scheduling import Conflict
from storage.huddles import HuddleState
from storage.timers import list_due_timers
from tests.bot.advice.scene import HOME, texts, who
from tests.bot.huddles.occurring.scene import Week, at, clock, to
from tests.bot.huddles.occurring.test_scheduling import opened, sent

MON, WED = date(2026, 11, 16), date(2026, 11, 18)
SKIPPED, PLANNED, OPEN = HuddleState.SKIPPED, HuddleState.PLANNED, HuddleState.OPEN


async def test_two_coaches_who_call_off_at_once_call_off_one(week: Week) -> None:
    first, second = await asyncio.gather(week.skip("fire"), week.skip("drill", user="UCOLE"))
    assert sorted([first.was_off, second.was_off]) == [False, True]
    assert await week.states(MON) == [SKIPPED, SKIPPED]
    assert await week.states(WED) == [PLANNED, PLANNED]
    told = [text for text in texts(to(await week.pass_time(61), HOME)) if "No huddle" in text]
    assert len(told) == 1


async def test_who_moves_what_another_calls_off_reads_it_or_was_first(week: Week) -> None:
    done = await asyncio.gather(week.move("14:30"), week.skip(user="UCOLE"), return_exceptions=True)
    assert all(not isinstance(each, Exception) or isinstance(each, PodlineError) for each in done)
    assert await week.states(MON) == [SKIPPED, SKIPPED]


async def test_a_huddle_that_begins_while_it_is_called_off_does_one_of_both(week: Week) -> None:
    await week.until(MON, "10:29")
    week.now = at(MON, "10:30")
    async with week.database.read() as session:
        due = [each for each in await list_due_timers(session, week.now) if "start" in each.kind]

    async def begins() -> None:
        try:
            await week.acts()["huddles.start"](due[0].id, week.now)
        except AlreadyHandled:
            return

    await asyncio.gather(begins(), week.skip(), return_exceptions=True)
    first, second = await week.states(MON)
    assert (first, second) in [(OPEN, PLANNED), (SKIPPED, SKIPPED), (OPEN, SKIPPED)]
    opened_cards = [row for row in to(await week.send(), HOME) if "Huddle now" in str(row.body)]
    assert len(opened_cards) == (first is OPEN)


async def test_two_who_save_at_once_do_not_undo_each_other(week: Week) -> None:
    mine, theirs = await opened(week), await opened(week, "UREX")
    done = await asyncio.gather(
        sent(week, mine, times="9:15"),
        sent(week, theirs, "UREX", times="11:00"),
        return_exceptions=True,
    )
    assert [type(each) for each in done if isinstance(each, Exception)] == [Conflict]
    (stored,) = await week.all_schedules()
    assert stored.version == 1
    assert stored.fields["times"] in ([555], [660])


async def test_a_press_that_comes_twice_is_done_once(week: Week) -> None:
    delivery = week.delivery()

    async def calls() -> Any:
        try:
            return await week.occurring.once(delivery, who("UCARA"), "Thursday 10:00", HOME)
        except AlreadyHandled:
            return None

    done = await asyncio.gather(calls(), calls())
    assert done.count(None) == 1
    thursday = await week.rows(date(2026, 11, 19))
    assert [clock(each) for each in thursday] == ["Thu 10:00", "Thu 10:20"]
