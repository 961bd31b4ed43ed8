"""A meeting is called off, falls on a holiday, or takes place after all."""

from datetime import date

import pytest

from bot.huddles.occurring import views
from bot.huddles.occurring.errors import (
    GoesOn,
    HasBegun,
    NoHuddleThen,
    NotOff,
    OfAnotherPod,
    OffWhole,
    OnlyWhoArranges,
    OverAnother,
)
from bot.huddles.schedule.errors import UnreadableDay
from storage.huddles import HuddleState
from tests.bot.advice.scene import HOME, THERE, texts, who
from tests.bot.huddles.occurring.scene import Week, to

MON, TUE, WED, FRI = (date(2026, 11, day) for day in (16, 17, 18, 20))
THANKSGIVING = date(2026, 11, 26)
SKIPPED, PLANNED = HuddleState.SKIPPED, HuddleState.PLANNED


async def test_a_holiday_is_skipped_and_the_channel_is_told_the_day_before(
    unplanned: Week,
) -> None:
    week = unplanned
    await week.changes(days=["thu", "fri"], holidays="US-CA")
    await week.sleeps_until(date(2026, 11, 25), "08:00")
    await week.huddles.start(week.now)
    sent = await week.until(date(2026, 11, 25), "10:29")
    assert not [text for text in texts(sent) if "No huddle" in text]
    sent = await week.until(date(2026, 11, 25), "10:31")
    (told,) = to(sent, HOME)
    # The day after is no holiday in the list of every package.
    assert told.body["text"].startswith("🗣 No huddle on Thursday, November 26: Thanksgiving")
    assert "The next one is on " in told.body["text"]
    assert await week.states(THANKSGIVING) == [SKIPPED, SKIPPED]
    sent = await week.until(THANKSGIVING, "12:00")
    assert not [text for text in texts(to(sent, HOME)) if "Huddle in 15" in text]


async def test_the_next_one_is_called_off_with_a_reason_and_the_channel_hears_it(
    week: Week,
) -> None:
    changed = await week.skip("fire drill")
    card = views.skipped(changed)
    assert card.text == (
        "Called off: the huddle on Monday, November 16, 10:30 AM (fire drill). "
        "The channel is told in a minute. The next one is on Wednesday, November 18, 10:30 AM."
    )
    assert card.blocks[-1]["elements"][0]["text"]["text"] == "Bring it back"
    assert await week.states(MON) == [SKIPPED, SKIPPED]
    assert to(await week.pass_time(59), HOME) == []
    (told,) = to(await week.pass_time(2), HOME)
    assert told.body["text"] == (
        "🗣 No huddle on Monday, November 16: fire drill (Cara W.). "
        "The next one is on Wednesday, November 18, 10:30 AM."
    )
    await week.until(MON, "12:00")
    assert await week.states(MON) == [SKIPPED, SKIPPED]


async def test_a_slip_that_is_undone_at_once_reaches_nobody(week: Week) -> None:
    changed = await week.skip()
    back = await week.occurring.bring_back(week.delivery(), who("UCARA"), changed.meeting.agenda.id)
    assert views.back(back).text == "The huddle on Monday, November 16, 10:30 AM takes place."
    sent = await week.until(MON, "10:31")
    assert not [text for text in texts(sent) if "No huddle" in text or "after all" in text]
    assert (await week.rows(MON))[0].state is HuddleState.OPEN


async def test_one_that_was_announced_is_called_off_at_once_and_brought_back_aloud(
    week: Week,
) -> None:
    await week.until(MON, "10:20")
    changed = await week.skip()
    assert changed.told
    told = to(await week.send(), HOME)
    assert texts(told) == [
        "🗣 No huddle on Monday, November 16: Cara W. called it off. "
        "The next one is on Wednesday, November 18, 10:30 AM."
    ]
    agenda_id = changed.meeting.agenda.id
    await week.occurring.bring_back(week.delivery(), who("UREX"), agenda_id)
    told = to(await week.send(), HOME)
    assert texts(told) == ["🗣 The huddle on Monday, November 16, 10:30 AM takes place after all."]
    with pytest.raises(NotOff, match="somebody brought it back already"):
        await week.occurring.bring_back(week.delivery(), who("UREX"), agenda_id)
    await week.until(MON, "10:31")
    assert (await week.rows(MON))[0].state is HuddleState.OPEN


