"""Back to the item before; and what somebody adds while a huddle goes on, talked about in it."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from bot.huddles.facts import Due
from bot.huddles.meeting.errors import (
    Elsewhere,
    MovedOn,
    NothingBefore,
    NotToBeTakenUp,
    OnlyWhoSteers,
    OtherPods,
    TalkedAboutHere,
)
from bot.huddles.meeting.facts import Seen
from storage.huddles import Agenda, AgendaItem, Huddle, HuddleState, ItemSource, ItemState, Outcome
from storage.huddles_action_items import ActionItem
from storage.huddles_agenda import KEPT, AgendaChange, Did
from storage.ids import new_id
from tests.bot.advice.scene import TEAM, who
from tests.bot.huddles.meeting.scene import TEXTS, TODAY, URL, Hall, labels, repaints, shown

URGENT = "The store in El Cajon is closed"


async def test_a_wrong_next_is_taken_back_as_if_nothing_had_come_of_it(hall: Hall) -> None:
    huddle = await hall.one()
    hall.step(60)
    await hall.parks(await hall.seen(huddle))
    (row,) = await hall.send()
    assert f"Back to “{TEXTS[0]}”" in labels(row)
    await _goes_back(hall, huddle)
    assert await hall.talked_about(huddle) == TEXTS[0]
    assert await hall.steps() == []
    (row,) = await hall.send()
    assert row.body["response_url"] == URL
    assert "1 of 3 · 2 min · until 10:32 AM" in shown(row)
    assert not [each for each in labels(row) if each.startswith("Back")]
    await hall.next(await hall.seen(huddle))
    assert await hall.talked_about(huddle) == TEXTS[1]


async def test_back_and_back_again_walks_through_all_of_them_anew(hall: Hall) -> None:
    huddle = await hall.one()
    for _ in TEXTS:
        hall.step(1)
        await hall.next(await hall.seen(huddle))
    walked = []
    for _ in TEXTS:
        await _goes_back(hall, huddle)
        walked.append(await hall.talked_about(huddle))
    assert walked == list(reversed(TEXTS))
    with pytest.raises(NothingBefore, match="the first item"):
        await _goes_back(hall, huddle)
    await hall.next(await hall.seen(huddle))
    assert await hall.talked_about(huddle) == TEXTS[1]


async def test_what_was_noted_stays_when_somebody_goes_back(hall: Hall) -> None:
    huddle = await hall.one()
    await hall.notes(await hall.seen(huddle), "We ask first")
    await _goes_back(hall, huddle)
    (row,) = await hall.send()
    assert "Decided: We ask first" in shown(row)
    await hall.next(await hall.seen(huddle))
    (step,) = await hall.steps()
    assert (step.note, step.outcome) == ("We ask first", Outcome.DONE)
    assert await hall.talked_about(huddle) == TEXTS[1]


async def test_an_action_item_that_was_closed_by_a_slip_is_to_be_done_again(hall: Hall) -> None:
    action = await _to_do(hall)
    huddle = await hall.one(slot="once-2")
    await _is_about(hall, huddle, action)
    seen = await hall.seen(huddle)
    await hall.meeting.close_item(hall.delivery(), who("UCARA"), seen, await hall.on_card(seen))
    assert Due.REMIND not in await hall.due()
    await _goes_back(hall, huddle)
    (again,) = await hall.all(ActionItem)
    assert (again.closed_at, again.closed_by) == (None, None)
    assert Due.REMIND in await hall.due()


async def test_only_who_moves_it_on_goes_back_and_of_two_one_does(hall: Hall) -> None:
    huddle = await hall.one()
    for _ in range(2):
        hall.step(1)
        await hall.next(await hall.seen(huddle))
    with pytest.raises(OnlyWhoSteers):
        await _goes_back(hall, huddle, "UMAYA")
    seen = await hall.seen(huddle)
    both = await asyncio.gather(
        *(_goes_back(hall, huddle, user, seen) for user in ("UCARA", "UCOLE")),
        return_exceptions=True,
    )
    assert sum(each is None for each in both) == 1
    assert await hall.talked_about(huddle) == TEXTS[1]


async def test_a_press_that_is_older_than_a_way_back_to_the_first_changes_nothing(
    hall: Hall,
) -> None:
    huddle = await hall.one()
    await hall.next(await hall.seen(huddle))
    old = await hall.seen(huddle)
    await _goes_back(hall, huddle)
    with pytest.raises(Elsewhere, match="at another item by now"):
        await hall.next(old)
    assert await hall.talked_about(huddle) == TEXTS[0]


async def test_what_is_added_meanwhile_is_taken_up_with_one_press(hall: Hall) -> None:
    huddle = await hall.one()
    item = await _adds(hall)
    hall.step(1)
    await hall.next(await hall.seen(huddle))
    (row,) = await hall.send()
    assert f"Added meanwhile: {URGENT} · from Nick T." in shown(row)
    hall.step(29)
    await _takes_up(hall, huddle, item)
    assert await hall.talked_about(huddle) == URGENT
    (row,) = await hall.send()
    assert row.body["response_url"] == URL
    assert "Added meanwhile" not in shown(row)
    assert "2 of 4 · 2 min · until 10:32 AM" in shown(row)
    assert f"Next: {TEXTS[1]} (2 min)" in shown(row)
    hall.step(30)
    await hall.next(await hall.seen(huddle))
    assert await hall.talked_about(huddle) == TEXTS[1]
    (change,) = await hall.all(AgendaChange)
    assert (change.did, change.by, change.agenda_id) == (Did.PUT_ON, "UCARA", huddle.agenda_id)


async def test_what_is_kept_for_no_known_meeting_is_taken_up_too(hall: Hall) -> None:
    huddle = await hall.one("Only this")
    item = await _adds(hall, slot=KEPT)
    await hall.next(await hall.seen(huddle))
    await _takes_up(hall, huddle, item)
    assert await hall.talked_about(huddle) == URGENT
    await hall.next(await hall.seen(huddle))
    assert await hall.talked_about(huddle) == ""


async def test_once_all_was_talked_about_what_waits_can_be_taken_up(hall: Hall) -> None:
    huddle = await hall.one("Only this")
    waits = await _adds(hall, agenda=huddle.agenda_id, state=ItemState.WAITING)
    assert "Waits" not in shown((await hall.all_said())[-1])
    await hall.next(await hall.seen(huddle))
    (row,) = await hall.send()
    assert f"Waits: {URGENT} · from Nick T." in shown(row)
    await _takes_up(hall, huddle, waits)
    assert await hall.talked_about(huddle) == URGENT


async def test_both_halves_hear_of_what_one_took_up(hall: Hall) -> None:
    first, second = await hall.plan(waves=2)
    await hall.opens(first)
    await _takes_up(hall, first, await _adds(hall))
    await hall.ends(first)
    await hall.opens(second)
    assert await hall.talked_about(second) == URGENT


async def test_what_is_added_between_the_halves_is_offered_to_the_second(hall: Hall) -> None:
    first, second = await hall.plan(waves=2)
    await hall.opens(first)
    await hall.ends(first)
    hall.step(60)
    item = await _adds(hall)
    hall.step(60)
    await hall.opens(second)
    await hall.next(await hall.seen(second))
    assert f"Added meanwhile: {URGENT}" in shown((await hall.all_said())[-1])
    await _takes_up(hall, second, item)
    assert await hall.talked_about(second) == URGENT


async def test_a_card_shows_a_moment_later_what_is_added(hall: Hall) -> None:
    huddle = await hall.one()
    await _adds(hall)
    await hall.waits_for(Due.FOLLOW, huddle)
    hall.step(5)
    await hall.tick()
    (row,) = repaints(await hall.send())
    assert f"Added meanwhile: {URGENT}" in shown(row)
    assert "Talk about it now" in labels(row)


async def test_a_step_shows_it_at_once_and_nothing_is_painted_twice(hall: Hall) -> None:
    huddle = await hall.one()
    await _adds(hall)
    await hall.waits_for(Due.FOLLOW, huddle)
    await hall.next(await hall.seen(huddle))
    assert len(repaints(await hall.send())) == 1
    hall.step(5)
    await hall.tick()
    assert await hall.send() == []


async def test_what_comes_after_the_end_paints_nothing(hall: Hall) -> None:
    huddle = await hall.one()
    await hall.ends(huddle)
    await hall.waits_for(Due.FOLLOW, huddle)
    await hall.send()
    hall.step(5)
    await hall.tick()
    assert await hall.send() == []


async def test_of_two_coaches_who_take_it_up_at_once_one_does_and_nothing_doubles(
    hall: Hall,
) -> None:
    huddle = await hall.one()
    item = await _adds(hall)
    seen = await hall.seen(huddle)
    both = await asyncio.gather(
        *(_takes_up(hall, huddle, item, user, seen) for user in ("UCARA", "UCOLE"))
    )
    assert both == [None, None]
    assert (await hall.huddle(huddle)).version == seen.version + 1
    assert len([each for each in await hall.all(AgendaItem) if each.text == URGENT]) == 1


async def test_whoever_presses_next_meanwhile_is_told_who_took_something_up(hall: Hall) -> None:
    huddle = await hall.one()
    old = await hall.seen(huddle)
    await _takes_up(hall, huddle, await _adds(hall), "UCOLE")
    hall.step(3)
    with pytest.raises(MovedOn, match=r"^Cole M\. moved on 3 seconds ago\."):
        await hall.next(old)
    assert await hall.talked_about(huddle) == URGENT


async def test_what_was_taken_off_or_talked_about_is_not_taken_up(hall: Hall) -> None:
    huddle = await hall.one()
    dropped = await _adds(hall, state=ItemState.DROPPED)
    with pytest.raises(NotToBeTakenUp, match="not waiting any more"):
        await _takes_up(hall, huddle, dropped)
    item = await _adds(hall, slot="wed")
    old = await hall.seen(huddle)
    await _takes_up(hall, huddle, item)
    await hall.next(await hall.seen(huddle))
    with pytest.raises(TalkedAboutHere):
        await _takes_up(hall, huddle, item, seen=old)
    assert await hall.talked_about(huddle) == TEXTS[0]


async def test_what_another_huddle_has_by_now_is_left_to_it(hall: Hall) -> None:
    huddle = await hall.one()
    (other,) = await hall.plan(("Theirs",), slot="once-1")
    await hall.changes(other, state=HuddleState.OPEN)
    (theirs,) = (each for each in await hall.all(AgendaItem) if each.text == "Theirs")
    with pytest.raises(NotToBeTakenUp):
        await _takes_up(hall, huddle, theirs)


async def test_a_rep_and_somebody_of_another_pod_take_nothing_up(hall: Hall) -> None:
    huddle = await hall.one()
    item = await _adds(hall)
    with pytest.raises(OnlyWhoSteers):
        await _takes_up(hall, huddle, item, "UMAYA")
    with pytest.raises(OtherPods):
        await _takes_up(hall, huddle, item, "UOMAR")


async def test_an_action_item_that_was_done_since_it_stood_there_is_passed_over(hall: Hall) -> None:
    action = await _to_do(hall)
    (huddle,) = await hall.plan(slot="once-2")
    await _is_about(hall, huddle, action, place=1)
    about = (hall.delivery(), who("UTHEO"), action.id, await hall.on_card(Seen(huddle.id, 1)))
    await hall.meeting.close_action(*about)
    await hall.opens(huddle)
    card = (await hall.all_said())[-1]
    assert f"Next: {TEXTS[2]} (2 min)" in shown(card)
    await hall.next(await hall.seen(huddle))
    assert await hall.talked_about(huddle) == TEXTS[2]
    await hall.ends(huddle)
    text = shown([each for each in await hall.all_said() if each.part == "recap"][-1])
    assert f"*Done since the last time*\n• {TEXTS[1]}" in text
    assert text.split("*Comes back next time*\n")[1] == f"• {TEXTS[2]}"


async def _goes_back(
    hall: Hall, huddle: Huddle, user: str = "UCARA", seen: Seen | None = None
) -> None:
    seen = seen or await hall.seen(huddle)
    await hall.meeting.back(hall.delivery(), who(user), seen, await hall.on_card(seen))


async def _takes_up(
    hall: Hall, huddle: Huddle, item: AgendaItem, user: str = "UCARA", seen: Seen | None = None
) -> None:
    seen = (seen or await hall.seen(huddle))._replace(item=item.id)
    await hall.meeting.take_up(hall.delivery(), who(user), seen, await hall.on_card(seen))


async def _adds(
    hall: Hall, slot: str = "fri", agenda: UUID | None = None, state: ItemState = ItemState.ON
) -> AgendaItem:
    """To the next agenda, of which no huddle is known yet; or to that one."""
    row = Agenda(team_id=TEAM, pod_id=hall.pod, slot=slot, local_date=TODAY + timedelta(days=4))
    item = AgendaItem(
        agenda_id=agenda or row.id,
        pod_id=hall.pod,
        key=f"member:{new_id()}",
        source=ItemSource.MEMBER,
        state=state,
        position=9,
        text=URGENT,
        by="UNICK",
        by_name="Nick Tran",
        added_at=hall.now,
    )
    for each in ([row] if agenda is None else []), [item]:
        async with hall.database.write() as session:
            session.add_all(each)
    return item


async def _to_do(hall: Hall) -> ActionItem:
    action = ActionItem(
        team_id=TEAM,
        pod_id=hall.pod,
        text="Write up the steps",
        owner="UTHEO",
        owner_name="Theo B.",
        due_on=TODAY + timedelta(days=4),
        made_by="UCARA",
        made_at=hall.now,
    )
    async with hall.database.write() as session:
        session.add(action)
    return action


async def _is_about(hall: Hall, huddle: Huddle, action: ActionItem, place: int = 0) -> None:
    """That item of its agenda is about this action item."""
    mine = [each for each in await hall.all(AgendaItem) if each.agenda_id == huddle.agenda_id]
    item_id = sorted(mine, key=lambda each: each.position)[place].id
    async with hall.database.write() as session:
        item = await session.get(AgendaItem, item_id)
        assert item is not None
        item.key, item.source = f"action:{action.id}", ItemSource.ACTION_ITEM
