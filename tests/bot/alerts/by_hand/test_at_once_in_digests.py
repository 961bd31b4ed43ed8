"""Two alerts that stand in one message change at the very same moment."""

import asyncio

from bot.alerts.shown import Pressed
from storage.alerts import Alert
from tests.bot.advice.scene import who
from tests.bot.alerts.by_hand.scene import MINOR, SECOND, Room, repaints, shown

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FROM_ELEVEN = {day: [["11:00", "20:00"]] for day in DAYS}


async def two_in_one_message(room: Room) -> tuple[Alert, Alert]:
    await room.people(hours=FROM_ELEVEN)
    one = await room.post(draft=MINOR, headline="Cell down")
    other = await room.post(draft=MINOR, headline="Store closed")
    await room.pass_time(3600)
    assert len({(await room.cards(each))[SECOND].digest for each in (one, other)}) == 1
    return one, other


async def last_shown(room: Room, after: float = 0) -> str:
    sent = repaints(await room.pass_time(after))
    return shown([row for row in sent if row.channel == SECOND][-1])


async def test_the_message_shows_what_both_became(empty: Room) -> None:
    one, other = await two_in_one_message(empty)
    for time in range(5):
        one, other = await empty.alert(one.id), await empty.alert(other.id)
        await asyncio.gather(
            empty.edit(one, headline=f"Cell back {time}"),
            empty.edit(other, headline=f"Store open {time}"),
        )
        text = await last_shown(empty)
        assert f"Cell back {time}" in text
        assert f"Store open {time}" in text


async def test_a_press_on_one_never_brings_the_other_s_old_words_back(empty: Room) -> None:
    one, other = await two_in_one_message(empty)
    for time, user in enumerate(("ULUIS", "UEVE", "UNICK")):
        other = await empty.alert(other.id)
        await asyncio.gather(
            empty.alerts.got_it(empty.delivery(), who(user), one.id, Pressed(None, None, None)),
            empty.edit(other, headline=f"Store open {time}"),
        )
        assert f"Store open {time}" in await last_shown(empty, 300)
