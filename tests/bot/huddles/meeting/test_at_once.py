"""At the very same moment: two who press next, a note and a step, two waves that end, two who
close."""

import asyncio

from bot.huddles.meeting.ending import end_huddle
from bot.huddles.meeting.errors import AlreadyOpen, HuddleIsOver, MovedOn
from bot.huddles.meeting.facts import Closed, Pressed
from storage.huddles import Huddle, HuddleState
from storage.huddles_action_items import ActionItem
from storage.huddles_meeting import lock_huddle
from storage.outbox import OutboxRow
from storage.pods import get_pod
from tests.bot.advice.scene import who
from tests.bot.huddles.meeting.scene import TEXTS, Hall, posts


async def test_two_coaches_who_press_next_move_one_item(hall: Hall) -> None:
    huddle = await hall.one()
    seen = await hall.seen(huddle)
    both = await asyncio.gather(
        *(hall.next(seen, user) for user in ("UCARA", "UCOLE")), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in both) == ["MovedOn", "NoneType"]
    (refused,) = (each for each in both if isinstance(each, MovedOn))
    assert "moved on just now" in refused.sentence
    assert await hall.talked_about(huddle) == TEXTS[1]
    assert len(await hall.steps()) == 1


async def test_the_same_press_twice_is_one(hall: Hall) -> None:
    huddle = await hall.one()
    seen = await hall.seen(huddle)
    both = await asyncio.gather(hall.next(seen), hall.parks(seen), return_exceptions=True)
    assert sum(each is None for each in both) == 1
    assert len(await hall.steps()) == 1


async def test_an_end_and_a_step_leave_one_of_both(hall: Hall) -> None:
    huddle = await hall.one()
    seen = await hall.seen(huddle)
    ending = hall.meeting.end_by_press(hall.delivery(), who("UCOLE"), seen, Pressed())
    _, stepped = await asyncio.gather(ending, hall.next(seen), return_exceptions=True)
    assert (await hall.huddle(huddle)).state is HuddleState.OVER
    assert stepped is None or isinstance(stepped, HuddleIsOver)
    assert len([row for row in await hall.all(OutboxRow) if row.part == "recap"]) == 1


async def test_two_who_open_it_open_one(hall: Hall) -> None:
    await hall.plan()
    both = await asyncio.gather(
        *(hall.meeting.start(hall.delivery(), who(user)) for user in ("UCARA", "UANA")),
        return_exceptions=True,
    )
    assert [type(each) for each in both if each is not None] == [AlreadyOpen]
    assert len(posts(await hall.all(OutboxRow))) == 1


async def test_of_two_waves_that_end_at_once_one_says_what_came_of_both(hall: Hall) -> None:
    for _ in range(4):
        waves = await hall.plan(waves=2, slot=f"once-{_}")
        for each in waves:
            await hall.opens(each)
        said = await asyncio.gather(*map(hall.ends, waves))
        assert sorted(said) == [False, True]
    assert sum(bool(each.lines) for each in await hall.all(Huddle)) == 4


async def test_a_wave_that_ends_before_the_other_is_saved_waits_for_it(hall: Hall) -> None:
    """Else each would take the other for one that goes on, and nobody would say what came."""
    first, second = await hall.plan(waves=2)
    for each in (first, second):
        await hall.opens(each)
    async with hall.database.write() as session:
        pod, mine = await get_pod(session, hall.pod), await lock_huddle(session, first.id)
        assert mine is not None
        said = await end_huddle(session, hall.tools, pod, mine, hall.now, None)
        other = asyncio.create_task(hall.ends(second))
        await asyncio.sleep(0.2)
    assert (said, await other) == (False, True)


async def test_of_two_who_close_an_action_item_one_did(hall: Hall) -> None:
    huddle = await hall.one()
    action = await hall.makes(await hall.seen(huddle))
    both: list[Closed] = await asyncio.gather(
        *(
            hall.meeting.close_action(hall.delivery(), who(user), action.id, Pressed())
            for user in ("UTHEO", "UCARA")
        )
    )
    assert sorted(each.was_closed for each in both) == [False, True]


async def test_a_reminder_that_is_due_while_it_is_closed_stops_neither(hall: Hall) -> None:
    huddle = await hall.one()
    for _ in range(4):
        action = await hall.makes(await hall.seen(huddle), due="2026-11-17", user="UCARA")
        waits = (await hall.due())["huddles.remind"]
        before, hall.now = hall.now, waits
        closing = hall.meeting.close_action(hall.delivery(), who("UTHEO"), action.id, Pressed())
        await asyncio.gather(hall.tick(), closing)
        (kept,) = [each for each in await hall.all(ActionItem) if each.id == action.id]
        assert kept.closed_at == waits
        assert "huddles.remind" not in await hall.due()
        hall.now = before
