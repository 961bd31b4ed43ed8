"""What takes time is read before the transaction that writes an agenda."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from bot.errors import NotSaved
from bot.huddles.agenda import ahead as module
from bot.huddles.agenda import drafting
from bot.huddles.agenda.ahead import Ahead
from bot.huddles.facts import Due
from bot.huddles.subjects import agenda_subject
from storage.huddles import HuddleState
from storage.timers import list_due_timers, set_timer
from tests.bot.huddles.gathering.scene import PodWeek


async def fires(week: PodWeek, meanwhile: str = "") -> None:
    """The timer of the draft; a member adds something after it was read ahead."""
    ahead = Ahead(week.tools)
    async with week.database.write() as session:
        await set_timer(session, Due.DRAFT, agenda_subject(week.agenda.id), week.now)
    async with week.database.read() as session:
        (timer,) = [
            each for each in await list_due_timers(session, week.now) if each.kind == Due.DRAFT
        ]

    async def act(timer_id: UUID, now: datetime) -> None:
        if meanwhile:
            await week.adds(meanwhile)
        async with week.database.write() as session:
            about = week.place, week.agenda, week.huddles
            await ahead.draft(session, week.tools, *about, now)

    await ahead.before(act)(timer.id, week.now)
    assert ahead._read == {}


async def test_nothing_is_looked_up_where_it_is_written_and_members_are_still_heard(
    week: PodWeek, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_about: object) -> None:
        raise AssertionError

    monkeypatch.setattr(drafting, "gather_week", never)
    await week.searches("esim for kids", "UDAN", "UMAYA")
    await fires(week, meanwhile="Roaming in Mexico")
    assert await week.texts() == [
        "Roaming in Mexico",
        "Searched without a result: “esim for kids”",
    ]


async def test_where_it_cannot_be_read_ahead_it_is_read_then(
    week: PodWeek, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_about: object) -> None:
        raise NotSaved

    monkeypatch.setattr(module, "gather_week", fails)
    await week.searches("esim for kids", "UDAN", "UMAYA")
    await fires(week)
    assert await week.texts() == ["Searched without a result: “esim for kids”"]


@pytest.mark.parametrize("announced", [False, True])
async def test_an_agenda_that_is_made_already_is_not_read(
    week: PodWeek, monkeypatch: pytest.MonkeyPatch, announced: bool
) -> None:
    async def never(*_about: object) -> None:
        raise AssertionError

    monkeypatch.setattr(module, "gather_week", never)
    if announced:
        week.agenda.announced_at = week.now
    for huddle in week.huddles:
        huddle.state = HuddleState.PLANNED if announced else HuddleState.OVER
    await week.add(week.agenda, *week.huddles)
    await fires(week)


async def test_what_was_read_a_moment_ago_is_not_taken_for_now(week: PodWeek) -> None:
    ahead = Ahead(week.tools)
    ahead._read[week.agenda.id] = week.now - timedelta(minutes=1), []
    await week.searches("esim for kids", "UDAN", "UMAYA")
    async with week.database.write() as session:
        about = week.place, week.agenda, week.huddles
        await ahead.draft(session, week.tools, *about, week.now)
    assert len(await week.texts()) == 1
