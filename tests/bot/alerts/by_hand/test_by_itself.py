"""What happens by itself: nobody confirms it, its end passes, a day ends, people have it."""

from datetime import timedelta

import pytest

from bot.alerts.errors import AnsweredAlready
from bot.alerts.shown import Pressed
from bot.alerts.views import card
from bot.alerts.whole import whole_modal
from bot.alerts.words import Choice
from storage.alerts import AlertReceipt, AlertState, Basis
from storage.outbox import Act
from tests.bot.advice.scene import HOME, who
from tests.bot.alerts.by_hand.scene import FIRE, SECOND, Room, posts, repaints, replies, shown

URL = "https://hooks.test/press"
HOUR = 3600


async def test_what_nobody_confirms_ends_after_an_hour_and_says_so(room: Room) -> None:
    alert = await room.post("USAM")
    assert not replies(await room.pass_time(HOUR - 1))
    sent = await room.pass_time(1)
    assert len(replies(sent)) == 2
    assert "Not confirmed within an hour, so it ended" in shown(replies(sent)[0])
    now = await room.alert(alert.id)
    assert (now.state, now.lapsed) == (AlertState.ENDED, True)
    assert room.ended == [alert.id]


async def test_whoever_posted_it_is_asked_once_when_its_end_passes(room: Room) -> None:
    end = room.now + timedelta(hours=1)
    alert = await room.post(expected_end=end, basis=Basis.ESTIMATED)
    sent = await room.pass_time(HOUR)
    (asked,) = posts(sent)
    assert asked.channel == "URUTH"
    assert "This was expected to be over by 11 AM, San Diego time: Fire near Ramona" in shown(asked)
    sent = await room.pass_time(HOUR / 2 - 1)
    assert sent == []
    sent = await room.pass_time(1)
    assert len(repaints(sent)) == len(sent) == 2
    assert "Expected until 11 AM, San Diego time; end unconfirmed" in shown(sent[0])
    assert not posts(await room.pass_time(3 * HOUR))
    assert (await room.alert(alert.id)).state is AlertState.LIVE


async def test_an_end_that_is_moved_is_asked_about_anew(room: Room) -> None:
    end = room.now + timedelta(hours=1)
    alert = await room.post(expected_end=end, basis=Basis.ESTIMATED)
    await room.pass_time(HOUR)
    await room.edit(
        await room.alert(alert.id),
        choice=Choice.EXTEND,
        expected_end=end + timedelta(hours=2),
        basis=Basis.STATED,
    )
    sent = await room.pass_time(HOUR)
    assert "Until 1 PM, San Diego time" in shown(sent[0])
    (answered,) = [row for row in sent if row.channel == "URUTH"]
    assert answered.act is Act.REPAINT
    assert (
        shown(answered) == f"Ruth E. said until when: {FIRE.headline}. Until 1 PM, San Diego time."
    )
    with pytest.raises(AnsweredAlready, match="Until 1 PM, San Diego time"):
        await room.alerts.still_on(room.delivery(), who("URUTH"), alert.id)
    assert (await room.alert(alert.id)).expected_end == end + timedelta(hours=2)
    assert not any("end unconfirmed" in shown(row) for row in sent)
    assert len(posts(await room.pass_time(HOUR))) == 1


async def test_it_may_go_on_with_no_time_yet(room: Room) -> None:
    end = room.now + timedelta(hours=1)
    alert = await room.post(expected_end=end, basis=Basis.ESTIMATED)
    await room.pass_time(HOUR)
    await room.alerts.still_on(room.delivery(), who("URUTH"), alert.id)
    sent = await room.pass_time(HOUR)
    assert len(repaints(sent)) == len(sent) == 3
    assert "No time yet · since 10 AM, San Diego time" in shown(sent[0])
    (answered,) = [row for row in sent if row.channel == "URUTH"]
    assert shown(answered) == f"Ruth E. said until when: {FIRE.headline}. No time yet."


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("confirm", "Ana R. confirmed it: "),
        ("end", "Ana R. ended it: "),
        ("wait", "Nobody confirmed it, so it ended: "),
    ],
)
async def test_whoever_was_asked_to_confirm_reads_what_became_of_it(
    room: Room, deed: str, told: str
) -> None:
    alert = await room.post("USAM")
    (asked,) = [row for row in await room.all_rows() if row.channel == "URUTH"]
    assert "unless somebody confirms it" in shown(asked)
    if deed == "confirm":
        await room.alerts.confirm(room.delivery(), who("UANA"), alert.id)
    elif deed == "end":
        await room.end(alert, "UANA")
    sent = await room.pass_time(HOUR)
    (answered,) = [row for row in sent if row.channel == "URUTH"]
    assert (answered.act, answered.part) == (Act.REPAINT, asked.part)
    assert shown(answered) == f"{told}{FIRE.headline}."


