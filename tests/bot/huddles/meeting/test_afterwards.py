"""What comes of a huddle after its recap was said stands on it: made, moved, closed, saved."""

import asyncio
from datetime import timedelta

import pytest

from bot.huddles.meeting.action_items import Typed
from bot.huddles.meeting.facts import Kind, Line, Pressed
from storage.huddles import Huddle, HuddleState
from storage.huddles_action_items import ActionItem, lock_action_item
from storage.huddles_meeting import lock_huddle
from tests.bot.advice.scene import who
from tests.bot.huddles.meeting.scene import URL, Hall, labels, posts, repaints, shown

TO_DO = "• <@UTHEO>: Write up the steps (by Friday)"


async def test_what_is_to_be_done_stands_there_and_its_owner_is_told_directly(hall: Hall) -> None:
    huddle = await hall.one()
    seen = await hall.seen(huddle)
    await hall.ends(huddle)
    await hall.send()
    await hall.makes(seen)
    recap, told = await hall.send()
    assert (recap.part, TO_DO in shown(recap)) == ("recap", True)
    assert "nothing to note" not in shown(recap)
    assert labels(recap) == ["Done"]
    assert (told.channel, told.body["text"]) == (
        *("UTHEO", "📌 Write up the steps · by Friday · from Maya R."),
    )
    last = await hall.meeting.last_recap(hall.delivery(), who("UMAYA"))
    assert [(str(each.kind), each.text) for each in last.lines] == [
        ("action", "Write up the steps")
    ]


async def test_whoever_takes_something_on_themselves_is_not_told_of_it(hall: Hall) -> None:
    huddle = await hall.one()
    seen = await hall.seen(huddle)
    await hall.ends(huddle)
    await hall.send()
    await hall.makes(seen, owner="UMAYA")
    assert posts(await hall.send()) == []


async def test_between_the_halves_it_waits_for_the_recap_of_both(hall: Hall) -> None:
    first, second = await hall.plan(waves=2)
    await hall.opens(first)
    seen = await hall.seen(first)
    await hall.ends(first)
    await hall.send()
    await hall.makes(seen)
    assert await hall.send() == []
    await hall.changes(second, state=HuddleState.SKIPPED)
    assert await hall.looks_over(first)
    (recap,) = posts(await hall.send())
    assert shown(recap).count(TO_DO) == 1


async def test_of_two_that_are_made_of_both_halves_at_once_none_is_lost(hall: Hall) -> None:
    waves = await hall.plan(waves=2)
    for each in waves:
        await hall.opens(each)
    seen = [await hall.seen(each) for each in waves]
    for each in waves:
        await hall.ends(each)
    await asyncio.gather(*(hall.makes(each, f"Do {place}") for place, each in enumerate(seen)))
    recap = repaints([each for each in await hall.all_said() if each.part == "recap"])[-1]
    assert "Do 0" in shown(recap)
    assert "Do 1" in shown(recap)


async def test_one_that_is_made_while_another_is_being_saved_waits_for_it(hall: Hall) -> None:
    """Else it would write the recap anew without the other."""
    first, second = await hall.plan(waves=2)
    for each in (first, second):
        await hall.opens(each)
    seen = await hall.seen(first)
    for each in (first, second):
        await hall.ends(each)
    async with hall.database.write() as session:
        said = await lock_huddle(session, second.id)
        assert said is not None
        said.lines = [Line(Kind.DECISION, "Said meanwhile").stored()]
        await session.flush()
        other = asyncio.create_task(hall.makes(seen))
        await asyncio.sleep(0.2)
    await other
    said = await hall.huddle(second)
    assert [each["text"] for each in said.lines] == ["Said meanwhile", "Write up the steps"]


async def test_one_that_is_closed_while_another_is_being_saved_shows_both(hall: Hall) -> None:
    huddle = await hall.one()
    made = [await hall.makes(await hall.seen(huddle), f"Do {place}") for place in range(2)]
    await hall.ends(huddle)
    await hall.send()
    async with hall.database.write() as session:
        assert await lock_huddle(session, huddle.id)
        mine = await lock_action_item(session, made[0].id)
        assert mine is not None
        mine.closed_at = hall.now
        await session.flush()
        about = (hall.delivery(), who("UCARA"), made[1].id, Pressed())
        other = asyncio.create_task(hall.meeting.close_action(*about))
        await asyncio.sleep(0.2)
    await other
    (recap,) = repaints(await hall.send())
    assert shown(recap).count("✅") == 2