async def test_who_calls_off_twice_does_not_call_off_the_one_after_it(week: Week) -> None:
    await week.skip("fire drill")
    card = views.skipped(await week.skip("again", user="UCOLE"))
    assert card.text == (
        "Cara W. called off the huddle on Monday, November 16, 10:30 AM already "
        "(fire drill). To call off another one, name its day: /agenda skip Friday."
    )
    assert await week.states(WED) == [PLANNED, PLANNED]


async def test_a_day_names_another_one_also_one_without_rows_yet(week: Week) -> None:
    card = views.skipped(await week.skip("Friday: everybody is in a training"))
    assert "The one before it, on Monday, November 16, 10:30 AM, takes place." in card.text
    assert await week.states(FRI) == [SKIPPED, SKIPPED]
    assert (await week.rows(FRI))[0].why == "everybody is in a training"
    assert await week.states(MON) == await week.states(WED) == [PLANNED, PLANNED]
    sent = await week.until(date(2026, 11, 19), "10:29")
    assert not [text for text in texts(sent) if "No huddle" in text]
    sent = await week.until(date(2026, 11, 19), "10:31")
    assert any("No huddle on Friday" in text for text in texts(to(sent, HOME)))


async def test_a_day_without_a_huddle_says_when_the_next_one_is(week: Week) -> None:
    with pytest.raises(NoHuddleThen, match=r"no huddle on Tuesday, November 17.*Monday"):
        await week.skip("tomorrow")


async def test_no_day_at_all_is_no_reason(week: Week) -> None:
    with pytest.raises(UnreadableDay, match="next blursday"):
        await week.skip("next blursday")
    assert await week.states(MON) == [PLANNED, PLANNED]


async def test_what_goes_on_is_not_called_off(week: Week) -> None:
    await week.until(MON, "10:31")
    with pytest.raises(GoesOn, match=r"10:30 AM goes on.*skip Friday"):
        await week.skip()


async def test_too_late_to_bring_it_back(week: Week) -> None:
    changed = await week.skip()
    await week.until(MON, "11:00")
    with pytest.raises(HasBegun, match="Monday, November 16, 10:30 AM, which is over"):
        await week.occurring.bring_back(week.delivery(), who("UCARA"), changed.meeting.agenda.id)


async def test_others_read_who_may(week: Week) -> None:
    with pytest.raises(OnlyWhoArranges, match=r"Rex M., Ana R. and Cara W. can\."):
        await week.skip(user="UMAYA")
    with pytest.raises(OnlyWhoArranges):
        await week.occurring.open_form(who("UMAYA"), week.now, HOME)


async def test_somebody_of_another_pod_changes_nothing_here(week: Week) -> None:
    with pytest.raises(OfAnotherPod, match="huddles of San Diego"):
        await week.skip(user="UOMAR")
    agenda = await week.agenda(MON)
    with pytest.raises(OfAnotherPod, match="huddles of San Diego"):
        await week.occurring.call_off(week.delivery(), who("UOMAR"), agenda.id)
    with pytest.raises(OfAnotherPod, match="huddles of Detroit"):
        await week.occurring.skip(week.delivery(), who("UCARA"), "", THERE)
    assert await week.states(MON) == [PLANNED, PLANNED]


async def test_a_customer_s_data_in_a_reason_is_masked(week: Week) -> None:
    changed = await week.skip("customer 4111 1111 1111 1111 waits")
    assert changed.masked
    assert "4111" not in (await week.rows(MON))[0].why
    assert "masked" in views.skipped(changed).text


