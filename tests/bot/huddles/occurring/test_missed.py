"""Nothing ran for a while: each huddle is opened once, or reported as missed, never twice."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.errors import AlreadyHandled
from storage.huddles import HuddleState
from storage.huddles_occurring import lock_waves
from storage.timers import list_due_timers, set_timer
from tests.bot.advice.scene import HOME
from tests.bot.huddles.occurring.scene import Week, at, to

MON, TUE, WED, FRI = (date(2026, 11, day) for day in (16, 17, 18, 20))
PLANNED, OPEN, OVER, MISSED = (
    *(HuddleState.PLANNED, HuddleState.OPEN),
    *(HuddleState.OVER, HuddleState.MISSED),
)


async def test_one_that_is_not_its_length_too_late_is_opened_all_the_same(week: Week) -> None:
    await week.until(MON, "10:20")
    await week.sleeps_until(MON, "10:45")
    await week.restart()
    await week.pass_time(1)
    assert await week.states(MON) == [OPEN, PLANNED]


async def test_one_that_is_its_length_too_late_is_missed_and_the_other_wave_opens(
    week: Week,
) -> None:
    await week.until(MON, "10:20")
    await week.sleeps_until(MON, "10:46")
    await week.restart()
    sent = await week.until(MON, "10:51")
    assert await week.states(MON) == [MISSED, OPEN]
    told = [row for row in sent if "did not take place" in row.body["text"]]
    assert {row.channel for row in told} == {(await week.rows(MON))[0].runs_it, "UANA"}


async def test_after_a_week_all_that_was_missed_is_one_message_to_each(week: Week) -> None:
    await week.until(MON, "10:20")
    await week.sleeps_until(date(2026, 11, 23), "09:00")
    await week.restart()
    sent = await week.pass_time(60)
    told = [row for row in sent if "did not take place" in row.body["text"]]
    told = [row for row in told if row.channel != "UOMAR"]  # of the other pod
    people = [row.channel for row in told]
    assert "UANA" in people
    assert len(people) == len(set(people)) == 3  # two coaches and the leader
    listed = told[0].body["blocks"][0]["text"]["text"]
    assert listed.splitlines()[1:] == [
        "• Monday, November 16: 10:30 and 10:50 AM",
        "• Wednesday, November 18: 10:30 and 10:50 AM",
        "• Friday, November 20: 10:30 and 10:50 AM",
    ]
    assert "Monday, November 23, 10:30 AM" in told[0].body["text"] + str(told[0].body["blocks"])
    assert {row.state for row in await week.rows() if row.starts_at < week.now} == {MISSED}
    assert not [row for row in to(sent, HOME) if "Huddle" in row.body["text"]]
    await week.until(date(2026, 11, 23), "10:31")
    assert await week.states(date(2026, 11, 23)) == [OPEN, PLANNED]


async def test_what_was_missed_is_told_once_however_often_it_restarts(week: Week) -> None:
    await week.until(MON, "10:20")
    await week.sleeps_until(TUE, "09:00")
    for _ in range(3):
        await week.restart()
        await week.pass_time(60)
    told = [row for row in week.said if "did not take place" in row.body["text"]]
    assert len(told) == len({row.channel for row in told})


async def test_a_clock_that_jumps_ahead_by_minutes_opens_each_once(week: Week) -> None:
    await week.until(MON, "10:14")
    await week.sleeps_until(MON, "10:52")
    sent = await week.pass_time(5)
    assert await week.states(MON) == [MISSED, OPEN]
    assert len([row for row in to(sent, HOME) if "did not" in row.body["text"]]) == 0
    await week.until(MON, "12:00")
    assert await week.states(MON) == [MISSED, OVER]


async def test_a_clock_that_jumps_back_opens_nothing_again(week: Week) -> None:
    await week.until(MON, "10:31")
    opened = (await week.rows(MON))[0].opened_at
    week.now -= timedelta(minutes=20)
    await week.restart()
    await week.until(MON, "10:35")
    assert (await week.rows(MON))[0].opened_at == opened


async def test_a_process_that_dies_between_opening_and_showing_is_made_up_for(
    week: Week,
) -> None:
    await week.until(MON, "10:29")
    week.now = at(MON, "10:30")
    await week.occurring._opener._mark(week.now)
    assert (await week.rows(MON))[0].state is OPEN
    await week.restart()
    sent = await week.pass_time(5)
    assert len([row for row in to(sent, HOME) if "Huddle now" in str(row.body)]) == 1


async def test_one_that_was_marked_and_never_seen_is_missed_after_its_length(week: Week) -> None:
    await week.until(MON, "10:29")
    week.now = at(MON, "10:30")
    await week.occurring._opener._mark(week.now)
    await week.sleeps_until(MON, "12:00")
    await week.restart()
    sent = await week.pass_time(60)
    assert await week.states(MON) == [MISSED, MISSED]
    assert to(sent, HOME) == []
    (told, *_) = [row for row in sent if "did not take place" in row.body["text"]]
    assert "10:30 and 10:50 AM" in str(told.body)


async def test_two_replicas_open_each_once(week: Week) -> None:
    await week.until(MON, "10:29")
    other = Week(week.database, week.now)
    other.numbers, other.pod = week.numbers, week.pod
    week.now = other.now = at(MON, "10:30")
    async with week.database.read() as session:
        due = [each for each in await list_due_timers(session, week.now) if "start" in each.kind]
    assert len(due) == 1

    async def fire(replica: Week) -> bool:
        try:
            await replica.acts()["huddles.start"](due[0].id, week.now)
        except AlreadyHandled:
            return False
        return True

    assert sorted(await asyncio.gather(fire(week), fire(other))) == [False, True]
    sent = await week.send()
    assert len(to(sent, HOME)) == 1


async def test_one_that_fails_keeps_no_other_waiting(week: Week) -> None:
    """Both waves at once, of which one's card cannot be made."""
    await week.until(MON, "10:20")
    opener = week.occurring._opener
    bad, real = (await week.rows(MON))[0].id, opener._deeds.show_opened

    async def fails(*about: Any) -> object:
        if about[3].id == bad:
            raise RuntimeError("this one")
        return await real(*about)

    opener._deeds = replace(opener._deeds, show_opened=fails)
    week.now = at(MON, "10:55")
    async with week.database.write() as session:
        for wave in await lock_waves(session, (await week.agenda(MON)).id):
            wave.starts_at = at(MON, "10:50")
            await set_timer(session, "huddles.start", f"huddle:{wave.id}", at(MON, "10:50"))
    failed = 0
    async with week.database.read() as session:
        due = [each for each in await list_due_timers(session, week.now) if "start" in each.kind]
    for timer in due:
        try:
            await week.acts()["huddles.start"](timer.id, week.now)
        except RuntimeError:
            failed += 1
    assert failed == 1
    assert await week.states(MON) == [OPEN, OPEN]
    assert len(to(await week.send(), HOME)) == 1
