"""A meeting is moved, or called for beside the schedule; and everybody sees when the next are."""

from datetime import date

import pytest

from bot.huddles.occurring import views
from bot.huddles.occurring.errors import (
    GoesOn,
    HasBegun,
    NoHuddles,
    OverAnother,
    ThereAlready,
)
from bot.huddles.schedule.errors import InThePast, UnreadableDay, UnreadableTime
from storage.huddles import HuddleState
from tests.bot.advice.scene import HOME, texts, who
from tests.bot.huddles.occurring.scene import Week, at, clock, to

MON, TUE, WED, THU, FRI = (date(2026, 11, day) for day in (16, 17, 18, 19, 20))
OPEN, OVER, PLANNED = HuddleState.OPEN, HuddleState.OVER, HuddleState.PLANNED


async def test_both_waves_shift_together_and_the_card_says_from_when(week: Week) -> None:
    card = views.moved(await week.move("14:30"))
    assert card.text == (
        "Moved: the huddle of Monday, November 16, 10:30 AM is at 2:30 and 2:50 PM."
    )
    assert card.blocks[-1]["elements"][0]["text"]["text"] == "Undo"
    assert [clock(each) for each in await week.rows(MON)] == ["Mon 14:30", "Mon 14:50"]
    sent = await week.until(MON, "14:31")
    assert [text for text in texts(to(sent, HOME)) if "Moved" in text] == []
    assert (await week.rows(MON))[0].opened_at == at(MON, "14:30")


async def test_one_that_was_announced_is_moved_aloud_and_named_again_before_it(
    week: Week,
) -> None:
    await week.until(MON, "10:20")
    changed = await week.move("2:30 PM")
    assert changed.told
    (told, *_) = to(await week.send(), HOME)
    assert told.body["text"] == (
        "🗣 Moved by Cara W.: the huddle of Monday, November 16, 10:30 AM is at "
        "2:30 and 2:50 PM, San Diego time."
    )
    assert await week.until(MON, "10:35") == []
    sent = await week.until(MON, "14:16")
    assert texts(to(sent, HOME)) == ["🗣 Huddle at 2:30 and 2:50 PM, San Diego time."]
    await week.until(MON, "14:31")
    assert await week.states(MON) == [OPEN, PLANNED]


async def test_moving_is_undone_to_the_minute(week: Week) -> None:
    changed = await week.move("Tuesday 9:15")
    assert [clock(each) for each in await week.rows(MON)] == ["Tue 09:15", "Tue 09:35"]
    about = (week.delivery(), who("UCARA"), changed.meeting.agenda.id, changed.was_at)
    await week.occurring.move_to(*about)
    assert [clock(each) for each in await week.rows(MON)] == ["Mon 10:30", "Mon 10:50"]
    await week.until(MON, "10:31")
    assert await week.states(MON) == [OPEN, PLANNED]


