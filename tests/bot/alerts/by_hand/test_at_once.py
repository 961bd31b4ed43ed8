"""At the very same moment: two edits, many presses, an edit and a press, one draft posted twice."""

import asyncio
from datetime import timedelta

from bot.alerts.draft import Draft
from bot.alerts.errors import DraftGone
from bot.alerts.shown import Posted, Pressed, Suggested
from bot.alerts.words import Choice
from storage.alerts import Alert, AlertDraft, AlertReceipt, Basis
from tests.bot.advice.scene import HOME, who
from tests.bot.alerts.by_hand.scene import FIRE, Room, repaints, shown

URL = "https://hooks.test/press"
HERE = ("URUTH", "UANA", "USAM", "UMAYA")


async def test_two_edits_of_different_fields_both_stand(room: Room) -> None:
    seen = await room.post()
    await asyncio.gather(
        room.edit(seen, "ULUIS", cause="A digger"), room.edit(seen, "URUTH", who="Two crews")
    )
    now = await room.alert(seen.id)
    assert (now.cause, now.who, now.version) == ("A digger", "Two crews", 3)
    last = [row for row in await room.send() if row.channel == HOME][-1]
    assert "A digger. Two crews." in shown(last)


async def test_everybody_who_presses_is_counted_and_the_last_count_is_shown(room: Room) -> None:
    alert = await room.post()
    pressed = Pressed(HOME, (await room.cards(alert))[HOME].ts, URL)
    await asyncio.gather(
        *(room.alerts.got_it(room.delivery(), who(user), alert.id, pressed) for user in HERE)
    )
    assert len(await room.all(AlertReceipt)) == 4
    (row,) = await room.pass_time(300)
    assert "4 of 4 have it" in shown(row)


async def test_a_press_beside_an_edit_never_brings_the_old_words_back(room: Room) -> None:
    alert = await room.post()
    pressed = Pressed(HOME, (await room.cards(alert))[HOME].ts, URL)
    await asyncio.gather(
        room.edit(alert, source="Ops"),
        room.alerts.got_it(room.delivery(), who("UMAYA"), alert.id, pressed),
    )
    sent = [row for row in repaints(await room.pass_time(600)) if row.channel == HOME]
    assert "source: Ops · 1 of 4 have it" in shown(sent[-1])


async def test_one_draft_that_two_look_over_goes_out_once(room: Room) -> None:
    made = await room.alerts.post(room.delivery(), who("UMAYA"), room.market, FIRE)
    assert isinstance(made, Suggested)
    (kept,) = await room.all(AlertDraft)
    draft = Draft.read(kept.fields)
    both = await asyncio.gather(
        *(
            room.alerts.post(room.delivery(), who(user), room.market, draft, kept.id)
            for user in ("URUTH", "ULUIS")
        ),
        return_exceptions=True,
    )
    assert [type(each) for each in sorted(both, key=str)] in (
        [Posted, DraftGone],
        [DraftGone, Posted],
    )
    assert len(await room.all(Alert)) == 1


async def test_an_end_that_passes_while_it_is_moved_stops_neither(room: Room) -> None:
    hour = timedelta(hours=1)
    alert = await room.post(expected_end=room.now + hour, basis=Basis.ESTIMATED)
    for _ in range(4):
        alert = await room.alert(alert.id)
        room.now += hour
        later = room.now + hour
        await asyncio.gather(
            room.tick(),
            room.edit(alert, choice=Choice.EXTEND, expected_end=later, basis=Basis.STATED),
        )
        assert (await room.alert(alert.id)).expected_end == later
