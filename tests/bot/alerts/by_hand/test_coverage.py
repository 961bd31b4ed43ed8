"""Whoever begins to take another pod's calls in the middle of a shift gets what goes on there."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.alerts.shown import Due
from storage.outbox import OutboxRow
from storage.pods import Member, Pod
from storage.timers import Timer
from tests.bot.advice.scene import HOME, THERE
from tests.bot.alerts.by_hand.scene import MINOR, SECOND, Room, posts, shown


async def change(room: Room, table: Any, where: Any, **values: Any) -> None:
    async with room.database.write() as session:
        for row in await session.scalars(select(table).where(where)):
            for name, value in values.items():
                setattr(row, name, value)


async def after_a_minute(room: Room, channel: str) -> list[OutboxRow]:
    return posts(await room.pass_time(61), channel)


async def test_whoever_takes_the_calls_because_too_few_are_there_gets_the_card(
    room: Room,
) -> None:
    await room.alerts.start(room.now)
    await room.post(draft=MINOR)
    assert not await after_a_minute(room, THERE)
    busy = {"busy_until": room.now + timedelta(hours=1)}
    await change(room, Member, Member.pod_id == room.pods[HOME], **busy)
    (card,) = await after_a_minute(room, THERE)
    assert "Fire near Ramona" in shown(card)
    assert not await after_a_minute(room, THERE)


async def test_it_is_looked_seldom_until_something_goes_on(room: Room) -> None:
    await room.alerts.start(room.now)
    await room.pass_time(1)
    assert await _next_look(room) == timedelta(minutes=15)
    await room.post(draft=MINOR)
    await room.pass_time(1)
    assert await _next_look(room) <= timedelta(minutes=1)
    await room.pass_time(600)
    assert await _next_look(room) <= timedelta(minutes=1)


async def _next_look(room: Room) -> timedelta:
    looks = [each for each in await room.all(Timer) if each.kind == Due.COVERAGE]
    (due,) = [each.due_at for each in looks if each.done_at is None]
    return timedelta(seconds=round((due - room.now).total_seconds() / 60) * 60)


async def test_several_are_one_message(room: Room) -> None:
    await room.alerts.start(room.now)
    for headline in ("A store is closed", "A tower is down", "A price is wrong"):
        await room.post(draft=MINOR, headline=headline)
    busy = {"busy_until": room.now + timedelta(hours=1)}
    await change(room, Member, Member.pod_id == room.pods[SECOND], **busy)
    (digest,) = await after_a_minute(room, THERE)
    assert "Alerts going on now: 3" in shown(digest)


async def test_a_pod_that_gets_its_channel_later_gets_what_goes_on(room: Room) -> None:
    await room.alerts.start(room.now)
    await change(room, Pod, Pod.id == room.pods[SECOND], channel=None)
    alert = await room.post()
    assert SECOND not in await room.cards(alert)
    await change(room, Pod, Pod.id == room.pods[SECOND], channel=SECOND)
    assert len(await after_a_minute(room, SECOND)) == 1


async def test_whom_an_alert_is_not_for_gets_nothing(room: Room) -> None:
    await room.alerts.start(room.now)
    await room.post(draft=MINOR, only_pods=(str(room.pods[HOME]),))
    busy = {"busy_until": room.now + timedelta(hours=1)}
    await change(room, Member, Member.pod_id == room.pods[SECOND], **busy)
    assert not posts(await room.pass_time(180))
