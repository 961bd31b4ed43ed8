"""A fortnight of a pod whose bot is killed at the worst moments: a holiday, clocks that go back, a
move, a huddle that is called for, days without any bot. Each huddle is opened once or reported as
missed, no word is lost, nothing is said twice, and the calendar shows what was.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientError
from icalendar import Calendar
from sqlalchemy import func, select
from sqlmodel import col

from bot.trial import Setup
from bot.workspace.visitor import Refused, words
from storage.huddles import HuddleState
from storage.outbox import OutboxRow, RowState
from tests.bot.huddles.links.reading import events, occurring
from tests.journeys.mortal import Mortal, dies
from tests.journeys.people import Day, Person, open_day
from tests.journeys.san_diego import (
    ANNOUNCED,
    CALLED_OFF,
    CAME,
    OPENED,
    OVER,
    THERE,
    at,
    goes_to,
    met,
    said,
    shown,
    states,
)

# A Wednesday, nine in San Diego; on Sunday the clocks go back.
BEGINS = datetime(2026, 10, 28, 16, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 10, 28), date(2026, 11, 20)
PINS, PICKUP, ROAMING, TRADE_IN = (
    *("Port-in PINs: what do we ask first?", "Pick-up is ready when the store is called"),
    *("Roaming in Mexico by car", "Trade-in prices changed"),
)
DECIDED, TO_DO, SENT_PINS = (
    *("We ask for the account PIN first.", "Write up the steps"),
    "Customers get a text with the PIN.",
)


@pytest.fixture
async def day(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Day]:
    monkeypatch.setattr("bot.trial.Podline", Mortal)
    async with open_day(replace(setup, starts_at=BEGINS, huddles=True)) as day:
        yield day


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_a_fortnight_of_a_pod_whose_bot_is_killed_again_and_again(day: Day) -> None:
    address = await _calendar_of(await day.person("maya"))
    first = await _reads(day, address)
    await _wednesday_it_dies_as_people_add_and_as_the_agenda_is_announced(day)
    await _wednesday_it_dies_while_two_act_at_once_and_as_the_recap_is_said(day)
    await _friday_it_dies_as_the_huddle_opens(day)
    await _monday_it_dies_as_the_huddle_is_moved_and_as_the_calendar_is_read(day, address, first)
    await _one_is_called_off_and_another_called_for(day)
    await _then_nothing_runs_for_days(day)
    await _after_the_holiday_all_that_was_left_comes_back(day)
    await _assert_each_was_opened_once_or_missed(day)
    await _assert_nothing_was_said_twice_and_nothing_given_up(day)
    _assert_shows_what_was(await _reads(day, address))


async def _wednesday_it_dies_as_people_add_and_as_the_agenda_is_announced(day: Day) -> None:
    maya, nick = await day.person("maya"), await day.person("nick")
    await maya.runs("/agenda", f"add {PINS}")
    async with dies(day, after="INSERT INTO agenda_item"):
        answer = await nick.commands(nick.pod, "/agenda", f"add {PICKUP}")
        assert not answer["acked"], "it died before it could answer"
    await nick.runs("/agenda", f"add {PICKUP}")
    assert "That is on the agenda for today" in (await nick.private())[-1]
    await maya.runs("/agenda", f"add {ROAMING}")
    await nick.runs("/pod", "away until 3 PM")

    async with dies(day, saying=ANNOUNCED):
        await goes_to(day, "2026-10-28T10:16")
    await goes_to(day, "2026-10-28T10:20")
    (card,) = await said(day, maya, ANNOUNCED, "2026-10-28T10:00")
    assert "10:30 and 10:50 AM" in card
    assert [card.count(each) for each in (PINS, PICKUP, ROAMING)] == [1, 1, 1]

    # For thirteen minutes, over the start of the first wave.
    async with dies(day, away=timedelta(minutes=13).total_seconds()):
        pass
    await day.passes(20)
    assert len(await said(day, maya, OPENED, "2026-10-28T10:00")) == 1


async def _wednesday_it_dies_while_two_act_at_once_and_as_the_recap_is_said(day: Day) -> None:
    maya, nick, grace, theo = [await day.person(each) for each in ("maya", "nick", "grace", "theo")]
    card = await grace.card(OPENED)
    await grace.clicks("Done with a note", card)
    await maya.clicks("Turn into an action item", card)
    note, to_do = await grace.form(), await maya.form()
    action = {"text": TO_DO, "owner": theo.user, "due": "2026-11-04"}
    async with dies(day, after="INSERT INTO huddle_step"):
        both = (grace.submits(note, text=DECIDED), maya.submits(to_do, **action))
        noted, made = await asyncio.gather(*both, return_exceptions=True)
    # Slack keeps the form of whoever got no answer open: they do not know whether it was saved, and
    # send it again. Maya's may have been answered before the kill.
    assert isinstance(noted, Refused)
    assert await grace.sends(note, text=DECIDED) == {}
    if isinstance(made, Refused):
        assert await maya.sends(to_do, **action) == {}
    card = await grace.again(card)
    assert PICKUP in words(card)
    async with dies(day, after="INSERT INTO huddle_step"):
        await grace.presses(card, "Park", grace.pod)
    await day.passes(20)
    assert ROAMING in words(await grace.again(card)), "what was pressed is shown all the same"

    async with dies(day, saying=CAME, away=40):
        await goes_to(day, "2026-10-28T11:30")
    await goes_to(day, "2026-10-28T11:45")
    assert len(await said(day, maya, OVER, "2026-10-28T10:00")) == 2
    (recap,) = await said(day, maya, CAME, "2026-10-28T10:00")
    assert [recap.count(each) for each in (DECIDED, TO_DO, PICKUP, ROAMING)] == [1, 1, 1, 1]
    # Whoever was not there reads it once they are: the late shift at two, Nick at three.
    assert not [each for each in await nick.direct() if CAME in each]
    async with dies(day, saying=CAME):
        await goes_to(day, "2026-10-28T15:05")
    await goes_to(day, "2026-10-28T15:30")
    (copy,) = [each for each in await nick.direct() if CAME in each]
    assert [copy.count(each) for each in (DECIDED, TO_DO)] == [1, 1]


async def _friday_it_dies_as_the_huddle_opens(day: Day) -> None:
    """Once it is marked as open and nobody has seen that; then as its card stands in Slack."""
    maya = await day.person("maya")
    async with dies(day, saying=OPENED):
        async with dies(day, after="UPDATE huddle SET state"):
            await goes_to(day, "2026-10-30T10:31")
        await goes_to(day, "2026-10-30T10:35")
    await goes_to(day, "2026-10-30T10:40")
    assert len(await said(day, maya, OPENED, "2026-10-30T10:00")) == 1
    (card,) = await said(day, maya, ANNOUNCED, "2026-10-30T10:00")
    assert PINS not in card
    assert [card.count(each) for each in (TO_DO, PICKUP, ROAMING)] == [1, 1, 1]
    async with dies(day, after="UPDATE huddle SET state"):  # as the first wave ends by itself
        await goes_to(day, "2026-10-30T10:55")
    await goes_to(day, "2026-10-30T11:30")
    assert len(await said(day, maya, OVER, "2026-10-30T10:00")) == 2


async def _monday_it_dies_as_the_huddle_is_moved_and_as_the_calendar_is_read(
    day: Day, address: str, first: bytes
) -> None:
    """The clocks have gone back: it is at half past ten there, all the same."""
    maya, grace = await day.person("maya"), await day.person("grace")
    await goes_to(day, "2026-11-02T10:16")
    (card,) = await said(day, maya, ANNOUNCED, "2026-11-02T10:00")
    assert "10:30 and 10:50 AM" in card
    async with dies(day, after="UPDATE huddle SET starts_at"):
        await grace.commands(grace.pod, "/agenda", "move 14:30")
    await grace.runs("/agenda", "move 14:30")
    assert "There is a huddle on Monday, November 2" in (await grace.private())[-1]
    async with dies(day, after="UPDATE huddle_calendar"):
        with pytest.raises(ClientError):
            await _reads(day, address)
    body = await _reads(day, address)
    assert await _reads(day, address) == body
    assert await _reads(day, address) == body
    assert _revisions(first) == {0}
    assert _revisions(body) == {1}, "counted once"
    await goes_to(day, "2026-11-02T15:30")
    (moved,) = await said(day, maya, "Moved by Grace W.", "2026-11-02T10:00")
    assert "2:30 and 2:50 PM, San Diego time" in moved
    assert len(await said(day, maya, OVER, "2026-11-02T10:00")) == 2


async def _one_is_called_off_and_another_called_for(day: Day) -> None:
    maya, grace, ana, theo = [await day.person(each) for each in ("maya", "grace", "ana", "theo")]
    await goes_to(day, "2026-11-03T12:00")
    assert len([each for each in await theo.direct() if f"📌 {TO_DO}" in each]) == 1
    await ana.runs("/agenda", "skip everybody is in a training")
    assert "Called off: the huddle on Wednesday, November 4" in (await ana.private())[-1]
    async with dies(day, away=30):  # in the minute in which a slip reaches nobody
        pass
    async with dies(day, saying=CALLED_OFF):
        await day.passes(60)
    await day.passes(60)
    (off,) = await said(day, maya, CALLED_OFF, "2026-11-03T00:00")
    assert off.startswith("🗣 No huddle on Wednesday, November 4: everybody is in a training")

    async with dies(day, after="INSERT INTO huddle "):
        await grace.commands(grace.pod, "/agenda", "once Thursday 14:00")
    await grace.runs("/agenda", "once Thursday 14:00")
    assert "There is a huddle on Thursday, November 5" in (await grace.private())[-1]
    await goes_to(day, "2026-11-05T14:01")
    assert len(await said(day, maya, ANNOUNCED, "2026-11-05T00:00")) == 1
    await goes_to(day, "2026-11-05T15:00")
    assert len(await said(day, maya, OVER, "2026-11-05T00:00")) == 2


async def _then_nothing_runs_for_days(day: Day) -> None:
    """From the moment at which Friday's is marked as open, before anybody saw it, until Tuesday."""
    maya, nick, ana = [await day.person(each) for each in ("maya", "nick", "ana")]
    await nick.runs("/agenda", f"add {TRADE_IN}")
    days = timedelta(days=4).total_seconds()
    async with dies(day, saying="did not take place"):
        async with dies(day, after="UPDATE huddle SET state", away=days):
            await goes_to(day, "2026-11-06T10:31")
        await day.passes(60)
    await goes_to(day, "2026-11-10T12:00")
    assert await said(day, maya, OPENED, "2026-11-06T00:00") == []
    (told,) = [each for each in await ana.direct() if "did not take place" in each]
    assert "• Friday, November 6: 10:30 and 10:50 AM" in told
    assert "• Monday, November 9: 10:30 and 10:50 AM" in told
    # A holiday in California: the channel hears it when the bot is back.
    (off,) = await said(day, maya, CALLED_OFF, "2026-11-10T00:00")
    assert "Wednesday, November 11: Veterans Day" in off
    assert "The next one is on Friday, November 13, 10:30 AM." in off


