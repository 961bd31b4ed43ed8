"""A fortnight of a pod, with time that is stepped: a holiday, clocks that go back, a move, and a
bot that is stopped in the middle.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.trial import Setup
from bot.workspace.visitor import buttons, words
from storage.huddles import Huddle, HuddleState
from storage.pods import Pod
from tests.journeys.people import Day, Person, open_day

THERE = ZoneInfo("America/Los_Angeles")
# A Wednesday, nine in San Diego; on Sunday the clocks go back.
BEGINS = datetime(2026, 10, 28, 16, 0, tzinfo=UTC)
ANNOUNCED, OPENED, CALLED_OFF = "Huddle in 15 minutes", "Huddle now", "No huddle on"


@pytest.fixture
async def day(setup: Setup) -> AsyncIterator[Day]:
    async with open_day(replace(setup, starts_at=BEGINS, huddles=True)) as day:
        yield day


async def goes_to(day: Day, when: str) -> None:
    """On to that time in San Diego: nights at once, then from one thing that is due to the next."""
    moment = datetime.fromisoformat(when).replace(tzinfo=THERE)
    left = moment.timestamp() - day.trial.time()
    assert left >= 0, when
    if left > 3 * 3600:
        await day.trial.quiet()
        day.trial.time.step(left - 3 * 3600)
        day.trial.podline.wake()
        await day.quiet()
    await day.passes(moment.timestamp() - day.trial.time())


async def said(day: Day, person: Person, what: str, since: str = "2026-10-28T09:00") -> list[str]:
    """What stands in the pod's channel that says so, since a time there, oldest first."""
    first = datetime.fromisoformat(since).replace(tzinfo=THERE).timestamp()
    shown = await person.messages(person.pod)
    mine = [one for one in shown if float(one["ts"]) >= first and not one["ephemeral"]]
    return [words(one) for one in mine if what in words(one)]


async def met(day: Day) -> list[tuple[str, HuddleState]]:
    """Every huddle of San Diego whose time has come, as its clocks showed it."""
    async with day.trial.podline.database.read() as session:
        its = select(Huddle).join(Pod, col(Pod.id) == col(Huddle.pod_id))
        rows = list(await session.scalars(its.where(col(Pod.key) == "san-diego")))
    now = datetime.fromtimestamp(day.trial.time(), UTC)
    past = sorted((each for each in rows if each.starts_at <= now), key=lambda row: row.starts_at)
    return [(f"{each.starts_at.astimezone(THERE):%m-%d %H:%M}", each.state) for each in past]


@pytest.mark.slow
async def test_a_fortnight_of_a_pod(day: Day, maya: Person, grace: Person, ana: Person) -> None:
    over, missed, skipped = HuddleState.OVER, HuddleState.MISSED, HuddleState.SKIPPED

    # Wednesday: as usual, on daylight saving time.
    await goes_to(day, "2026-10-28T10:16")
    (card,) = await said(day, maya, ANNOUNCED)
    assert "10:30 and 10:50 AM" in card
    await goes_to(day, "2026-10-28T11:30")
    assert await met(day) == [("10-28 10:30", over), ("10-28 10:50", over)]
    assert len(await said(day, maya, "Huddle over")) == 2

    # Friday: the bot is stopped before the first wave, and comes back in time for both.
    await goes_to(day, "2026-10-30T10:20")
    await day.trial.stop_bot()
    day.trial.time.step(timedelta(minutes=13).total_seconds())
    await day.trial.start_bot()
    await day.passes(1)
    assert len(await said(day, maya, OPENED, "2026-10-30T10:00")) == 1
    await goes_to(day, "2026-10-30T11:30")
    assert (await met(day))[2:] == [("10-30 10:30", over), ("10-30 10:50", over)]

    # Monday, the clocks have gone back: at half past ten there, all the same. Moved by its coach.
    await goes_to(day, "2026-11-02T10:16")
    await grace.runs("/agenda", "move 14:30")
    assert "Moved: the huddle of Monday, November 2, 10:30 AM" in (await grace.private())[-1]
    (moved,) = await said(day, maya, "Moved by Grace W.")
    assert "2:30 PM and 2:50 PM, San Diego time" in moved
    await goes_to(day, "2026-11-02T15:30")
    assert (await met(day))[4:] == [("11-02 14:30", over), ("11-02 14:50", over)]

    # Wednesday is called off, and a slip of the same is taken back.
    await goes_to(day, "2026-11-03T12:00")
    await ana.runs("/agenda", "skip everybody is in a training")
    assert "Called off: the huddle on Wednesday, November 4" in (await ana.private())[-1]
    await day.passes(61)
    (off,) = await said(day, maya, CALLED_OFF)
    assert off.startswith("🗣 No huddle on Wednesday, November 4: everybody is in a training")
    await maya.runs("/agenda", "when")
    assert "no huddle: everybody is in a training (Ana R.)" in (await maya.private())[-1]

    # From Thursday on nothing runs until Tuesday: Friday and Monday were missed.
    await goes_to(day, "2026-11-05T12:00")
    await day.trial.stop_bot()
    day.trial.time.step(timedelta(days=5).total_seconds())
    await day.trial.start_bot()
    await day.passes(120)
    assert (await met(day))[6:] == [
        *(("11-04 10:30", skipped), ("11-04 10:50", skipped)),
        *(("11-06 10:30", missed), ("11-06 10:50", missed)),
        *(("11-09 10:30", missed), ("11-09 10:50", missed)),
    ]
    (told,) = [each for each in await ana.direct() if "did not take place" in each]
    assert "• Friday, November 6: 10:30 AM and 10:50 AM" in told
    assert "• Monday, November 9: 10:30 AM and 10:50 AM" in told

    # Veterans Day is a holiday in California: the channel hears it when the bot is back.
    holidays = await said(day, maya, CALLED_OFF, "2026-11-10T00:00")
    assert len(holidays) == 1
    assert "Wednesday, November 11: Veterans Day" in holidays[0]
    assert "The next one is on Friday, November 13, 10:30 AM." in holidays[0]
    await goes_to(day, "2026-11-13T11:30")
    assert (await met(day))[-2:] == [("11-13 10:30", over), ("11-13 10:50", over)]


