"""What was decided is noted once, and never lost: as others move on, after the end, sent again."""

from datetime import timedelta

import pytest

from bot.huddles.meeting.errors import MissingWords, OverMeanwhile, TooManyWords
from bot.huddles.meeting.facts import Kind
from storage.huddles import HuddleState, Outcome
from storage.outbox import OutboxRow
from tests.bot.advice.scene import who
from tests.bot.huddles.meeting.scene import TEXTS, Hall, repaints, shown

ASKS = "We ask for the PIN first."


async def test_a_note_without_words_or_with_too_many_keeps_the_form_open(hall: Hall) -> None:
    seen = await hall.seen(await hall.one())
    with pytest.raises(MissingWords, match="press “Next”") as refused:
        await hall.notes(seen, " \u200b ")
    assert refused.value.field == "text"
    with pytest.raises(TooManyWords, match="600 characters; it has 601"):
        await hall.notes(seen, "x" * 601)


async def test_a_note_that_was_being_written_when_others_moved_on_is_kept(hall: Hall) -> None:
    huddle = await hall.one()
    seen = await hall.seen(huddle)
    await hall.next(seen, "UCOLE")
    noted = await hall.notes(seen, ASKS)
    assert (noted.late_by, noted.about) == ("Cole M.", TEXTS[0])
    (step,) = await hall.steps()
    assert (step.note, step.outcome) == (ASKS, Outcome.DONE)
    assert await hall.talked_about(huddle) == TEXTS[1]


async def test_whoever_sends_the_form_again_because_slack_lost_the_answer_notes_it_once(
    hall: Hall,
) -> None:
    huddle = await hall.one()
    seen = await hall.seen(huddle)
    for _ in range(2):
        noted = await hall.notes(seen, ASKS)
        assert (noted.late_by, noted.is_over) == (None, False)
    assert [each.note for each in await hall.steps()] == [ASKS]
    assert await hall.talked_about(huddle) == TEXTS[1]
    await hall.ends(huddle)
    assert (await hall.notes(seen, ASKS)).is_over is False
    assert shown(await _recap(hall)).count(ASKS) == 1


async def test_a_late_note_that_is_sent_twice_stands_there_once(hall: Hall) -> None:
    huddle = await hall.one()
    seen = await hall.seen(huddle)
    await hall.notes(seen, "Two sites are down.", "UCOLE")
    for _ in range(2):
        assert (await hall.notes(seen, ASKS)).late_by == "Cole M."
    (step,) = await hall.steps()
    assert step.note == f"Two sites are down.\n{ASKS}"


async def test_a_note_that_is_a_part_of_another_one_is_a_note_of_its_own(hall: Hall) -> None:
    seen = await hall.seen(await hall.one())
    await hall.notes(seen, "We ask first, always.", "UCOLE")
    await hall.notes(seen, "We ask first")
    (step,) = await hall.steps()
    assert step.note == "We ask first, always.\nWe ask first"


async def test_a_note_that_was_being_written_when_it_ended_stands_on_the_recap(hall: Hall) -> None:
    huddle = await hall.one()
    await hall.parks(await hall.seen(huddle))
    seen = await hall.seen(huddle)
    await hall.ends(huddle)
    await hall.send()
    assert f"*Comes back next time*\n• {TEXTS[0]}\n• {TEXTS[1]}" in shown(await _recap(hall))
    noted = await hall.notes(seen, ASKS)
    assert (noted.is_over, noted.about) == (True, TEXTS[1])
    (row,) = repaints(await hall.send())
    assert row.part == "recap"
    assert f"*Decided*\n• {ASKS}\n_{TEXTS[1]}_" in shown(row)
    assert shown(row).split("*Comes back next time*\n")[1] == f"• {TEXTS[0]}\n• {TEXTS[2]}"
    assert [each.outcome for each in await hall.steps()] == [Outcome.PARKED, Outcome.DONE]
    found = await hall.meeting.search_recaps(who("UMAYA"), "PIN first")
    assert [each.line.kind for each in found] == [Kind.DECISION]


async def test_a_note_after_the_first_wave_waits_for_the_recap_of_both(hall: Hall) -> None:
    first, second = await hall.plan(waves=2)
    await hall.opens(first)
    seen = await hall.seen(first)
    await hall.ends(first)
    await hall.notes(seen, ASKS)
    await hall.changes(second, state=HuddleState.SKIPPED)
    assert await hall.looks_over(first)
    assert shown(await _recap(hall)).count(ASKS) == 1


async def test_a_note_of_days_later_is_given_back(hall: Hall) -> None:
    huddle = await hall.one()
    seen = await hall.seen(huddle)
    await hall.ends(huddle)
    hall.now += timedelta(hours=25)
    with pytest.raises(OverMeanwhile, match="Copy your words") as refused:
        await hall.notes(seen, ASKS)
    assert refused.value.field == "text"
    assert await hall.steps() == []


async def _recap(hall: Hall) -> OutboxRow:
    """As it was said, or painted last."""
    return [each for each in await hall.all_said() if each.part == "recap"][-1]