async def _after_the_holiday_all_that_was_left_comes_back(day: Day) -> None:
    maya, grace, theo = [await day.person(each) for each in ("maya", "grace", "theo")]
    await goes_to(day, "2026-11-13T10:31")
    (card,) = await said(day, maya, ANNOUNCED, "2026-11-13T10:00")
    assert [card.count(each) for each in (TO_DO, TRADE_IN)] == [1, 1]
    assert card.index(TO_DO) < card.index(TRADE_IN)
    walk = await grace.card(OPENED)
    assert TO_DO in words(walk)
    async with dies(day, after="UPDATE action_item"):
        await grace.presses(walk, "It is done", grace.pod)
    await day.passes(20)
    walk = await grace.again(walk)
    assert TRADE_IN in words(walk)
    await grace.clicks("Done with a note", walk)
    assert await grace.sends(await grace.form(), text=SENT_PINS) == {}
    async with dies(day, after="UPDATE huddle SET state"):
        await grace.commands(grace.pod, "/agenda", "end")
    await goes_to(day, "2026-11-13T11:30")
    (recap,) = await said(day, maya, CAME, "2026-11-13T10:00")
    assert [recap.count(each) for each in (SENT_PINS, TO_DO, TRADE_IN)] == [1, 1, 1]
    assert "Your action items" not in words(await theo.opens_their_home())
    await maya.runs("/agenda", "recap account PIN")
    assert DECIDED in (await maya.private())[-1]