async def test_a_coach_sets_when_the_pod_meets(day: Day, grace: Person, maya: Person) -> None:
    await grace.runs("/agenda", "schedule")
    errors = await grace.sends(await grace.form(), times="25:00")
    assert "one time for each wave" in errors["times"]
    assert await grace.sends(await grace.form(), times="9:45", minutes="10") == {}
    assert (
        "Saved. The pod meets on Monday, Wednesday and Friday at 9:45"
        in (await grace.private())[-1]
    )
    await goes_to(day, "2026-10-28T09:46")
    assert len(await said(day, maya, OPENED)) == 1
    await maya.runs("/agenda", "schedule")
    assert "Coaches, the team leader and the resource manager say" in (await maya.private())[-1]


async def test_slips_are_taken_back_with_one_press(day: Day, grace: Person, maya: Person) -> None:
    await grace.runs("/agenda", "skip")
    await day.passes(30)
    (card,) = [one for one in await grace.messages(grace.pod) if "Called off" in words(one)]
    assert buttons(card["blocks"]) == ["Bring it back"]
    await grace.clicks("Bring it back", card)
    await grace.runs("/agenda", "once Thursday 14:00")
    (card,) = [one for one in await grace.messages(grace.pod) if "A huddle on" in words(one)]
    await grace.clicks("Undo", card)
    await day.passes(120)
    assert await said(day, maya, "No huddle on Wednesday") == []
    await goes_to(day, "2026-10-28T10:31")
    assert len(await said(day, maya, OPENED)) == 1


async def test_while_something_severe_goes_on_the_coach_meets_later_with_one_press(
    day: Day, luis: Person, grace: Person, maya: Person
) -> None:
    await luis.runs("/alert", "San Diego fiber cut near Ramona, ETA 2 h")
    assert await luis.sends(await luis.form(), severity="severe") == {}
    await goes_to(day, "2026-10-28T10:16")
    direct = (await grace.act("dm", user=day.trial.workspace.state.app.user))["channel"]
    (offer,) = [one for one in await grace.messages(direct) if "Meet later?" in words(one)]
    assert "a severe alert is live in San Diego: Fiber cut near Ramona." in words(offer)
    assert buttons(offer["blocks"]) == ["45 minutes later", "Keep 10:30 AM"]
    await grace.clicks("45 minutes later", offer, direct)
    again = await grace.again(offer, direct)
    assert words(again) == "⏱ Grace W. moved the huddle to 11:15 AM."
    (moved,) = await said(day, maya, "Moved by Grace W.")
    assert "11:15 and 11:35 AM" in moved or "11:15 AM and 11:35 AM" in moved
    await goes_to(day, "2026-10-28T11:14")
    assert await said(day, maya, OPENED) == []
    await goes_to(day, "2026-10-28T11:16")
    assert len(await said(day, maya, OPENED)) == 1
