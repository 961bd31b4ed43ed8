"""A card that something stronger covers says so, once, and says it no more when that is over."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts import changes
from bot.alerts.words import Choice
from storage.alerts import Alert, AlertState
from tests.bot.advice.scene import HOME
from tests.bot.alerts.by_hand.scene import posts, repaints, replies, shown
from tests.bot.alerts.following.scene import Following, warning, weather
from tests.bot.alerts.following.source import FakeFeed

TORNADO: dict[str, Any] = {"event": "Tornado Warning", "code": "TO.W", "severity": "Extreme"}
SOON = timedelta(seconds=30)
COVERED = "a stronger alert covers it"


async def test_a_card_that_becomes_muted_is_repainted_once_and_told_to_nobody(
    room: Following, feed: FakeFeed
) -> None:
    wind = warning(room.now, 1)
    feed.says(weather(wind))
    await room.begin()
    feed.says(weather(wind, warning(room.now + SOON, 2, **TORNADO)))
    sent = await room.minutes(1)
    assert len(repaints(sent)) == 2  # one in each pod
    assert COVERED in shown(repaints(sent)[0])
    assert len(posts(sent, HOME)) == 1  # the tornado's card
    assert not replies(sent)
    assert not await room.minutes(2)

    feed.says(weather(wind, warning(room.now + SOON, 2, action="CAN", **TORNADO)))
    sent = await room.minutes(1)
    back = [row for row in repaints(sent) if "High wind warning" in shown(row)]
    assert len(back) == 2
    assert COVERED not in shown(back[0])
    assert len(replies(sent)) == 2  # the tornado warning is over
    assert not await room.minutes(2)


@pytest.mark.parametrize("is_covered", [True, False])
async def test_whoever_asked_hears_of_no_end_that_something_stronger_covers(
    room: Following, feed: FakeFeed, monkeypatch: pytest.MonkeyPatch, is_covered: bool
) -> None:
    told = []

    async def tell(session: AsyncSession, alert_id: UUID, now: datetime) -> None:
        told.append(alert_id)

    monkeypatch.setattr(changes, "tell_it_is_over", tell)
    feed.says(weather(warning(room.now, 1)))
    await room.begin()
    (wind,) = await room.live()
    stronger = [warning(room.now + SOON, 2, **TORNADO)] * is_covered
    feed.says(weather(warning(room.now + SOON, 1, action="CAN"), *stronger))
    await room.minutes(1)
    assert (await room.alert(wind.id)).state is AlertState.ENDED
    assert told == [wind.id] * (not is_covered)


async def test_an_end_that_somebody_moves_asks_nobody_while_its_feed_is_read(
    room: Following, feed: FakeFeed
) -> None:
    feed.says(weather(warning(room.now, 1)))
    await room.begin()
    (alert,) = await room.live()
    later = room.now + timedelta(hours=2)
    mine: dict[str, Any] = {"expected_end": later, "basis": "estimated"}
    await room.edit(alert, choice=Choice.EXTEND, **mine)
    assert (await room.alert(alert.id)).expected_end == later
    assert set(await room.waits_for(alert)) == {"alert.new_day"}
    assert len(await room.all(Alert)) == 1
