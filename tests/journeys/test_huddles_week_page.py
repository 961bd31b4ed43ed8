"""What a pod lived through since its last huddle is on the agenda of the next one, on the page: a
coach need not have watched the week.
"""

import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.trial import Setup
from bot.workspace.visitor import words
from tests.journeys.people import Day, Person
from tests.journeys.san_diego import ANNOUNCED, OPENED, goes_to
from tests.workspace.browser import chromium, open_page, problems, window

browser = chromium
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True),
]
TEN = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)  # a Monday in San Diego
TABLET = {
    "situation": "A young man leaves on a two-year mission and keeps no phone.",
    "what_worked": "Move his number to a tablet line; the family keeps it for ten dollars.",
}
TWICE = (
    "Customer was charged twice for October, what do I tell her?",
    "Why was my customer charged two times in October?",
    "Double charge on the October bill, is that known?",
)
OUTAGE = "No service in Ramona since this morning, is there an outage?"
ALONE = "Can two lines share one eSIM on a Pixel?"
# Whoever asked, whoever was slow: none of them is named.
ASKERS = ("Linh", "Jorge", "Sofia")


@pytest.fixture
def setup(setup: Setup) -> Setup:
    return replace(setup, huddles=True, starts_at=TEN)


async def test_the_agenda_tells_of_the_days_since_the_last_huddle_and_a_coach_is_glad_of_it(
    day: Day, browser: Browser, maya: Person, nick: Person, grace: Person, tmp_path: Path
) -> None:
    await _monday_leaves_something_to_do(day, maya)
    await _tuesday_is_busy(day, nick)
    await goes_to(day, "2026-11-18T10:16")
    page = await open_page(browser, day.trial.workspace.url, grace.user, channel=grace.pod)
    hers = window(page, grace.user)
    card = hers.message(ANNOUNCED)
    for line in (
        r"1\. Open since Monday: Write up the steps \(",
        r"\. Roaming in Mexico by car \(2\smin · from Nick\sP\.\)",
        r"\. Fiber cut near Ramona: what customers asked, what worked \(.* · 1 ask, over since",
        r"\. Asked often: “.*October.*” \(.* · 3 asks, none the week before\)",
        r"\. New: A young man leaves on a two-year mission .* \(2\smin · from Maya\sR\.\)",
        r"\. Still without an answer: “Can two lines share one eSIM on a Pixel\?” \(.* on Tuesday",
    ):
        await expect(card).to_contain_text(re.compile(line))
    kept = os.environ.get("PODLINE_SCREENSHOTS")
    await page.screenshot(path=(Path(kept) if kept else tmp_path) / "agenda-11-of-a-week.png")
    said = words(await grace.card(ANNOUNCED))
    lines = re.findall(r"^\d\. .*?\((\d+)\smin", said, re.MULTILINE)
    assert 5 <= len(lines) <= 7
    assert sum(map(int, lines)) <= 15
    assert [name for name in ASKERS if name in said] == []
    assert problems(page) == []


async def _monday_leaves_something_to_do(day: Day, maya: Person) -> None:
    theo = await day.person("theo")
    await maya.runs("/agenda", "add Port-in PINs")
    await goes_to(day, "2026-11-16T10:31")
    await maya.clicks("Turn into an action item", await maya.card(OPENED))
    action = {"text": "Write up the steps", "owner": theo.user, "due": "2026-11-20"}
    assert await maya.sends(await maya.form(), **action) == {}
    await goes_to(day, "2026-11-16T12:00")


async def _tuesday_is_busy(day: Day, nick: Person) -> None:
    maya, dan, luis = [await day.person(each) for each in ("maya", "dan", "luis")]
    await goes_to(day, "2026-11-17T09:00")
    for hour, question in enumerate(TWICE, start=9):
        asker = await day.person(ASKERS[hour - 9].lower())
        await goes_to(day, f"2026-11-17T{hour:02}:05")
        card = await asker.asks(question)
        await dan.writes("It is paid back by Friday; the bill team knows.", card)
        await asker.clicks("This worked", await asker.again(card))
    await luis.runs("/alert", "San Diego fiber cut near Ramona, ETA 2 h")
    assert await luis.sends(await luis.form(), severity="severe") == {}
    await day.passes(5)
    await (await day.person("sofia")).runs("/advise", OUTAGE)
    await (await day.person("jorge")).runs("/advise", ALONE)
    await maya.runs("/practice", "new")
    assert await maya.sends(await maya.form(), **TABLET) == {}
    await nick.runs("/agenda", "add Roaming in Mexico by car")
    await goes_to(day, "2026-11-17T13:00")
    await luis.clicks("All clear", await luis.card("Fiber cut near Ramona"))
    assert await luis.sends(await luis.form(), end_words="Service is back.") == {}
