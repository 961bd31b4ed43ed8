"""Whoever was not there gets the recap alone: not in their night, and one message for all that they
missed."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import AlreadyHandled
from bot.huddles.facts import Due
from bot.huddles.meeting.rules import there_from
from bot.huddles.subjects import reader_of
from bot.pods.facts import MarketFacts, MemberFacts, PodFacts
from storage.hours import Hours
from storage.huddles import Huddle
from storage.huddles_copies import find_reader
from storage.ids import new_id
from storage.outbox import OutboxRow
from storage.pods import Organisation, Role
from storage.timers import Timer, cancel_timers, claim_timer
from tests.bot.huddles.meeting.scene import Hall, shown

ALL = ("UMAYA", "UDAN", "UTHEO", "UCARA")
NIGHT = {day: [["22:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
TEN_AT_NIGHT = datetime(2026, 11, 17, 6, 0, tzinfo=UTC)  # in San Diego, on Monday


async def test_whoever_was_away_or_outside_their_hours_gets_one_and_nobody_is_named(
    hall: Hall,
) -> None:
    await hall.member("UDAN", away_until=hall.now + timedelta(hours=2))
    await hall.member("UTHEO", hours={"mon": [["14:00", "22:00"]]})
    await hall.member("UMAYA", busy_until=hall.now + timedelta(hours=2))
    await hall.member("UNINA", away_until=hall.now + timedelta(hours=2))  # of no wave
    await _meets(hall)
    (recap,) = (each for each in await hall.all_said() if each.part == "recap")
    assert "Dan" not in shown(recap)
    assert await _copies(hall) == []
    hall.now += timedelta(days=1)
    await hall.tick()
    copies = await _copies(hall)
    assert sorted(each.channel for each in copies) == ["UDAN"]
    assert "We ask first" in shown(copies[0])
    assert "Your copy: the huddle was outside your hours" in shown(copies[0])


async def test_nobody_s_bell_rings_in_their_night(hall: Hall) -> None:
    await hall.member("UDAN", hours=NIGHT)
    await _meets(hall)
    assert (await hall.due())[Due.COPY] == TEN_AT_NIGHT
    hall.now = TEN_AT_NIGHT - timedelta(seconds=1)
    await hall.tick()
    assert await _copies(hall) == []
    hall.now = TEN_AT_NIGHT
    await hall.tick()
    assert [each.channel for each in await _copies(hall)] == ["UDAN"]


async def test_all_that_somebody_missed_is_one_message(hall: Hall) -> None:
    back = hall.now + timedelta(days=9)
    await hall.member("UDAN", away_until=back)
    for slot, days in (("mon", 0), ("wed", 2), ("fri", 2)):
        hall.now += timedelta(days=days)
        huddle = await _meets(hall, slot, f"Decided on {slot}")
        await hall.changes(huddle, local_date=hall.now.date())
    hall.now = back + timedelta(hours=3)
    await hall.tick()
    (copy,) = await _copies(hall)
    assert "Decided on fri" in shown(copy)
    assert "Before it: Mon, Nov 16 · Wed, Nov 18. `/agenda recap` with a few words" in shown(copy)
    assert Due.COPY not in await hall.due()


async def test_what_was_closed_meanwhile_reads_so(hall: Hall) -> None:
    await hall.member("UDAN", hours=NIGHT)
    huddle = await hall.one(people=(ALL,))
    action = await hall.makes(await hall.seen(huddle))
    await hall.ends(huddle)
    async with hall.database.write() as session:
        mine = await session.get(type(action), action.id)
        assert mine is not None
        mine.closed_at = hall.now
    hall.now = TEN_AT_NIGHT
    await hall.tick()
    (copy,) = await _copies(hall)
    assert "• ✅ Write up the steps (Theo B.)" in shown(copy)


async def test_whoever_is_still_away_then_reads_it_later(hall: Hall) -> None:
    await hall.member("UDAN", away_until=hall.now + timedelta(hours=3))
    await _meets(hall)
    longer = hall.now + timedelta(days=1)
    await hall.member("UDAN", away_until=longer)
    hall.now += timedelta(hours=4)
    await hall.tick()
    assert await _copies(hall) == []
    assert (await hall.due())[Due.COPY] == longer
    hall.now = longer
    await hall.tick()
    assert len(await _copies(hall)) == 1


async def test_whoever_left_or_went_to_another_pod_reads_nothing(hall: Hall) -> None:
    for user in ("UDAN", "UTHEO"):
        await hall.member(user, away_until=hall.now + timedelta(hours=3))
    await _meets(hall)
    await hall.member("UDAN", left_at=hall.now)
    await hall.member("UTHEO", pod_id=hall.there)
    hall.now += timedelta(days=1)
    await hall.tick()
    assert await _copies(hall) == []
    assert Due.COPY not in await hall.due()


async def test_words_that_are_forgotten_by_then_are_sent_to_nobody(hall: Hall) -> None:
    await hall.member("UDAN", away_until=hall.now + timedelta(hours=3))
    huddle = await _meets(hall)
    await hall.changes(huddle, lines=[])
    hall.now += timedelta(days=1)
    await hall.tick()
    assert await _copies(hall) == []


async def test_two_replicas_send_one(hall: Hall) -> None:
    back = hall.now + timedelta(days=3)
    await hall.member("UDAN", away_until=back)
    for slot in ("mon", "wed", "fri"):
        await _meets(hall, slot)
    hall.now = back
    act = hall.meeting.acts()[Due.COPY]
    due = [each.id for each in await hall.all(Timer) if each.kind == Due.COPY]
    assert len(due) == 3
    await asyncio.gather(*(act(each, back) for each in (*due, *due)), return_exceptions=True)
    assert len(await _copies(hall)) == 1


async def test_a_replica_that_is_about_to_send_it_is_waited_for(hall: Hall) -> None:
    back = hall.now + timedelta(days=3)
    await hall.member("UDAN", away_until=back)
    for slot in ("mon", "wed"):
        await _meets(hall, slot)
    hall.now = back
    mine, theirs = (each for each in await hall.all(Timer) if each.kind == Due.COPY)
    async with hall.database.write() as session:
        reader = reader_of(mine.subject)
        assert reader is not None
        assert await find_reader(session, reader)
        assert await claim_timer(session, theirs.id, back)
        other = asyncio.ensure_future(hall.meeting.acts()[Due.COPY](mine.id, back))
        await asyncio.sleep(0.2)
        await cancel_timers(session, mine.subject, Due.COPY)
    with pytest.raises(AlreadyHandled):
        await other
    assert await _copies(hall) == []


ALWAYS: Hours = ()
AFTERNOON: Hours = tuple((day * 1440 + 14 * 60, day * 1440 + 22 * 60) for day in range(7))


@pytest.mark.parametrize(
    ("hours", "now", "away", "there"),
    [
        (AFTERNOON, (16, 19), None, (16, 22)),  # eleven in San Diego: at two
        (AFTERNOON, (16, 23), None, None),  # at three they are there
        (AFTERNOON, (17, 7), None, (17, 22)),  # eleven at night: at two on the next day
        (AFTERNOON, (16, 19), (19, 0), (19, 0)),  # away until Wednesday at four
        (AFTERNOON, (16, 19), (18, 15), (18, 22)),  # until Wednesday at seven: at two
        (ALWAYS, (16, 19), (16, 23), (16, 23)),
        (ALWAYS, (16, 19), (17, 11), (17, 16)),  # until three in the night: at eight
    ],
)
def test_they_are_there_again_when_their_hours_say_so(
    hours: Hours,
    now: tuple[int, int],
    away: tuple[int, int] | None,
    there: tuple[int, int] | None,
) -> None:
    market = MarketFacts(new_id(), "sd", "San Diego", "America/Los_Angeles", ())
    pod = PodFacts(
        *(new_id(), "T1", "sd", "San Diego", "", "C1", None, Organisation.OWN),
        hours=(),
        settings={},
    )
    until = datetime(2026, 11, *away, tzinfo=UTC) if away else None
    dan = MemberFacts(
        *(new_id(), "T1", "UDAN", pod.id, "Dan K.", Role.REP, (), hours), away_until=until
    )
    expected = datetime(2026, 11, *there, tzinfo=UTC) if there else None
    assert there_from(dan, pod, market, datetime(2026, 11, *now, tzinfo=UTC)) == expected


async def _meets(hall: Hall, slot: str = "mon", text: str = "We ask first") -> Huddle:
    """A huddle with a recap, without its half an hour before."""
    hall.now -= timedelta(minutes=30)
    huddle = await hall.one(people=(ALL,), slot=slot)
    await hall.notes(await hall.seen(huddle), text)
    await hall.ends(huddle)
    return huddle


async def _copies(hall: Hall) -> list[OutboxRow]:
    return [each for each in await hall.all_said() if each.part.startswith("copy:")]
