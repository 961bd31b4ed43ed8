"""What came of a huddle is said once, after its last wave, to those who were there and alone to
those who were not."""

from datetime import timedelta
from uuid import UUID

import pytest

from bot.huddles.facts import Due
from bot.huddles.meeting.errors import NoRecap, NothingOpen, OnlyCoachesStart, RecapLater
from bot.huddles.meeting.facts import Pressed, Seen
from bot.huddles.meeting.recap_card import found_card, read_card
from storage.huddles import HuddleState
from storage.outbox import OutboxRow
from storage.practices import Practice, PracticeState, Scope
from tests.bot.advice.scene import HOME, TEAM, who
from tests.bot.huddles.meeting.scene import TEXTS, URL, Hall, labels, repaints, shown

ALL = ("UMAYA", "UDAN", "UTHEO", "UCARA")


async def test_the_recap_says_the_useful_first_and_calls_who_has_something_to_do(
    hall: Hall,
) -> None:
    huddle = await hall.one()
    await hall.makes(await hall.seen(huddle))
    await hall.notes(await hall.seen(huddle), "We say two sites are down.")
    await hall.parks(await hall.seen(huddle))
    assert await hall.ends(huddle)
    assert Due.END not in await hall.due()
    recap = await _recap(hall)
    assert recap.channel == HOME
    assert recap.body["text"] == (
        "🗣 What came of the huddle on Monday, November 16. To do, Theo B.: Write up the steps. "
        "Decided: We say two sites are down."
    )
    assert shown(recap).splitlines() == [
        "🗣 *What came of the huddle* · Monday, November 16",
        "*Decided*",
        "• We say two sites are down.",
        "_Ramona outage: what customers asked_",
        "*To do*",
        "• <@UTHEO>: Write up the steps (by Friday)",
        "*Comes back next time*",
        "• Port-in PINs",
        "• Pick-up when the store is called",
    ]
    assert labels(recap) == ["Done"]


async def test_a_huddle_in_which_nothing_came_of_anything_says_so_in_one_calm_line(
    hall: Hall,
) -> None:
    huddle = await hall.one(people=(ALL,))
    await hall.member("UDAN", away_until=hall.now + timedelta(days=1))
    for _ in TEXTS:
        await hall.next(await hall.seen(huddle))
    await hall.ends(huddle)
    assert shown(await _recap(hall)) == "🗣 Huddle on Monday, November 16: nothing to note."
    assert await _copies(hall) == []


async def test_a_huddle_that_nobody_walked_through_does_not_list_its_agenda(hall: Hall) -> None:
    huddle = await hall.one()
    await hall.ends(huddle)
    (over, _) = await hall.send()
    assert shown(over) == "🗣 Huddle over · 10:30 AM to 10:30 AM San Diego time"
    assert shown(await _recap(hall)) == "🗣 Huddle on Monday, November 16: nothing to note."


async def test_two_waves_have_one_recap_after_the_last_and_what_the_last_said_counts(
    hall: Hall,
) -> None:
    first, second = await hall.plan(waves=2)
    await hall.opens(first)
    await hall.parks(await hall.seen(first))
    await hall.notes(await hall.seen(first), "First wave decided")
    assert not await hall.ends(first)
    (over,) = repaints(await hall.send())
    assert "What came of it is said after the huddle at 10:50 AM." in shown(over)
    await hall.opens(second)
    assert await hall.talked_about(second) == TEXTS[0]
    await hall.notes(await hall.seen(second), "Second wave decided")
    assert await hall.ends(second)
    text = shown(await _recap(hall))
    assert "First wave decided" in text
    assert "Second wave decided" in text
    assert text.split("*Comes back next time*\n")[1] == f"• {TEXTS[2]}"
    assert not await hall.looks_over(second)
    assert len([row for row in await hall.all(OutboxRow) if row.part == "recap"]) == 1


@pytest.mark.parametrize("state", [HuddleState.SKIPPED, HuddleState.MISSED])
async def test_the_recap_of_the_first_wave_does_not_wait_for_one_that_is_never_held(
    hall: Hall, state: HuddleState
) -> None:
    first, second = await hall.plan(waves=2)
    await hall.opens(first)
    await hall.notes(await hall.seen(first), "We ask first")
    await hall.ends(first)
    assert not await hall.looks_over(first)
    await hall.changes(second, state=state)
    assert await hall.looks_over(first)
    assert "We ask first" in shown(await _recap(hall))


async def test_a_meeting_that_was_never_held_says_nothing(hall: Hall) -> None:
    (huddle,) = await hall.plan()
    await hall.changes(huddle, state=HuddleState.SKIPPED)
    assert not await hall.looks_over(huddle)
    assert await hall.all(OutboxRow) == []


async def test_with_two_waves_whoever_was_in_theirs_gets_no_copy(hall: Hall) -> None:
    """Nick works in the afternoon only; his wave was held then."""
    first, second = await hall.plan(waves=2, people=(("UDAN",), ("UTHEO",)))
    await hall.member("UTHEO", away_until=first.starts_at + timedelta(minutes=10))
    hall.now = first.starts_at
    await hall.opens(first)
    await hall.ends(first)
    hall.now = second.starts_at
    await hall.opens(second)
    await hall.notes(await hall.seen(second), "We ask first")
    await hall.ends(second)
    assert await _copies(hall) == []


