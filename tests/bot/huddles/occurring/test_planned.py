"""Huddles are planned ahead, drafted, announced, opened and ended by themselves."""

from datetime import date

import pytest
from sqlalchemy import delete, update
from sqlmodel import col

from bot.errors import NotSaved
from bot.huddles.occurring import planning
from storage.huddles import Huddle, HuddleState
from storage.huddles_occurring import list_known
from storage.pods import Member, Pod
from storage.timers import Timer
from tests.bot.advice.scene import HOME, texts
from tests.bot.huddles.occurring.scene import DAY, HOUR, Week, at, clock, to

MON, WED, FRI = date(2026, 11, 16), date(2026, 11, 18), date(2026, 11, 20)
PLANNED, OPEN, OVER = HuddleState.PLANNED, HuddleState.OPEN, HuddleState.OVER


async def test_the_next_meetings_have_a_row_for_each_wave(week: Week) -> None:
    assert [clock(each) for each in await week.rows()] == [
        *("Mon 10:30", "Mon 10:50", "Wed 10:30", "Wed 10:50")
    ]


async def test_planning_twice_and_by_another_replica_changes_nothing(week: Week) -> None:
    before = await week.rows()
    timers = sorted((each.key, each.due_at) for each in await week.all(Timer))
    await week.huddles.start(week.now)
    await week.restart()
    assert [each.id for each in await week.rows()] == [each.id for each in before]
    assert sorted((each.key, each.due_at) for each in await week.all(Timer)) == timers


async def test_a_day_goes_by_itself(week: Week) -> None:
    sent = await week.until(MON, "10:15")
    (card,) = to(sent, HOME)
    assert "Huddle in 15 minutes" in card.body["text"]
    assert (await week.agenda(MON)).announced_at == at(MON, "10:15")
    await week.until(MON, "10:30")
    assert await week.states(MON) == [OPEN, PLANNED]
    assert (await week.rows(MON))[0].opened_at == at(MON, "10:30")
    await week.until(MON, "10:50")
    assert await week.states(MON) == [OVER, OPEN]
    await week.until(MON, "12:00")
    assert await week.states(MON) == [OVER, OVER]


async def test_two_coaches_share_the_waves_and_take_turns(week: Week) -> None:
    await week.until(FRI, "12:00")
    ran = [each.runs_it for each in await week.rows() if each.state is OVER]
    assert len(ran) == 6
    for first, second in (ran[:2], ran[2:4], ran[4:]):
        assert {first, second} == {"UCARA", "UCOLE"}


async def test_everybody_meets_in_one_wave(week: Week) -> None:
    await week.until(MON, "10:20")
    first, second = (set(each.people) for each in await week.rows(MON))
    assert not first & second
    assert len(first | second) == 11
    assert abs(len(first) - len(second)) <= 1


async def test_the_meeting_after_the_next_one_is_there_when_that_is_drafted(week: Week) -> None:
    async with week.database.write() as session:  # nobody mends what is missing
        await session.execute(delete(Timer).where(col(Timer.kind) == "huddles.plan"))
    await week.until(date(2026, 11, 17), "10:19")
    assert await week.rows(FRI) == []
    await week.until(date(2026, 11, 17), "10:30")
    assert len(await week.rows(FRI)) == 2
    assert (await week.agenda(WED)).drafted_at is not None


async def test_whoever_went_away_meanwhile_does_not_run_it(week: Week) -> None:
    await week.until(date(2026, 11, 17), "12:00")
    chosen = (await week.rows(WED))[0].runs_it
    async with week.database.write() as session:
        away = update(Member).where(col(Member.user) == chosen)
        await session.execute(away.values(away_until=at(FRI, "12:00")))
    await week.until(WED, "10:20")
    ran = [each.runs_it for each in await week.rows(WED)]
    assert chosen not in ran
    assert len(set(ran)) == 1


async def test_a_pod_without_people_has_no_huddle_and_nothing_breaks(week: Week) -> None:
    async with week.database.write() as session:
        await session.execute(update(Member).values(left_at=week.now))
    sent = await week.until(MON, "12:00")
    assert sent == []
    assert set(await week.states(MON)) == {HuddleState.SKIPPED}


async def test_a_pod_without_a_channel_plans_nothing(unplanned: Week) -> None:
    async with unplanned.database.write() as session:
        pod = await session.get(Pod, unplanned.pod)
        assert pod is not None
        pod.channel = None
    await unplanned.huddles.start(unplanned.now)
    assert await unplanned.rows() == []


async def test_where_huddles_are_switched_off_nothing_is_planned_nor_opened(week: Week) -> None:
    await week.restart(on=False)
    assert await week.until(MON, "12:00") == []
    assert await week.states(MON) == [PLANNED, PLANNED]


async def test_a_start_plans_a_few_pods_and_the_rest_follows_at_once(
    unplanned: Week, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "PODS_AT_ONCE", 1)
    await unplanned.huddles.start(unplanned.now)
    pods = {each.pod_id for each in await unplanned.all(Huddle)}
    assert len(pods) == 1
    await unplanned.pass_time(1)
    assert {each.pod_id for each in await unplanned.all(Huddle)} == {
        unplanned.pod,
        unplanned.there,
    }


async def test_a_database_that_is_slow_at_the_start_is_asked_again_in_a_minute(
    unplanned: Week, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(*_about: object) -> None:
        raise NotSaved

    with monkeypatch.context() as patch:
        patch.setattr(planning, "find_lacking", slow)
        await unplanned.huddles.start(unplanned.now)
    assert await unplanned.rows() == []
    await unplanned.pass_time(61)
    assert len(await unplanned.rows()) == 4


async def test_a_fresh_start_in_the_middle_of_a_meeting_waits_for_the_next(
    unplanned: Week,
) -> None:
    unplanned.step(40 * 60)
    await unplanned.huddles.start(unplanned.now)
    assert next(clock(each) for each in await unplanned.rows()) == "Wed 10:30"


async def test_a_lost_timer_is_set_anew_within_an_hour(week: Week) -> None:
    async with week.database.write() as session:
        lost = ("huddles.start", "huddles.announce")
        await session.execute(delete(Timer).where(col(Timer.kind).in_(lost)))
    await week.pass_time(HOUR)
    sent = await week.until(WED, "10:31")
    assert any("Huddle in 15 minutes" in text for text in texts(to(sent, HOME)))
    assert await week.states(WED) == [OPEN, PLANNED]


async def test_one_that_would_never_end_ends_at_the_next_start(week: Week) -> None:
    await week.until(MON, "10:31")
    async with week.database.write() as session:
        await session.execute(delete(Timer).where(col(Timer.kind) == "huddles.end"))
    await week.restart()
    await week.pass_time(1)
    assert (await week.states(MON))[0] is OVER


async def test_clocks_that_jump_let_a_huddle_begin_once(unplanned: Week) -> None:
    sunday = date(2027, 3, 14)
    await unplanned.changes(days=["sun"], times=[150])
    await unplanned.sleeps_until(date(2027, 3, 12), "12:00")
    await unplanned.huddles.start(unplanned.now)
    await unplanned.until(sunday, "12:00")
    (row,) = await unplanned.rows(sunday)
    assert row.state is OVER
    assert clock(row) == "Sun 03:00"  # 2:30 does not exist that day


async def test_what_is_looked_at_an_hour_costs_few_queries_and_writes_nothing(week: Week) -> None:
    async with week.database.read() as session:
        known = await list_known(session, [week.pod], week.now)
    assert len(known) == 4
    await week.pass_time(DAY)
    assert len(await week.rows()) == 6