@pytest.mark.parametrize(
    ("typed", "error", "says"),
    [
        ("9:15", InThePast, "9:15 AM is over"),
        ("25:00", UnreadableTime, "25:00"),
        ("next blursday 10:00", UnreadableDay, "blursday"),
        ("10:30", ThereAlready, "already"),
        ("Wednesday 10:40", OverAnother, "Another huddle begins at 10:30 AM"),
        ("Friday 10:50", OverAnother, "Another huddle begins at 10:50 AM"),
    ],
)
async def test_what_cannot_be_moved_there_says_why_and_stays(
    week: Week, typed: str, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        await week.move(typed)
    assert [clock(each) for each in await week.rows(MON)] == ["Mon 10:30", "Mon 10:50"]


async def test_what_goes_on_is_not_moved(week: Week) -> None:
    await week.until(MON, "10:31")
    with pytest.raises(GoesOn, match="10:30 AM goes on"):
        await week.move("14:30")


async def test_what_was_moved_to_an_earlier_day_is_not_shown_nor_planned_on_its_own_again(
    week: Week,
) -> None:
    """Of Friday's huddle, which was held on Wednesday, nothing is left on Friday."""
    await week.until(WED, "12:00")
    await week.move("today 15:00")
    assert [clock(each) for each in await week.rows(FRI)] == ["Wed 15:00", "Wed 15:20"]
    await week.until(FRI, "09:00")
    assert await week.states(FRI) == [OVER, OVER]
    shown = await week.when()
    assert shown.meetings[0].day == date(2026, 11, 23)
    changed = await week.skip()
    assert clock(changed.meeting.first) == "Mon 10:30"
    sent = await week.until(FRI, "12:00")
    assert [text for text in texts(to(sent, HOME)) if "Huddle in" in text] == []


async def test_what_was_held_days_before_its_own_day_leaves_the_next_one_to_be_planned(
    week: Week,
) -> None:
    """Monday's huddle was held on Friday: whoever starts on Saturday plans Wednesday's."""
    await week.until(FRI, "12:00")
    await week.move("today 15:00")
    await week.until(FRI, "15:50")
    await week.sleeps_until(date(2026, 11, 21), "17:00")
    await week.restart()
    changed = await week.skip("fair")
    assert clock(changed.meeting.first) == "Wed 10:30"


async def test_whoever_is_there_at_the_new_time_runs_it(week: Week) -> None:
    await week.until(MON, "10:20")
    first = (await week.rows(MON))[0].runs_it
    assert first is not None
    await week.move("Tuesday 15:00")
    await week.goes_away(at(WED, "09:00"), first)
    await week.until(TUE, "14:46")
    assert first not in {each.runs_it for each in await week.rows(MON)}
    assert all(each.runs_it for each in await week.rows(MON))


async def test_undoing_after_the_old_time_is_over_says_so(week: Week) -> None:
    changed = await week.move("14:30")
    await week.until(MON, "10:40")
    about = (week.delivery(), who("UCARA"), changed.meeting.agenda.id, changed.was_at)
    with pytest.raises(HasBegun, match="10:30 AM, which is over"):
        await week.occurring.move_to(*about)


async def test_a_schedule_that_changes_leaves_what_was_moved_by_hand(week: Week) -> None:
    await week.move("14:30")
    await week.changes(times=[540])
    await week.restart()
    assert [clock(each) for each in await week.rows(MON)] == ["Mon 14:30", "Mon 14:50"]


async def test_a_roster_file_that_changes_moves_what_nobody_touched(week: Week) -> None:
    await week.changes(days=["tue", "fri"], times=[540], minutes=10)
    await week.restart()
    shown = await week.when()
    assert [each.day for each in shown.meetings[:2]] == [TUE, FRI]
    await week.until(MON, "12:00")
    assert set(await week.states(MON)) == {HuddleState.SKIPPED}
    await week.until(TUE, "09:01")
    (row,) = await week.rows(TUE)
    assert (row.state, row.minutes) == (OPEN, 10)


async def test_a_time_that_is_over_today_is_for_the_next_time(week: Week) -> None:
    await week.changes(times=[540])
    await week.restart()
    assert next(clock(each) for each in await week.rows(MON)) == "Mon 10:30"
    assert next(clock(each) for each in await week.rows(WED)) == "Wed 09:00"
    sent = await week.until(MON, "10:31")
    assert [row for row in sent if "did not take place" in row.body["text"]] == []
    assert (await week.rows(MON))[0].state is OPEN


async def test_a_schedule_that_changes_back_brings_its_rows_back(week: Week) -> None:
    await week.changes(days=["tue"])
    await week.restart()
    await week.changes()
    await week.restart()
    await week.until(MON, "10:31")
    assert await week.states(MON) == [OPEN, PLANNED]


async def test_a_schedule_that_changes_while_it_goes_on_leaves_that_one_alone(
    week: Week,
) -> None:
    await week.until(MON, "10:31")
    await week.changes(days=["tue"], times=[540])
    await week.restart()
    await week.until(MON, "12:00")
    assert await week.states(MON) == [OVER, OVER]
    assert [clock(each) for each in await week.rows(TUE)] == ["Tue 09:00"]


async def test_what_is_announced_stays_when_the_schedule_changes(week: Week) -> None:
    await week.until(MON, "10:16")
    await week.changes(days=["tue"], times=[540])
    await week.restart()
    await week.until(MON, "10:31")
    assert await week.states(MON) == [OPEN, PLANNED]


async def test_one_is_called_for_beside_the_schedule(week: Week) -> None:
    card = views.called(await week.once("Thursday 10:00"))
    assert card.text.startswith("A huddle on Thursday, November 19, 10:00 AM.")
    assert [clock(each) for each in await week.rows(THU)] == ["Thu 10:00", "Thu 10:20"]
    assert (await week.rows(THU))[0].slot == "once-1000"
    with pytest.raises(ThereAlready):
        await week.once("Thursday 10:00")
    with pytest.raises(OverAnother, match="10:20 AM"):
        await week.once("Thursday 10:30")
    sent = await week.until(THU, "10:01")
    assert any("Huddle in 15 minutes" in text for text in texts(to(sent, HOME)))
    assert await week.states(THU) == [OPEN, PLANNED]


async def test_one_that_is_called_for_on_a_holiday_says_which(week: Week) -> None:
    await week.changes(holidays="US-CA")
    card = views.called(await week.once("Thursday, November 26 10:00"))
    assert "That day is Thanksgiving" in card.text


async def test_one_that_is_called_for_is_undone_and_called_for_again(week: Week) -> None:
    changed = await week.once("Thursday 10:00")
    await week.occurring.call_off(week.delivery(), who("UCARA"), changed.meeting.agenda.id)
    assert set(await week.states(THU)) == {HuddleState.SKIPPED}
    await week.once("Thursday 10:00")
    assert await week.states(THU) == [PLANNED, PLANNED]


async def test_one_in_ten_minutes_is_announced_at_once(week: Week) -> None:
    await week.until(MON, "12:00")
    await week.once("in 10 minutes")
    sent = await week.pass_time(1)
    assert any("Huddle in" in text for text in texts(to(sent, HOME)))
    await week.until(MON, "12:10")
    assert [each.state for each in await week.rows(MON)][-2:] == [OPEN, PLANNED]


async def test_once_on_a_day_of_the_schedule_that_has_no_rows_yet_overlaps_it(
    week: Week,
) -> None:
    with pytest.raises(OverAnother):
        await week.once("2026-11-27 10:35")


async def test_everybody_sees_the_next_three_with_who_runs_them(week: Week) -> None:
    await week.until(MON, "10:05")
    await week.skip("Wednesday: fire drill")
    card = views.agenda_when(await week.when())
    lines = card.blocks[0]["text"]["text"].splitlines()
    assert lines[0] == "🗣 *When San Diego meets* · San Diego time"
    assert lines[1].startswith("*Monday, November 16* · 10:30 and 10:50 AM · ")
    assert lines[1].endswith("run it")
    assert lines[2] == "Wednesday, November 18 · no huddle: fire drill (Cara W.)"
    assert lines[3].endswith("who runs it is decided the day before")
    assert len(lines) == 5
    assert len(card.blocks) == 1  # a rep changes nothing
    assert len(views.agenda_when(await week.when("UCARA")).blocks) == 2


async def test_a_resource_manager_sees_who_is_on_the_phones(week: Week) -> None:
    card = views.agenda_when(await week.when("UREX"))
    assert "on the phones: 5 at 10:30 AM and 6 at 10:50 AM" in card.blocks[0]["text"]["text"]
    assert "on the phones" not in views.agenda_when(await week.when()).blocks[0]["text"]["text"]


async def test_a_moved_one_says_what_it_was(week: Week) -> None:
    await week.move("14:30")
    card = views.agenda_when(await week.when())
    assert "moved by Cara W., was Monday, November 16, 10:30 AM" in card.blocks[0]["text"]["text"]


async def test_a_pod_that_never_meets_says_how_to(week: Week) -> None:
    await week.changes(on=False)
    await week.restart()
    card = views.agenda_when(await week.when())
    assert "No huddle is planned in San Diego" in card.text
    with pytest.raises(NoHuddles):
        await week.skip()
