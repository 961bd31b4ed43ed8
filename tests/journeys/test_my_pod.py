"""/pod: my pod, who is there, and being away, busy and back."""

import pytest

from bot.workspace.visitor import words
from tests.journeys.people import Day, Person

pytestmark = pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)


async def test_pod_shows_the_market_its_time_and_who_is_present(day: Day, maya: Person) -> None:
    await maya.runs("/pod")
    shown = (await maya.private())[-1]
    assert "10:41 AM in San Diego" in shown
    assert "Technical specialists" in shown
    assert "Dan Kowalski" in shown
    assert "Omar Haddad" not in shown, "his shift begins at two"


async def test_the_market_s_clock_is_shown_where_the_pod_sits_elsewhere(
    day: Day, raj: Person
) -> None:
    await raj.runs("/pod")
    assert "1:41 PM in Detroit" in (await raj.private())[-1]


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("away 30", "11:11 AM"),
        ("away until 4 PM", "4 PM"),
        ("away 2h", "12:41 PM"),
        ("busy 20", "11:01 AM"),
        ("busy", "11:01 AM"),
    ],
)
async def test_away_and_busy_say_until_when(
    day: Day, maya: Person, dan: Person, typed: str, until: str
) -> None:
    await dan.runs("/pod", typed)
    assert f"until {until}, San Diego time" in (await dan.private())[-1]
    await maya.runs("/pod")
    assert "Dan Kowalski" not in (await maya.private())[-1]


async def test_back_by_the_command_by_its_button_and_by_time(
    day: Day, maya: Person, dan: Person
) -> None:
    await dan.runs("/pod", "away 30")
    await dan.runs("/pod", "back")
    assert "You are back" in (await dan.private())[-1]
    await dan.runs("/pod", "away 30")
    whisper = [one for one in await dan.messages(dan.pod) if one["ephemeral"]][-1]
    await dan.clicks("I'm back", whisper)
    await maya.runs("/pod")
    assert "Dan Kowalski" in (await maya.private())[-1]
    await dan.runs("/pod", "busy 20")
    await day.passes(20 * 60 + 1)
    await maya.runs("/pod")
    assert "Dan Kowalski" in (await maya.private())[-1]


async def test_home_has_the_same_buttons(day: Day, maya: Person, dan: Person) -> None:
    await dan.clicks_in("Busy for 20 minutes", await dan.opens_their_home())
    assert "You are busy until 11:01 AM" in words(await dan.home() or {})
    await dan.clicks_in("I'm back", await dan.home() or {})
    assert "You are busy" not in words(await dan.home() or {})


async def test_without_a_pod_it_says_whom_to_see(day: Day, nora: Person) -> None:
    await nora.runs("/pod", channel=await nora.channel("general"))
    told = (await nora.private())[-1]
    assert "You are not in a pod yet" in told
    assert "Ana Ruiz leads San Diego" in told


async def test_whoever_asks_counts_as_on_a_call(day: Day, maya: Person, dan: Person) -> None:
    await dan.asks("My own customer has no service in Julian?")
    await maya.runs("/pod")
    assert "on a call: Dan Kowalski" in (await maya.private())[-1]
