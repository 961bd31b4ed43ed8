"""A question that gets other words is compared anew with what goes on."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.alerts.asks.linking import this_is_it
from bot.alerts.matters.facts import Senses
from bot.alerts.matters.memory import Memory
from bot.alerts.matters.service import MattersService
from bot.alerts.sensor import NOTHING, Known, Sensor
from bot.pods.service import get_home
from storage.advice import Ask, AskState
from storage.topics import Topic
from tests.bot.advice.scene import TEAM, THERE, who
from tests.bot.alerts.asks.scene import BILL, RAMONA, Meeting
from tests.bot.alerts.asks.test_covering import ABOUT_IT, cover


async def reword(room: Meeting, ask: Ask, question: str, **more: Any) -> None:
    """As advice does, in its own transaction; and what follows after the commit."""
    senses = Senses(room.tools, TEAM, Memory(None))
    sensor, matters = Sensor(senses), MattersService(senses)
    async with room.database.write() as session:
        mine = await session.get_one(Ask, ask.id)
        mine.question = question
        for name, value in more.items():
            setattr(mine, name, value)
        await sensor.changed(session, mine, room.now)
    alerts = room.alerts.acts()
    room.acts = lambda: {**alerts, **matters.acts()}  # type: ignore[method-assign]
    await room.pass_time(1)


async def _for_ever(*asked: object) -> Known:
    await asyncio.sleep(3600)
    return NOTHING


async def test_words_that_are_about_it_now_get_the_facts_once(room: Meeting) -> None:
    alert = await room.post()
    await room.pass_time(10)
    ask, card = await room.asks("Customer has a problem")
    assert card is None
    await reword(room, ask, RAMONA)
    (heard,) = room.heard(ask)
    assert "Fire near Ramona" in heard
    assert not room.told[-1][2]  # somebody who asked is mentioned
    kept = (await room.links())[ask.id]
    assert (kept.alert_id, kept.said_at) == (alert.id, None)
    await reword(room, ask, BILL)
    await reword(room, ask, f"{RAMONA} since 8")
    assert len(room.heard(ask)) == 1


async def test_who_could_not_be_told_in_time_reads_the_facts_in_the_thread(
    room: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    await room.post()
    await room.pass_time(10)
    sensor, asker = Sensor(Senses(room.tools, TEAM, Memory(None))), who("UMAYA")
    monkeypatch.setattr("bot.alerts.sensor.PATIENCE_SECONDS", 0.01)
    monkeypatch.setattr(sensor, "_look", _for_ever)
    known = await sensor.look(asker, None, RAMONA, Topic.NETWORK, room.now)
    ask = await room.asked()
    async with room.database.write() as session:
        home = await get_home(session, asker)
        mine = await session.get_one(Ask, ask.id)
        assert await sensor.keep(session, home, mine, known, room.now) is None
    assert room.heard(ask) == []

    await room.pass_time(1)

    (heard,) = room.heard(ask)
    assert "Fire near Ramona" in heard


async def test_what_its_asker_refused_stays_refused(room: Meeting) -> None:
    alert = await room.post()
    ask, _ = await room.asks()
    await room.refuses(ask, alert)
    heard = len(room.heard(ask))
    await reword(room, ask, f"{RAMONA} since 8")
    assert len(room.heard(ask)) == heard
    assert (await room.links())[ask.id].refused_at is not None


async def test_what_its_asker_confirmed_stays_confirmed(room: Meeting) -> None:
    alert = await room.post()
    ask, _ = await room.asks()
    await this_is_it(room.tools, room.delivery(), who("UMAYA"), alert.id, ask.id)
    await reword(room, ask, BILL)
    kept = (await room.links())[ask.id]
    assert (kept.said_at is not None, kept.refused_at) == (True, None)


async def test_after_one_was_refused_the_words_may_be_about_another(room: Meeting) -> None:
    fire = await room.post()
    ask, _ = await room.asks()
    await room.refuses(ask, fire)
    await room.post(headline="Power is out in Ramona", what="No power at home", areas_words="")
    await room.pass_time(10)
    heard = len(room.heard(ask))
    await reword(room, ask, "No power at home in Ramona, outage?")
    assert len(room.heard(ask)) <= heard + 1
    assert "Power is out in Ramona" in room.heard(ask)[-1]


async def test_who_covers_is_compared_with_what_they_cover(room: Meeting) -> None:
    await room.post()
    await cover(room)
    await room.pass_time(10)
    ask, _ = await room.asks("Customer has a problem", "UOMAR", THERE)
    await reword(room, ask, ABOUT_IT)
    assert len(room.heard(ask)) == 1


async def test_what_is_called_off_or_long_ago_is_compared_with_nothing(room: Meeting) -> None:
    await room.post()
    await room.pass_time(10)
    off, _ = await room.asks("Customer has a problem")
    await reword(room, off, RAMONA, state=AskState.WITHDRAWN)
    old, _ = await room.asks("Customer has a problem", "USAM")
    await reword(room, old, RAMONA, asked_at=room.now - timedelta(hours=5))
    assert room.heard(off) == room.heard(old) == []
