"""A calendar and `podline huddles plan` say the same, whatever was done to the huddles."""

from datetime import date, timedelta

import pytest

from bot.huddles.links.feeding import print_calendar
from bot.huddles.schedule.listing import list_planned
from storage.database import Database
from tests.bot.huddles.links.reading import Occurs, occurring
from tests.bot.huddles.occurring.scene import Week
from tests.engines import on_sqlite

pytestmark = on_sqlite
WEEKS = 8
FIRST, SECOND = date(2026, 11, 16), date(2026, 11, 18)


@pytest.fixture
async def week(database: Database) -> Week:
    week = Week(database)
    await week.people(huddles={"holidays": "US-CA"})
    await week.huddles.start(week.now)
    return week


async def _agree(week: Week) -> list[Occurs]:
    """What both say of the next weeks."""
    async with week.database.read() as session:
        planned = await list_planned(session, week.now, WEEKS, pod="sd")
        body = await print_calendar(session, "sd", week.now)
    today = week.now.date()
    listed = [
        Occurs(each.huddle.starts_at, each.huddle.minutes)
        for each in planned
        if not each.huddle.is_skipped
    ]
    last = today + timedelta(days=7 * WEEKS - 2)
    found = [each for each in occurring(body, today, last) if each.starts_at.date() <= last]
    assert found == sorted(each for each in listed if today <= each.starts_at.date() <= last)
    return found


async def test_after_moving_skipping_and_calling_for_one(week: Week) -> None:
    usual = await _agree(week)
    await week.move("14:30")
    moved = await _agree(week)
    assert moved != usual
    await week.until(SECOND, "09:00")
    await week.skip("A fire drill")
    skipped = await _agree(week)
    assert len(skipped) < len(moved)
    await week.once("Thursday 10:00")
    assert len(await _agree(week)) > len(skipped)
    await week.until(date(2026, 11, 27), "12:00")
    await _agree(week)


async def test_after_the_schedule_was_set_anew_and_back(week: Week) -> None:
    usual = await _agree(week)
    await week.until(SECOND, "12:00")
    for days in (["tue", "thu"], ["mon", "wed", "fri"]):
        await week.changes(days=days, times=[660], minutes=20)
        await week.restart()
        assert await _agree(week) != usual
        await week.pass_time(26 * 3600)
        await _agree(week)
    await week.changes()
    await week.restart()
    assert set(await _agree(week)) & set(usual)


async def test_after_a_week_in_which_nothing_ran(week: Week) -> None:
    await week.sleeps_until(date(2026, 11, 25), "12:00")
    await week.restart()
    await _agree(week)