async def _assert_each_was_opened_once_or_missed(day: Day) -> None:
    held = await met(day)
    assert states(held, HuddleState.OVER) == at(
        *("10-28 10:30 10:50", "10-30 10:30 10:50", "11-02 14:30 14:50"),
        *("11-05 14:00 14:20", "11-13 10:30 10:50"),
    )
    missed, off = at("11-06 10:30 10:50", "11-09 10:30 10:50"), at("11-04 10:30 10:50")
    assert states(held, HuddleState.MISSED) == missed
    assert set(states(held, HuddleState.SKIPPED)) >= set(off)
    assert len(await said(day, await day.person("maya"), OVER, "2026-10-28T00:00")) == 10


async def _assert_nothing_was_said_twice_and_nothing_given_up(day: Day) -> None:
    """In Slack itself."""
    state = day.trial.workspace.state
    everything = [
        (channel.id, message)
        for channel in state.channels
        for message in channel.log.by_ts.values()
        if message.user == state.app.user
    ]
    rows = Counter(each.metadata["event_payload"]["row"] for _, each in everything if each.metadata)
    assert len(rows) > 30
    assert set(rows.values()) == {1}
    texts = Counter((channel, _day_of(each.ts), each.text) for channel, each in everything)
    assert [each for each, times in texts.items() if times > 1] == []
    async with day.trial.podline.database.read() as session:
        dead = select(func.count()).where(col(OutboxRow.state) == RowState.DEAD)
        assert await session.scalar(dead) == 0