async def test_one_that_is_made_as_the_last_half_ends_is_told_once(hall: Hall) -> None:
    for number in range(4):
        waves = await hall.plan(waves=2, slot=f"once-{number}")
        for each in waves:
            await hall.opens(each)
        seen = await hall.seen(waves[0])
        await hall.ends(waves[0])
        await asyncio.gather(hall.makes(seen, f"Do {number}"), hall.ends(waves[1]))
        last = [each for each in await hall.all_said() if each.part == "recap"][-1]
        assert shown(last).count(f"Do {number}") == 1


async def test_the_form_that_is_sent_again_makes_no_second_one(hall: Hall) -> None:
    huddle = await hall.one()
    seen = await hall.seen(huddle)
    first = await hall.makes(seen)
    again = await hall.makes(seen)
    assert again.id == first.id
    assert len(await hall.all(ActionItem)) == 1
    await hall.makes(seen, due="2026-11-23")
    await hall.makes(seen, user="UCARA")
    assert len(await hall.all(ActionItem)) == 3


@pytest.mark.parametrize("user", ["UTHEO", "UCARA"])
async def test_closed_anywhere_it_is_ticked_on_the_recap(hall: Hall, user: str) -> None:
    action = await _made(hall)
    await hall.meeting.close_action(hall.delivery(), who(user), action.id, Pressed())
    (recap,) = repaints(await hall.send())
    assert "• ✅ Write up the steps (Theo B.)" in shown(recap)
    assert labels(recap) == []
    assert "response_url" not in recap.body


async def test_of_two_that_are_closed_at_once_both_are_ticked(hall: Hall) -> None:
    huddle = await hall.one()
    made = [await hall.makes(await hall.seen(huddle), f"Do {place}") for place in range(2)]
    await hall.ends(huddle)
    await hall.send()
    pressed = await hall.place("recap")
    await asyncio.gather(
        *(
            hall.meeting.close_action(hall.delivery(), who("UCARA"), each.id, pressed)
            for each in made
        )
    )
    (recap,) = repaints(await hall.send())
    assert shown(recap).count("✅") == 2
    assert recap.body["response_url"] == URL


async def test_handed_on_it_calls_whoever_has_it_now(hall: Hall) -> None:
    action = await _made(hall)
    about = (action.id, Typed("Write up the steps", "UNINA", "2026-11-20"), Pressed())
    await hall.meeting.change_action(hall.delivery(), who("UTHEO"), *about)
    recap, told = await hall.send()
    assert "• <@UNINA>: Write up the steps (by Friday)" in shown(recap)
    assert told.channel == "UNINA"


async def test_an_owner_who_went_to_another_pod_closes_it_on_the_recap_of_the_first(
    hall: Hall,
) -> None:
    huddle = await hall.one()
    action = await hall.makes(await hall.seen(huddle))
    other = await hall.makes(await hall.seen(huddle), "Call the store", owner="UDAN")
    await hall.ends(huddle)
    await hall.send()
    await hall.member("UTHEO", pod_id=hall.there)
    await hall.meeting.close_action(hall.delivery(), who("UTHEO"), action.id, Pressed())
    (recap,) = repaints(await hall.send())
    assert "• ✅ Write up the steps (Theo B.)" in shown(recap)
    assert f"• <@{other.owner}>: Call the store" in shown(recap)


async def test_a_recap_that_nobody_reads_any_more_costs_no_edit(hall: Hall) -> None:
    action = await _made(hall)
    hall.now += timedelta(days=31)
    await hall.meeting.close_action(hall.delivery(), who("UTHEO"), action.id, Pressed())
    assert await hall.send() == []


async def test_a_recap_whose_words_are_forgotten_stays_so(hall: Hall) -> None:
    huddle = await hall.one()
    seen = await hall.seen(huddle)
    await hall.ends(huddle)
    await hall.changes(huddle, lines=[])
    await hall.send()
    await hall.makes(seen)
    assert await hall.send() == []


async def _made(hall: Hall) -> ActionItem:
    """Of a huddle that is over."""
    huddle: Huddle = await hall.one()
    action = await hall.makes(await hall.seen(huddle))
    await hall.ends(huddle)
    await hall.send()
    return action
