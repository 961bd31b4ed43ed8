"""`podline doctor` on huddles: which pod's next one is missing, and which one did not begin."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete
from sqlmodel import col

from bot.doctor.facts import Finding, State
from bot.doctor.huddles import MOST_NAMED, look_at_huddles
from bot.settings import Settings
from storage.database import Database
from storage.huddles import Huddle
from storage.pods import Market, Pod
from tests.bot.advice.scene import TEAM
from tests.bot.huddles.occurring.scene import HOUR, Week

URL = "https://podline.example.com"


async def look(week: Week, **more: Any) -> list[Finding]:
    settings = Settings(**{"public_url": URL, **more})
    return await look_at_huddles(settings, week.database, week.now)


@pytest.fixture
async def week(database: Database) -> Week:
    """Two pods, of which Podline knows nothing yet."""
    week = Week(database)
    await week.people()
    return week


async def test_before_the_first_start_it_says_what_to_do(week: Week) -> None:
    (found,) = await look(week)
    assert (found.state, found.said) == (State.NOTE, "No huddle is planned yet.")


async def test_it_is_well_at_any_hour_while_podline_runs(week: Week) -> None:
    await week.restart()
    for _ in range(2 * 24):
        await week.pass_time(HOUR - 60)
        (found,) = await look(week)
        assert (found.state, found.said) == (State.OK, "Every pod's next huddle is planned.")
        await week.pass_time(60)


async def test_a_pod_whose_next_huddle_has_no_row_is_named(week: Week) -> None:
    await week.restart()
    async with week.database.write() as session:
        await session.execute(delete(Huddle).where(col(Huddle.pod_id) == week.pod))
    (found,) = await look(week)
    assert found.state is State.PROBLEM
    assert found.said == "Pod sd: its next huddle is not planned."
    assert "See that Podline runs" in found.do


async def test_what_was_to_begin_while_nothing_ran_is_named_by_the_pods_clocks(week: Week) -> None:
    await week.restart()
    first = (await week.rows())[0]
    week.now = first.starts_at + timedelta(minutes=1)
    assert [each.state for each in await look(week)] == [State.OK]
    week.now = first.starts_at + timedelta(hours=1)
    said = [each.said for each in await look(week) if each.said.startswith("Pod sd: the")]
    assert said == [
        "Pod sd: the huddle of Monday, November 16, 10:30 was to begin, and nothing became of it."
    ]


async def test_who_hears_of_more_huddles_than_slack_sends_is_told(
    week: Week, monkeypatch: pytest.MonkeyPatch
) -> None:
    await week.restart()
    (found,) = await look(week, huddle_events=True)
    assert found.state is State.OK
    monkeypatch.setattr("bot.doctor.huddles.EVENTS_UP_TO", 5)
    _, found = await look(week, huddle_events=True)
    assert found.state is State.NOTE
    assert "PODLINE_HUDDLE_EVENTS is on with" in found.said
    assert "Above 5 people switch it off" in found.do
    assert len(await look(week)) == 1


async def test_of_many_pods_the_first_are_named_and_the_others_counted(week: Week) -> None:
    await week.restart()
    market = (await week.all(Market))[0]
    async with week.database.write() as session:
        session.add_all(
            Pod(team_id=TEAM, key=f"p{n:02}", name="P", market_id=market.id, channel=f"C{n}")
            for n in range(MOST_NAMED + 3)
        )
    found = await look(week)
    assert len(found) == MOST_NAMED + 1
    assert found[-1].said == "And 3 more."


async def test_a_pod_without_a_channel_or_huddles_meets_nowhere(week: Week) -> None:
    await week.changes(on=False)
    async with week.database.write() as session:
        there = await session.get(Pod, week.there)
        assert there is not None
        there.channel = None
    assert [each.said for each in await look(week)] == ["No pod meets."]


async def test_a_missing_address_is_a_hint_and_huddles_that_are_off_are_well(week: Week) -> None:
    await week.restart()
    *_, hint = await look(week, public_url="")
    assert hint.state is State.NOTE
    assert hint.said.startswith("PODLINE_PUBLIC_URL is missing")
    (off,) = await look(week, huddles=False, public_url="")
    assert (off.state, off.said) == (State.OK, "Off: PODLINE_HUDDLES is false.")