async def test_at_the_market_s_midnight_tomorrow_becomes_today(room: Room) -> None:
    end = room.now + timedelta(hours=23)
    await room.post(expected_end=end, basis=Basis.STATED)
    (card, _) = await room.all_rows()
    assert "Until 9 AM tomorrow, San Diego time · since 10 AM" in shown(card)
    sent = await room.pass_time(14 * HOUR)
    assert len(repaints(sent)) == len(sent) == 2
    assert "Until 9 AM, San Diego time · since 10 AM yesterday" in shown(sent[0])


async def test_a_midnight_that_was_slept_through_is_made_up_for(room: Room) -> None:
    await room.post(expected_end=room.now + timedelta(hours=23), basis=Basis.STATED)
    await room.send()
    room.now += timedelta(hours=20)
    await room.tick()
    sent = await room.send()
    assert "Until 9 AM, San Diego time · since 10 AM yesterday" in shown(sent[0])


async def test_a_midnight_that_changes_no_word_costs_no_edit(room: Room) -> None:
    await room.post()
    per_day = [len(repaints(await room.pass_time(24 * HOUR))) for _ in range(4)]
    assert per_day == [2, 2, 0, 0]


async def test_who_has_it_is_counted_once_and_shown_after_five_minutes_at_most(room: Room) -> None:
    alert = await room.post()
    card = (await room.cards(alert))[HOME]
    pressed = Pressed(HOME, card.ts, URL)
    for user in ("UMAYA", "UANA", "UMAYA"):
        await room.alerts.got_it(room.delivery(), who(user), alert.id, pressed)
    assert len(await room.all(AlertReceipt)) == 2
    assert await room.send() == []
    (row,) = await room.pass_time(300)
    await room.alerts.got_it(room.delivery(), who("UMAYA"), alert.id, pressed)
    assert await room.pass_time(300) == []
    assert (row.channel, row.body["response_url"]) == (HOME, URL)
    assert "from Ruth E. · 2 of 4 have it" in shown(row)


async def test_a_press_in_another_channel_repaints_only_the_own_card(room: Room) -> None:
    alert = await room.post()
    there = (await room.cards(alert))[SECOND]
    pressed = Pressed(SECOND, there.ts, URL)
    await room.alerts.got_it(room.delivery(), who("UMAYA"), alert.id, pressed)
    (row,) = await room.pass_time(300)
    assert row.channel == HOME
    assert "response_url" not in row.body


async def test_ways_to_say_it_are_added_once_and_stand_behind_the_card_s(room: Room) -> None:
    alert = await room.post()
    for text in ("Sorry, a fire took it down.", "Sorry, a fire took it down."):
        await room.alerts.add_saying(room.delivery(), who("UNICK"), alert.id, text)
    whole = await room.alerts.show_whole(who("UMAYA"), alert.id, room.now)
    assert [each.author_name for each in whole.shown.sayings] == ["Ruth Eller", "Nick Tran"]
    assert "Sorry" not in str(card(whole.shown, room.now).blocks)
    assert "Sorry" in str(whole_modal(whole, room.now))


async def test_a_change_meanwhile_is_not_undone_by_a_count(room: Room) -> None:
    alert = await room.post()
    pressed = Pressed(HOME, (await room.cards(alert))[HOME].ts, URL)
    await room.alerts.got_it(room.delivery(), who("UMAYA"), alert.id, pressed)
    await room.edit(alert, source="Ops")
    sent = await room.pass_time(600)
    here = [row for row in sent if row.channel == HOME]
    assert len(here) == 1
    assert "source: Ops · 1 of 4 have it" in shown(here[0])