async def test_somebody_whose_wave_was_skipped_gets_a_copy(hall: Hall) -> None:
    first, second = await hall.plan(waves=2, people=(("UDAN",), ("UTHEO",)))
    await hall.opens(first)
    await hall.notes(await hall.seen(first), "We ask first")
    await hall.changes(second, state=HuddleState.SKIPPED)
    await hall.ends(first)
    assert [each.channel for each in await _copies(hall)] == ["UTHEO"]


async def test_whoever_moved_it_on_or_took_something_to_do_from_it_was_there(hall: Hall) -> None:
    """Theirs was the wave that was skipped."""
    theirs = ("UCARA", "UTHEO", "UMAYA", "UNINA")
    first, second = await hall.plan(waves=2, people=(("UDAN",), theirs))
    await hall.opens(first)
    await hall.makes(await hall.seen(first), user="UMAYA")
    await hall.notes(await hall.seen(first), "We ask first", "UCARA")
    await hall.changes(second, state=HuddleState.SKIPPED)
    await hall.ends(first)
    assert [each.channel for each in await _copies(hall)] == ["UNINA"]  # Theo is called


async def test_it_is_ended_by_a_word_by_those_who_may(hall: Hall) -> None:
    with pytest.raises(NothingOpen, match="No huddle of your pod is open"):
        await hall.meeting.end(hall.delivery(), who("UCARA"))
    huddle = await hall.one()
    with pytest.raises(OnlyCoachesStart):
        await hall.meeting.end(hall.delivery(), who("UMAYA"))
    with pytest.raises(NothingOpen):
        await hall.meeting.end(hall.delivery(), who("UOMAR"))
    assert await hall.meeting.end(hall.delivery(), who("UCOLE"))
    assert (await hall.huddle(huddle)).state is HuddleState.OVER
    with pytest.raises(NothingOpen):
        await hall.meeting.end(hall.delivery(), who("UCOLE"))


async def test_of_two_waves_at_once_a_word_ends_the_one_that_they_run(hall: Hall) -> None:
    first, second = await hall.plan(waves=2)
    await hall.changes(second, runs_it="UCOLE")
    for each in (first, second):
        await hall.opens(each)
    await hall.meeting.end(hall.delivery(), who("UCOLE"))
    assert (await hall.huddle(first)).state is HuddleState.OPEN
    assert (await hall.huddle(second)).state is HuddleState.OVER


async def test_the_end_is_pressed_on_the_card_whatever_it_shows_by_then(hall: Hall) -> None:
    huddle = await hall.one()
    old = await hall.seen(huddle)
    await hall.next(old)
    about = (hall.delivery(), who("UCARA"), old, await hall.on_card(old))
    assert await hall.meeting.end_by_press(*about)
    assert repaints(await hall.send())[-1].body["response_url"] == URL


async def test_the_last_recap_is_read_again_as_it_stands_now(hall: Hall) -> None:
    with pytest.raises(NoRecap, match="`/agenda when`"):
        await hall.meeting.last_recap(hall.delivery(), who("UMAYA"))
    huddle = await hall.one()
    action = await hall.makes(await hall.seen(huddle))
    await hall.ends(huddle)
    await hall.meeting.close_action(hall.delivery(), who("UTHEO"), action.id, Pressed())
    card = read_card(await hall.meeting.last_recap(hall.delivery(), who("UMAYA")))
    assert "• ✅ Write up the steps (Theo B.)" in shown(card)
    assert labels(card) == []
    with pytest.raises(NoRecap):
        await hall.meeting.last_recap(hall.delivery(), who("UOMAR"))


async def test_between_the_halves_it_is_said_when_there_will_be_one(hall: Hall) -> None:
    first, second = await hall.plan(waves=2)
    await hall.opens(first)
    await hall.notes(await hall.seen(first), "We ask first")
    await hall.ends(first)
    with pytest.raises(RecapLater, match=r"is said after the huddle at 10:50 AM\.$"):
        await hall.meeting.last_recap(hall.delivery(), who("UMAYA"))
    await hall.changes(second, state=HuddleState.SKIPPED)
    await hall.looks_over(first)
    hall.now += timedelta(days=2)
    third, _ = await hall.plan(waves=2, slot="wed")
    await hall.opens(third)
    await hall.ends(third)
    card = read_card(await hall.meeting.last_recap(hall.delivery(), who("UMAYA")))
    assert "We ask first" in shown(card)
    assert "What came of today's first half is said after the huddle at 10:50 AM." in shown(card)


async def test_whoever_left_has_nothing_to_do_any_more(hall: Hall) -> None:
    huddle = await hall.one()
    await hall.makes(await hall.seen(huddle))
    await hall.member("UTHEO", left_at=hall.now)
    await hall.ends(huddle)
    recap = shown(await _recap(hall))
    assert "• nobody yet: Write up the steps (by Friday)" in recap
    assert "UTHEO" not in recap


