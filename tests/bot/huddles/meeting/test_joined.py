"""Who joins a huddle in Slack is there, where the pod and whoever runs Podline want to know."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.errors import AlreadyHandled
from bot.huddles.meeting.facts import Seen
from bot.inbox import Delivery, Person
from storage.huddles import Huddle, HuddleState
from storage.huddles_attendance import HuddleAttendance
from storage.inbox import InboxKey
from storage.pods import Member
from storage.timers import Timer
from tests.bot.advice.scene import who
from tests.bot.huddles.meeting.scene import Hall, shown

ALL = ("UMAYA", "UDAN", "UCARA")


async def test_who_joins_is_there_and_everybody_is_shown_in_one_repaint(hall: Hall) -> None:
    huddle = await _one(hall)
    for user in ("UMAYA", "UDAN"):
        hall.step(60)
        await _joins(hall, user)
    assert await _noted(hall) == {"UMAYA", "UDAN"}
    assert await hall.send() == []
    hall.step(180)
    (row,) = await hall.send()
    assert "2 are here" in shown(row)
    await hall.notes(await hall.seen(huddle), "We ask first")
    await hall.ends(huddle)
    absent = await hall.meeting.who_was_absent(who("UANA"), Seen(huddle.id, huddle.version))
    assert "Maya R." not in [each.name for each in absent.people]


async def test_who_joins_twice_or_presses_as_well_is_counted_once(hall: Hall) -> None:
    huddle = await _one(hall)
    seen = await hall.seen(huddle)
    await _joins(hall, "UMAYA")
    await _joins(hall, "UMAYA")
    assert not await hall.meeting.here(
        hall.delivery(), who("UMAYA"), seen, await hall.on_card(seen)
    )
    assert await hall.meeting.here(hall.delivery(), who("UDAN"), seen, await hall.on_card(seen))
    await _joins(hall, "UDAN")
    assert len(await hall.all(HuddleAttendance)) == 2
    hall.step(300)
    (row,) = await hall.send()
    assert "2 are here" in shown(row)


async def test_what_two_replicas_are_told_at_once_is_one(hall: Hall) -> None:
    await _one(hall)
    twice = Delivery("event:Ev1", hall.now)
    told = [hall.meeting.joined(twice, who("UMAYA"), hall.now) for _ in range(2)]
    others = [hall.meeting.joined(hall.delivery(), who("UMAYA"), hall.now) for _ in range(2)]
    refused = await asyncio.gather(*told, *others, return_exceptions=True)
    assert {type(each) for each in refused} <= {type(None), AlreadyHandled}
    assert len(await hall.all(HuddleAttendance)) == 1


async def test_after_the_event_was_handled_it_leaves_nothing_when_it_comes_again(
    hall: Hall,
) -> None:
    await _one(hall)
    delivery = hall.delivery()
    await hall.meeting.joined(delivery, who("UMAYA"), hall.now)
    before = await _everything(hall)
    await hall.meeting.joined(delivery, who("UMAYA"), hall.now)
    assert await _everything(hall) == before


@pytest.mark.parametrize("user", ["UNOBODY", "UOLGA"])
async def test_who_is_in_no_pod_or_in_another_one_leaves_no_trace(hall: Hall, user: str) -> None:
    await _one(hall)
    await _leaves_no_trace(hall, Person("T1", user))


async def test_the_same_id_in_another_workspace_leaves_no_trace(hall: Hall) -> None:
    await _one(hall)
    await _leaves_no_trace(hall, Person("T0OTHER", "UMAYA"))


async def test_who_left_the_pod_leaves_no_trace(hall: Hall) -> None:
    await _one(hall)
    await hall.member("UMAYA", left_at=hall.now)
    await _leaves_no_trace(hall, who("UMAYA"))


async def test_where_the_pod_does_not_want_to_know_nothing_is_noted(hall: Hall) -> None:
    await hall.one(people=(ALL,))
    await _leaves_no_trace(hall, who("UMAYA"))


@pytest.mark.parametrize(
    "state", [each for each in HuddleState if each is not HuddleState.OPEN], ids=str
)
async def test_a_call_while_no_huddle_goes_on_leaves_no_trace(
    hall: Hall, state: HuddleState
) -> None:
    huddle = await _one(hall)
    await hall.changes(huddle, state=state)
    await _leaves_no_trace(hall, who("UMAYA"))


async def test_a_call_from_before_the_huddle_that_is_told_late_leaves_no_trace(hall: Hall) -> None:
    huddle = await _one(hall)
    await _leaves_no_trace(hall, who("UMAYA"), huddle.starts_at - timedelta(seconds=1))


async def test_who_is_on_the_phones_in_this_half_leaves_no_trace_and_who_runs_it_counts(
    hall: Hall,
) -> None:
    await hall.asks_who_is_there()
    await hall.one(people=(("UMAYA",),), runs_it="UCARA")
    await _leaves_no_trace(hall, who("UDAN"))
    await _joins(hall, "UCARA")
    assert await _noted(hall) == {"UCARA"}


async def test_it_opens_no_transaction_that_writes_for_whoever_is_in_none_of_ours(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _one(hall)
    await _joins(hall, "UMAYA")

    def refuse(delivery: Delivery) -> Any:
        raise AssertionError("a transaction that writes")

    monkeypatch.setattr(hall.tools.transactions, "of", refuse)
    for person in (who("UMAYA"), who("UNOBODY"), Person("T0OTHER", "UDAN")):
        await hall.meeting.joined(hall.delivery(), person, hall.now)


async def test_a_huddle_that_ends_meanwhile_counts_nobody(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    huddle = await _one(hall)
    of = hall.tools.transactions.of

    @asynccontextmanager
    async def after_its_end(delivery: Delivery) -> AsyncIterator[AsyncSession]:
        await hall.ends(huddle)
        async with of(delivery) as session:
            yield session

    monkeypatch.setattr(hall.tools.transactions, "of", after_its_end)
    await _joins(hall, "UMAYA")
    assert await hall.all(HuddleAttendance) == []


async def test_it_does_not_keep_the_huddle_from_ending_and_nobody_is_seen_by_it(
    hall: Hall,
) -> None:
    huddle = await _one(hall)
    ends = (await hall.due())["huddles.end"]
    hall.now = huddle.starts_at + timedelta(minutes=18)
    await _joins(hall, "UMAYA")
    assert (await hall.due())["huddles.end"] == ends
    assert {each.seen_at for each in await hall.all(Member)} == {None}


async def _one(hall: Hall) -> Huddle:
    await hall.asks_who_is_there()
    return await hall.one(people=(ALL,))


async def _joins(hall: Hall, user: str) -> None:
    await hall.meeting.joined(hall.delivery(), who(user), hall.now)


async def _noted(hall: Hall) -> set[str]:
    return {each.user for each in await hall.all(HuddleAttendance)}


async def _everything(hall: Hall) -> list[list[Any]]:
    tables = (HuddleAttendance, Timer, Huddle, Member)
    found = [[each.model_dump() for each in await hall.all(table)] for table in tables]
    async with hall.database.read() as session:
        keys = list(await session.scalars(select(col(InboxKey.key)).order_by(col(InboxKey.key))))
    return [*found, keys, [row.seq for row in await hall.all_said()]]


async def _leaves_no_trace(hall: Hall, person: Person, at: datetime | None = None) -> None:
    before = await _everything(hall)
    await hall.meeting.joined(hall.delivery(), person, at or hall.now)
    assert await _everything(hall) == before
