"""Who is there: asked only where the pod wants it, counted for all, named for one."""

from datetime import timedelta

import pytest

from bot.huddles.meeting.errors import HuddleIsOver, NobodyAsks, NotForYou
from bot.huddles.meeting.facts import Seen
from bot.huddles.meeting.modals import absent_modal
from storage.huddles import Huddle
from storage.huddles_attendance import HuddleAttendance
from storage.outbox import OutboxRow
from tests.bot.advice.scene import who
from tests.bot.huddles.meeting.scene import TEXTS, URL, Hall, labels, posts, shown

ALL = ("UMAYA", "UDAN", "UCARA")


async def test_nobody_is_asked_unless_the_pod_wants_it(hall: Hall) -> None:
    await hall.one()
    (card,) = posts(await hall.all(OutboxRow))
    assert "Here" not in labels(card)


async def test_a_press_is_counted_once_and_shown_at_the_end_of_its_five_minutes(
    hall: Hall,
) -> None:
    huddle = await _one(hall)
    hall.step(70)
    assert await _here(hall, huddle, "UMAYA")
    assert not await _here(hall, huddle, "UMAYA")
    await _here(hall, huddle, "UDAN")
    assert await hall.send() == []
    hall.step(230)
    (row,) = await hall.send()
    assert "2 are here" in shown(row)
    assert row.body["response_url"] == URL
    assert len(await hall.all(HuddleAttendance)) == 2


async def test_the_next_step_shows_the_count_at_once_and_a_count_never_delays_a_step(
    hall: Hall,
) -> None:
    huddle = await _one(hall)
    await _here(hall, huddle, "UMAYA")
    await hall.next(await hall.seen(huddle))
    await _here(hall, huddle, "UDAN")
    (row,) = await hall.send()
    assert "2 are here" in shown(row)
    assert TEXTS[1] in shown(row)


async def test_a_card_of_before_attendance_was_switched_off_counts_nobody(hall: Hall) -> None:
    huddle = await hall.one()
    with pytest.raises(NobodyAsks, match="does not ask who is there any more"):
        await _here(hall, huddle, "UMAYA")
    assert await hall.all(HuddleAttendance) == []


async def test_once_it_is_over_nobody_is_counted(hall: Hall) -> None:
    huddle = await _one(hall)
    await hall.ends(huddle)
    with pytest.raises(HuddleIsOver):
        await _here(hall, huddle, "UMAYA")


async def test_absentees_get_the_recap_and_the_channel_names_nobody(hall: Hall) -> None:
    huddle = await _one(hall)
    await _here(hall, huddle, "UCARA")
    await hall.notes(await hall.seen(huddle), "We ask first")
    await hall.ends(huddle)
    rows = await hall.all(OutboxRow)
    copies = [row for row in rows if row.part.startswith("copy:")]
    assert sorted(row.channel for row in copies) == ["UDAN", "UMAYA"]
    assert "in case you could not be there" in shown(copies[0])
    (recap,) = (row for row in rows if row.part == "recap")
    assert "Maya" not in shown(recap)
    assert labels(recap) == ["Who was absent (for who ran it)"]


async def test_only_who_ran_it_and_the_leader_see_who_was_absent(hall: Hall) -> None:
    huddle = await _one(hall)
    await _here(hall, huddle, "UCARA")
    await hall.ends(huddle)
    seen = Seen(huddle.id, huddle.version)
    for user in ("UCARA", "UANA"):
        absent = await hall.meeting.who_was_absent(who(user), seen)
        assert sorted(each.name for each in absent.people) == ["Dan K.", "Maya R."]
    for user in ("UCOLE", "UMAYA"):
        with pytest.raises(NotForYou, match="Only whoever ran the huddle and the leader"):
            await hall.meeting.who_was_absent(who(user), seen)


async def test_nobody_who_could_not_be_there_is_named(hall: Hall) -> None:
    """The night shift, and who is away."""
    await hall.member("UDAN", hours={"mon": [["22:00", "24:00"]]})
    huddle = await _one(hall)
    await _here(hall, huddle, "UCARA")
    await hall.ends(huddle)
    absent = await hall.meeting.who_was_absent(who("UANA"), Seen(huddle.id, huddle.version))
    assert [each.name for each in absent.people] == ["Maya R."]
    told = str(absent_modal(absent))
    assert "Maya R." in told
    assert "Dan" not in told
    assert "Outside their hours, or away: 1." in told


@pytest.mark.parametrize("typed", [True, False])
async def test_whoever_opened_ended_or_took_something_to_do_was_there_without_a_press(
    hall: Hall, typed: bool
) -> None:
    await hall.asks_who_is_there()
    (huddle,) = await hall.plan(people=((*ALL, "UCOLE", "UTHEO"),))
    await hall.meeting.start(hall.delivery(), who("UCARA"))
    await hall.send()
    await _here(hall, huddle, "UMAYA")
    await hall.makes(await hall.seen(huddle), owner="UTHEO", user="UMAYA")
    seen = await hall.seen(huddle)
    if typed:
        await hall.meeting.end(hall.delivery(), who("UCOLE"))
    else:
        on_card = await hall.on_card(seen)
        await hall.meeting.end_by_press(hall.delivery(), who("UCOLE"), seen, on_card)
    absent = await hall.meeting.who_was_absent(who("UANA"), seen)
    assert [each.name for each in absent.people] == ["Dan K."]


async def test_where_nobody_pressed_it_nothing_is_known_and_nobody_gets_a_copy(hall: Hall) -> None:
    huddle = await _one(hall)
    await hall.notes(await hall.seen(huddle), "We ask first")
    await hall.ends(huddle)
    assert [row for row in await hall.all(OutboxRow) if row.part.startswith("copy:")] == []
    absent = await hall.meeting.who_was_absent(who("UANA"), Seen(huddle.id, huddle.version))
    assert "who was there is not known" in str(absent_modal(absent))


async def test_whoever_the_recap_calls_gets_no_copy_beside_it(hall: Hall) -> None:
    huddle = await _one(hall)
    await _here(hall, huddle, "UCARA")
    await hall.makes(await hall.seen(huddle), owner="UDAN", user="UCARA")
    await hall.ends(huddle)
    copies = [row for row in await hall.all(OutboxRow) if row.part.startswith("copy:")]
    assert [row.channel for row in copies] == ["UMAYA"]


async def test_a_rep_who_ran_it_sees_nobody_s_absence(hall: Hall) -> None:
    huddle = await _one(hall)
    await hall.changes(huddle, runs_it="UMAYA")
    with pytest.raises(NotForYou):
        await hall.meeting.who_was_absent(who("UMAYA"), Seen(huddle.id, huddle.version))


async def test_a_press_keeps_the_huddle_from_ending(hall: Hall) -> None:
    huddle = await _one(hall)
    hall.now = huddle.starts_at + timedelta(minutes=18)
    await _here(hall, huddle, "UMAYA")
    assert (await hall.due())["huddles.end"] == hall.now + timedelta(minutes=5)


async def _one(hall: Hall) -> Huddle:
    await hall.asks_who_is_there()
    return await hall.one(people=(ALL,))


async def _here(hall: Hall, huddle: Huddle, user: str) -> bool:
    seen = await hall.seen(huddle)
    pressed = await hall.on_card(seen)
    return await hall.meeting.here(hall.delivery(), who(user), seen, pressed)
