"""Asks and alerts that meet at the same moment: nobody waits for somebody who waits for them."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.ask_timers import count_later, meet_asks
from bot.alerts.asks import telling_due
from bot.alerts.asks.linking import link_asks
from bot.errors import AlreadyHandled
from storage.alerts_asks import link
from storage.alerts_reading import find_alert
from storage.timers import Timer
from tests.bot.alerts.asks.scene import Meeting
from tests.engines import on_postgresql

SOON = 0.2  # seconds, for which another one has to wait


async def the_timer(room: Meeting, kind: str) -> Timer:
    timers = [each for each in await room.all(Timer) if each.kind == kind and not each.done_at]
    timer = min(timers, key=lambda each: each.due_at)
    assert isinstance(timer, Timer)
    return timer


@on_postgresql
async def test_a_card_is_counted_while_its_asks_are_told(room: Meeting) -> None:
    alert, ask = await room.post(), await room.asked()
    await room.tick()
    timer = await the_timer(room, "alert.count")
    room.step(300)
    async with room.database.write() as telling:
        assert await find_alert(telling, alert.id)
        counting = asyncio.create_task(room.alerts.count_due(timer.id, room.now))
        await asyncio.sleep(SOON)
        await count_later(telling, alert.id, ask.pod_id, room.now)
    with suppress(AlreadyHandled):  # it was moved
        await counting


@on_postgresql
async def test_asks_are_added_to_an_alert_while_it_looks_for_them(
    room: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = await room.post()
    await room.tick()
    ask = await room.asked()
    async with room.database.write() as session:
        await meet_asks(session, alert.id, room.now)
    timer = await the_timer(room, "alert.asks")
    looked = asyncio.Event()

    async def meanwhile(session: AsyncSession, *about: Any, **more: Any) -> None:
        looked.set()
        await asyncio.sleep(SOON)
        await link(session, *about, **more)

    monkeypatch.setattr(telling_due, "link", meanwhile)
    finding = asyncio.create_task(room.alerts.asks_due(timer.id, room.now))
    await looked.wait()
    async with room.database.write() as session:
        await link_asks(session, alert, [ask.id], room.now)
    await finding
    assert (await room.links())[ask.id].said_at is not None