def _assert_shows_what_was(body: bytes) -> None:
    """By two programs that are not ours: what was missed by us stands there, as it may have been
    held all the same.
    """
    read: Any = Calendar.from_ical(body)
    assert [each.errors for each in read.walk() if each.errors] == []
    found = occurring(body, FIRST, LAST)
    assert {each.minutes for each in found} == {15}
    assert [shown(each.starts_at) for each in found] == at(
        *("10-28 10:30 10:50", "10-30 10:30 10:50", "11-02 14:30 14:50", "11-05 14:00 14:20"),
        *("11-06 10:30 10:50", "11-09 10:30 10:50", "11-13 10:30 10:50"),
        *("11-16 10:30 10:50", "11-18 10:30 10:50", "11-20 10:30 10:50"),
    )


async def _calendar_of(person: Person) -> str:
    """Its address, as `/agenda calendar` gives it."""
    await person.runs("/agenda", "calendar")
    (address,) = [
        word.strip("`") for word in (await person.private())[-1].split() if "/calendar/" in word
    ]
    return address


async def _reads(day: Day, address: str) -> bytes:
    async with day.session.get(address) as answer:
        assert answer.status == 200
        return await answer.read()


def _revisions(body: bytes) -> set[int]:
    """How often the series of either half were changed."""
    series: Sequence[Any] = [each for each in events(body) if "RRULE" in each]
    assert len(series) == 2
    return {int(each["SEQUENCE"]) for each in series}


def _day_of(ts: str) -> str:
    return f"{datetime.fromtimestamp(float(ts), THERE):%m-%d}"