async def test_a_hostile_reason_formats_nothing(week: Week) -> None:
    await week.skip("<!channel> *bold*")
    (told,) = to(await week.pass_time(61), HOME)
    assert "<!channel>" not in told.body["text"]


async def test_the_second_wave_alone_is_called_off_once_the_first_is_over(week: Week) -> None:
    await week.until(MON, "10:49")
    await week.ends(wave=1)
    await week.send()
    card = views.skipped(await week.skip("calls"))
    assert card.text.startswith("Called off: the huddle on Monday, November 16, 10:50 AM (calls).")
    assert await week.states(MON) == [HuddleState.OVER, SKIPPED]
    assert texts(to(await week.send(), HOME)) == [
        "🗣 No huddle at 10:50 AM: calls (Cara W.). "
        "The next one is on Wednesday, November 18, 10:30 AM."
    ]
    assert "no huddle: calls (Cara W.)" in views.agenda_when(await week.when()).text
    again = views.skipped(await week.skip("once more", user="UCOLE"))
    assert again.text.startswith("Cara W. called off the huddle on Monday, November 16, 10:50 AM")
    assert await week.states(WED) == [PLANNED, PLANNED]
    assert [row.part for row in to(await week.until(MON, "10:51"), HOME)] == ["recap"]


@pytest.mark.parametrize(
    "typed", ["Wednesday second half", "Wednesday: the 2nd wave, fire drill", "first half"]
)
async def test_one_half_of_what_has_not_begun_is_not_taken_for_a_reason(
    week: Week, typed: str
) -> None:
    with pytest.raises(OffWhole, match=r"called off whole: `/agenda skip Thursday`"):
        await week.skip(typed)
    assert await week.states(MON) == await week.states(WED) == [PLANNED, PLANNED]


async def test_the_half_that_is_left_may_be_named(week: Week) -> None:
    await week.until(MON, "10:49")
    await week.ends(wave=1)
    with pytest.raises(OffWhole):
        await week.skip("first half")
    await week.skip("second half: calls")
    assert await week.states(MON) == [HuddleState.OVER, SKIPPED]
    assert (await week.rows(MON))[1].why == "calls"
    assert (await week.skip("second half")).was_off


async def test_the_second_wave_alone_is_brought_back_and_the_recap_waits_for_it(
    week: Week,
) -> None:
    await week.until(MON, "10:47")
    await week.ends(wave=1)
    changed = await week.skip()
    await week.send()
    back = await week.occurring.bring_back(week.delivery(), who("UCARA"), changed.meeting.agenda.id)
    assert views.back(back).text.startswith("The huddle on Monday, November 16, 10:50 AM takes")
    assert texts(to(await week.send(), HOME)) == [
        "🗣 The huddle on Monday, November 16, 10:50 AM takes place after all."
    ]
    sent = await week.until(MON, "12:00")
    assert await week.states(MON) == [HuddleState.OVER, HuddleState.OVER]
    assert len([row for row in to(sent, HOME) if row.part == "recap"]) == 1


async def test_one_that_is_called_off_is_not_brought_back_over_another(week: Week) -> None:
    changed = await week.skip()
    await week.once("today 10:35")
    with pytest.raises(OverAnother, match="10:35 AM"):
        await week.occurring.bring_back(week.delivery(), who("UCARA"), changed.meeting.agenda.id)
    assert await week.states(MON) == [SKIPPED, PLANNED, SKIPPED, PLANNED]


async def test_what_was_called_for_and_off_aloud_is_called_for_again_aloud(week: Week) -> None:
    await week.until(MON, "12:00")
    changed = await week.once("today 14:30")
    await week.until(MON, "14:20")
    await week.occurring.call_off(week.delivery(), who("UCARA"), changed.meeting.agenda.id)
    await week.send()
    await week.once("today 14:30")
    assert any("takes place after all" in text for text in texts(to(await week.send(), HOME)))
