"""Once a huddle is behind us its announced card says what stays true, and offers nothing that has
no meaning any more."""

from datetime import date, timedelta

import pytest

from bot.delivery.message import Priority
from bot.huddles.agenda import halves, whispers
from bot.huddles.agenda.announcing import AFTERWARDS, AFTERWARDS_OVER
from bot.huddles.agenda.errors import HuddleIsOver
from bot.huddles.facts import Due
from bot.huddles.subjects import CARD, agenda_subject
from storage.huddles import HuddleState
from storage.outbox import Act, OutboxRow
from tests.bot.advice.scene import HOME, who
from tests.bot.huddles.meeting.scene import labels, shown
from tests.bot.huddles.occurring.scene import Week

MON = date(2026, 11, 16)
LONGEST = (AFTERWARDS + timedelta(seconds=AFTERWARDS_OVER)).total_seconds()


OVER, SKIPPED, MISSED = HuddleState.OVER, HuddleState.SKIPPED, HuddleState.MISSED


async def test_the_card_says_for_ever_which_huddle_it_was(week: Week) -> None:
    await week.huddles.agenda.add(week.delivery(), who("UMAYA"), "Roaming in Mexico")
    await week.until(MON, "10:51")
    assert await week.states(MON) == [OVER, HuddleState.OPEN]
    await week.pass_time(60)
    assert await _looks(week) == [], "the other half is still to read when it meets"
    await week.ends(2)
    ended_at = week.now
    await week.pass_time(AFTERWARDS.total_seconds() - 1)
    assert await _looks(week) == [], "what people did at the end is shown before"
    await week.pass_time(AFTERWARDS_OVER)
    (look,) = await _looks(week)
    assert look.written_at - ended_at >= AFTERWARDS
    assert (look.channel, look.part, look.priority) == (HOME, CARD, Priority.REST)
    assert look.body["text"] == (
        "Huddle on Monday, November 16 · 10:30 and 10:50 AM San Diego time. 1. Roaming in Mexico."
    )
    assert labels(look) == ["Read all of it"]
    await week.until(date(2026, 11, 17), "09:00")
    assert len(await _looks(week)) == 1


async def test_it_does_so_after_a_restart_too_and_once(week: Week) -> None:
    await week.until(MON, "11:12")
    assert await week.states(MON) == [OVER, OVER]
    await week.sleeps_until(MON, "15:00")
    for _ in range(2):
        await week.restart()
        await week.pass_time(60)
    (look,) = await _looks(week)
    assert "Huddle on Monday, November 16" in look.body["text"]


async def test_one_that_was_called_off_names_its_day_and_is_closed_once_it_cannot_come_back(
    week: Week,
) -> None:
    await week.until(MON, "10:20")
    await week.skip("fire drill")
    await week.send()
    (look,) = await _looks(week)
    assert shown(look).startswith("🗣 *The huddle is skipped: fire drill* · Monday, November 16")
    assert labels(look) == ["Add an item"]
    await week.until(MON, "12:00")
    assert await week.states(MON) == [SKIPPED, SKIPPED]
    last = (await _looks(week))[-1]
    assert shown(last).startswith("🗣 *The huddle is skipped: fire drill* · Monday, November 16")
    assert labels(last) == []


async def test_where_the_other_half_was_called_off_the_times_are_those_that_were_held(
    week: Week,
) -> None:
    await week.until(MON, "10:31")
    await week.ends(1)
    await week.skip("fire drill")
    await week.until(MON, "12:00")
    assert await week.states(MON) == [OVER, SKIPPED]
    (look,) = await _looks(week)
    assert look.body["text"].startswith("Huddle on Monday, November 16 · 10:30 AM San Diego time.")


async def test_one_that_was_missed_says_that_nothing_ran(week: Week) -> None:
    await week.until(MON, "10:20")
    await week.sleeps_until(date(2026, 11, 17), "09:00")
    await week.restart()
    await week.pass_time(60 + LONGEST)
    assert await week.states(MON) == [MISSED, MISSED]
    (look,) = await _looks(week)
    assert look.body["text"].startswith(
        "The huddle did not take place · Monday, November 16 · Podline was not running at its time."
    )
    assert labels(look) == []


async def test_a_card_that_never_stood_is_not_repainted(week: Week) -> None:
    """Called off before it was announced; or opened early by hand, which announces nothing."""
    await week.skip("fire drill")
    await week.until(MON, "12:00")
    assert await _looks(week) == []
    assert Due.REPAINT not in await week.due()


async def test_whoever_presses_on_an_old_card_is_told_what_is_next(week: Week) -> None:
    await week.until(MON, "11:12")
    agenda = (await week.agenda(MON)).id
    added = await week.huddles.agenda.add(
        week.delivery(), who("UMAYA"), "Roaming in Mexico", agenda
    )
    assert "Wednesday, 10:30 and 10:50 AM" in whispers.added(added, week.now).text
    with pytest.raises(HuddleIsOver, match="`/agenda` shows the next one"):
        await week.huddles.agenda.open_arranging(who("UCARA"), agenda, week.now)
    with pytest.raises(HuddleIsOver):
        await week.huddles.agenda.screen(week.delivery(), who("UMAYA"), agenda)
    seen = await week.huddles.agenda.show(who("UMAYA"), week.now, agenda)
    assert halves.half(seen) == "No huddle of this agenda is still to come."


async def _looks(week: Week) -> list[OutboxRow]:
    """The repaints of Monday's announced card."""
    about = agenda_subject((await week.agenda(MON)).id)
    rows = [each for each in await week.all(OutboxRow) if each.subject == about]
    mine = [each for each in rows if each.act is Act.REPAINT]
    return sorted(mine, key=lambda each: each.seq or 0)
