"""Where nobody knows until when, nothing that is read out says a time."""

from datetime import timedelta

import pytest

from bot.alerts.errors import NoTimeYet, WordsSayATime
from storage.alerts import Alert, AlertSaying, Basis
from tests.bot.advice.scene import who
from tests.bot.alerts.by_hand.scene import Room


async def ends_at_eleven(room: Room, words: str) -> Alert:
    end = room.now + timedelta(hours=1)
    return await room.post(expected_end=end, basis=Basis.STATED, say_en=words)


async def test_nobody_adds_words_that_say_one(room: Room) -> None:
    alert = await room.post()
    with pytest.raises(NoTimeYet, match="nobody knows yet until when"):
        await room.alerts.add_saying(room.delivery(), who("UMAYA"), alert.id, "Back by 6 PM.")
    assert len(await room.all(AlertSaying)) == 1


async def test_where_there_is_a_time_words_may_say_it(room: Room) -> None:
    alert = await ends_at_eleven(room, "A fire affects service.")
    await room.alerts.add_saying(room.delivery(), who("UMAYA"), alert.id, "Back by 11 AM.")
    assert len(await room.all(AlertSaying)) == 2


async def test_it_does_not_go_on_without_one_while_the_card_says_one(room: Room) -> None:
    alert = await ends_at_eleven(room, "Back by 11 AM.")
    await room.pass_time(3600)
    with pytest.raises(WordsSayATime):
        await room.alerts.still_on(room.delivery(), who("URUTH"), alert.id)
    assert (await room.alert(alert.id)).basis is Basis.STATED