async def test_recaps_are_searched_by_their_own_pod_in_any_form_of_the_words(hall: Hall) -> None:
    huddle = await hall.one()
    await hall.notes(await hall.seen(huddle), "Port-ins need the account PIN first")
    await hall.makes(await hall.seen(huddle), "Write up how a porting PIN is found")
    await hall.ends(huddle)
    found = await hall.meeting.search_recaps(who("UMAYA"), "what about PINs for ports?")
    assert found[0].line.text == "Port-ins need the account PIN first"
    assert len(found) == 2
    text = shown(found_card("PINs <!channel>", found))
    assert "Mon, Nov 16, 2026: Port-ins need" in text
    assert "&lt;!channel&gt;" in text
    assert await hall.meeting.search_recaps(who("UOMAR"), "PIN") == []
    assert await hall.meeting.search_recaps(who("UMAYA"), "roaming in Mexico") == []
    assert await hall.meeting.search_recaps(who("UMAYA"), "…") == []
    assert "noted anything about “roaming”" in found_card("roaming", []).text


async def test_what_was_parked_is_nothing_that_was_found_out(hall: Hall) -> None:
    huddle = await hall.one()
    await hall.parks(await hall.seen(huddle))
    await hall.ends(huddle)
    assert await hall.meeting.search_recaps(who("UMAYA"), "Ramona outage") == []


async def test_words_that_were_kept_long_enough_are_gone_and_nothing_breaks(hall: Hall) -> None:
    huddle = await hall.one()
    await hall.notes(await hall.seen(huddle), "We ask first")
    await hall.ends(huddle)
    await hall.changes(huddle, lines=[])
    with pytest.raises(NoRecap):
        await hall.meeting.last_recap(hall.delivery(), who("UMAYA"))


async def test_a_practice_that_was_made_of_an_item_stands_in_the_recap(hall: Hall) -> None:
    huddle = await hall.one()
    await _saves(hall, await hall.seen(huddle), await _practice(hall, PracticeState.SHARED, "Ask"))
    assert "Saved as a practice." in shown((await hall.send())[-1])
    await hall.ends(huddle)
    assert "*Saved as practices*\n• Ask" in shown(await _recap(hall))


async def test_a_practice_that_is_saved_after_the_end_stands_in_the_recap_too(hall: Hall) -> None:
    huddle = await hall.one()
    seen = await hall.seen(huddle)
    await hall.ends(huddle)
    await hall.send()
    practice = await _practice(hall, PracticeState.SHARED, "Ask")
    for _ in range(2):
        await _saves(hall, seen, practice)
    (row,) = await hall.send()
    assert shown(row).splitlines()[1:] == ["*Saved as practices*", "• Ask"]


async def test_a_draft_of_one_s_own_is_shown_to_nobody(hall: Hall) -> None:
    seen = await hall.seen(await hall.one())
    await _saves(hall, seen, await _practice(hall, PracticeState.DRAFT, "Mine"))
    assert await hall.send() == []
    assert await hall.steps() == []


async def test_of_two_practices_of_one_item_the_first_is_remembered(hall: Hall) -> None:
    seen = await hall.seen(await hall.one())
    first = await _practice(hall, PracticeState.SHARED, "First")
    for each in (first, await _practice(hall, PracticeState.SHARED, "Second")):
        await _saves(hall, seen, each)
    assert [each.practice_id for each in await hall.steps()] == [first]


async def test_a_practice_of_another_pod_s_item_is_remembered_by_nobody(hall: Hall) -> None:
    seen = await hall.seen(await hall.one())
    practice = await _practice(hall, PracticeState.SHARED, "Theirs")
    await _saves(hall, seen, practice, "UOMAR")
    assert await hall.steps() == []


async def _saves(hall: Hall, seen: Seen, practice: UUID, user: str = "UMAYA") -> None:
    assert seen.item is not None
    about = (seen.huddle, seen.item, practice, who(user), hall.now)
    async with hall.database.write() as session:
        await hall.meeting.saved_practice(session, *about)


async def _practice(hall: Hall, state: PracticeState, title: str) -> UUID:
    practice = Practice(
        team_id=TEAM,
        pod_id=hall.pod,
        title=title,
        situation="A customer ports in",
        what_worked="Ask for the PIN",
        topics=["porting"],
        scope=Scope.POD,
        state=state,
        language="en",
        author="UMAYA",
        author_name="Maya R.",
        owner="UMAYA",
        created_at=hall.now,
        updated_at=hall.now,
    )
    async with hall.database.write() as session:
        session.add(practice)
    return practice.id


async def _recap(hall: Hall) -> OutboxRow:
    (row,) = (each for each in await hall.all(OutboxRow) if each.part == "recap")
    return row  # type: ignore[no-any-return]


async def _copies(hall: Hall) -> list[OutboxRow]:
    return [each for each in await hall.all(OutboxRow) if each.part.startswith("copy:")]
