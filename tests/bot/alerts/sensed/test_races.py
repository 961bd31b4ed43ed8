"""Whatever comes at once, twice, or in the middle: a matter is told once."""

import asyncio
from typing import Any

import pytest

from bot.alerts.matters import judging
from bot.alerts.sensor import NOTHING
from bot.errors import AlreadyHandled
from storage.advice import AskState
from storage.alerts_matters import AlertMatter
from storage.outbox import Act
from storage.timers import list_due_timers
from tests.bot.alerts.matters import RAMONA
from tests.bot.alerts.sensed.scene import REPS, Crowd
from tests.bot.alerts.sensed.test_joining import many_ask

EVERYBODY = 40


async def test_asks_that_come_at_once_are_one_matter_judged_once(crowd: Crowd) -> None:
    await asyncio.gather(*(crowd.ask(REPS[at], RAMONA[at]) for at in range(6)))
    assert await crowd.judgements_due() == 1
    await crowd.tick()
    matter = await crowd.matter()
    assert len(await crowd.asks_of(matter)) == 6
    assert await crowd.told_of(matter) == [("URUTH", 6)]
    assert len(crowd.told) == 6


async def test_two_replicas_that_judge_at_once_tell_once(crowd: Crowd) -> None:
    for at in range(3):
        await crowd.ask(REPS[at], RAMONA[at])
    first = crowd.matters
    crowd.replica()
    async with crowd.database.read() as session:
        (timer,) = await list_due_timers(session, crowd.now)
    done = await asyncio.gather(
        first.judge_due(timer.id, crowd.now),
        crowd.matters.judge_due(timer.id, crowd.now),
        return_exceptions=True,
    )
    assert [each for each in done if not isinstance(each, AlreadyHandled)] == [None]
    assert await crowd.told_of(await crowd.matter()) == [("URUTH", 3)]
    assert len(crowd.told) == 3


async def test_what_is_killed_in_the_middle_is_done_once(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(3):
        await crowd.ask(REPS[at], RAMONA[at])
    told = crowd._tell_askers

    async def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(crowd, "_tell_askers", killed)
    crowd.replica()
    with pytest.raises(KeyboardInterrupt):
        await crowd.tick()
    assert await crowd.all(AlertMatter) == []
    assert await crowd.cards_to("URUTH") == []
    monkeypatch.setattr(crowd, "_tell_askers", told)
    crowd.replica()
    await crowd.tick()
    assert await crowd.told_of(await crowd.matter()) == [("URUTH", 3)]
    assert len(await crowd.cards_to("URUTH")) == 1


async def test_an_ask_that_comes_while_it_is_judged_is_judged_too(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    consider, late = judging.consider, iter((3, 4, 5, 6, 7))

    async def meanwhile(*about: Any) -> Any:
        judged = await consider(*about)
        if (at := next(late, None)) is not None:
            await crowd.make(REPS[at], RAMONA[at % 7], NOTHING)
        return judged

    monkeypatch.setattr(judging, "consider", meanwhile)
    for at in range(3):
        await crowd.ask(REPS[at], RAMONA[at])
    await crowd.tick()
    matter = await crowd.matter()
    assert len(await crowd.asks_of(matter)) == 8
    assert len(await crowd.told_of(matter)) == 1
    assert await crowd.judgements_due() == 0


async def test_what_another_replica_found_meanwhile_is_not_found_twice(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    consider, other, judged_first = judging.consider, crowd.matters, [False]
    for at in range(3):
        await crowd.ask(REPS[at], RAMONA[at])
    async with crowd.database.read() as session:
        (timer,) = await list_due_timers(session, crowd.now)

    async def meanwhile(*about: Any) -> Any:
        judged = await consider(*about)
        if not judged_first[0]:
            judged_first[0] = True
            await other.judge_due(timer.id, crowd.now)
            await crowd.make(REPS[3], RAMONA[3], NOTHING)
        return judged

    monkeypatch.setattr(judging, "consider", meanwhile)
    monkeypatch.setattr(judging, "TURNS", 1)
    crowd.replica()
    await crowd.tick()
    matter = await crowd.matter()
    assert len(await crowd.asks_of(matter)) == 4
    assert await crowd.told_of(matter) == [("URUTH", 3)]
    assert len(await crowd.cards_to("URUTH")) == 1


async def test_asks_taken_back_before_it_is_judged_are_no_matter(crowd: Crowd) -> None:
    asks = [await crowd.ask(REPS[at], RAMONA[at]) for at in range(3)]
    await crowd.call_off(asks[1])
    await crowd.tick()
    assert crowd.told == []
    await crowd.call_off(asks[1], AskState.OPEN)
    await crowd.tick()
    assert len(crowd.told) == 3


async def test_forty_in_a_minute_are_few_messages(crowd: Crowd) -> None:
    """Three notes in threads, and for those who can act one card each in three minutes."""
    await crowd.reps(EVERYBODY, first=12)
    for at in range(EVERYBODY):
        await crowd.ask(REPS[at], RAMONA[at % len(RAMONA)])
        await crowd.tick()
        crowd.step(1.5)
    crowd.step(240)
    await crowd.tick()
    assert len(crowd.told) == 3
    direct = [row for row in await crowd.all_rows() if row.subject.startswith("alert_matter:")]
    assert [row.act for row in direct] == [Act.POST, Act.POST, Act.REPAINT]
    matter = await crowd.matter()
    assert await crowd.told_of(matter) == [("URUTH", 3), ("ULUIS", EVERYBODY)]


async def test_forty_that_nobody_put_into_a_thread_are_told_once_each(crowd: Crowd) -> None:
    await crowd.reps(EVERYBODY, first=12)
    for at in range(EVERYBODY):
        await crowd.make(REPS[at], RAMONA[at % len(RAMONA)], NOTHING)
        crowd.step(1.5)
        await crowd.tick()
    assert len(crowd.told) == len({ask for ask, _ in crowd.told}) == EVERYBODY


async def test_many_who_ask_at_once_are_all_made(crowd: Crowd) -> None:
    await many_ask(crowd, 3)
    made = await asyncio.gather(*(crowd.ask(REPS[at], RAMONA[at % 7]) for at in range(4, 12)))
    assert {each.joined_to is None for each in made} == {False}
    await crowd.tick()
    assert len(await crowd.asks_of(await crowd.matter())) == 11
