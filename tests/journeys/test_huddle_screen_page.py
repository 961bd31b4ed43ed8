"""The screen of a huddle in a real Chromium, while others press in Slack."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, ViewportSize, expect

from bot.delivery.transaction import Transactions
from bot.huddles.links.service import LinksService
from bot.huddles.tools import Tools
from bot.text.masking import Masker
from bot.trial import Setup
from bot.web.huddles import huddle_routes
from bot.web.server import WebServer
from storage.database import Database
from tests.journeys.people import TRIES, Day, Person, Stopwatch, open_day
from tests.workspace.browser import chromium

browser = chromium
pytestmark = pytest.mark.browser
only_sqlite = pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)
TEN = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)  # a Monday in San Diego
ITEMS = (
    "Ramona outage: what customers asked, what worked",
    "Pick-up is ready when the store is called first",
    "Port-in PINs: what do we ask first?",
)
NOW_ON = "Huddle now"
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</main><script>alert(2)</script>",
    "<svg/onload=alert(3)>{{7*7}}",
)


@pytest.fixture
async def day(setup: Setup) -> AsyncIterator[Day]:
    async with open_day(replace(setup, starts_at=TEN, huddles=True)) as day:
        yield day


async def _opens(day: Day, coach: Person, *texts: str) -> str:
    """A huddle of these items begins; the address of its screen, from its card."""
    for text in texts:
        await coach.runs("/agenda", f"add {text}")
    await day.passes(30 * 60)
    card = await coach.card(NOW_ON)
    await coach.clicks("Show on a screen", card)
    await day.quiet()
    state = day.trial.workspace.state
    found = [
        str(channel.log.slack(message))
        for channel in state.channels
        for message in state.ephemerals.listing(coach.user, channel.id)
    ]
    (address,) = set(re.findall(r"http://127\.0\.0\.1:\d+/huddles/[\w-]+", " ".join(found)))
    return str(address)


@asynccontextmanager
async def _shown(
    browser: Browser, address: str, scripts: bool = True, width: int = 1280, dark: bool = False
) -> AsyncIterator[Page]:
    """The page; fails where it raised an error, broke its policy or asked anybody else."""
    problems: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            problems.append(message.text)

    context = await browser.new_context(
        java_script_enabled=scripts,
        viewport=ViewportSize(width=width, height=800),
        color_scheme="dark" if dark else "light",
    )
    page = await context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", note)
    page.on("dialog", lambda dialog: problems.append(f"dialog: {dialog.message}"))
    page.on("request", lambda asked: None if asked.url == address else problems.append(asked.url))
    await page.goto(address)
    yield page
    await context.close()
    assert problems == []


async def _shoot(page: Page, folder: Path, name: str) -> None:
    """A picture for whoever looks into a failure; PODLINE_SCREENSHOTS keeps them elsewhere."""
    kept = os.environ.get("PODLINE_SCREENSHOTS")
    await page.screenshot(path=(Path(kept) if kept else folder) / f"{name}.png")


@only_sqlite
async def test_the_screen_follows_along_and_comes_back_after_a_restart(
    day: Day, browser: Browser, grace: Person, tmp_path: Path
) -> None:
    address = await _opens(day, grace, *ITEMS)
    async with _shown(browser, address) as page:
        await expect(page.get_by_role("heading", level=1)).to_have_text(
            "San Diego huddle, first half"
        )
        current = page.locator("[aria-current=step]")
        await expect(current).to_contain_text(ITEMS[0])
        await expect(current).to_contain_text("Now")
        await expect(page.locator(".left")).to_contain_text("left for this")
        await expect(page.locator("li")).to_have_count(3)
        async with page.expect_response(lambda answer: answer.status == 304):
            pass  # while nothing changes, nothing is sent
        await _shoot(page, tmp_path, "screen-1-now")

        await grace.clicks("Done with a note", await grace.card(NOW_ON))
        await grace.sends(await grace.form(), text="Say cause, who is on it, and the hour.")
        await expect(current).to_contain_text(ITEMS[1])
        await grace.clicks("Park", await grace.card(NOW_ON))
        await expect(current).to_contain_text(ITEMS[2])
        await expect(page.locator("li .mark")).to_have_text(["Done", "Parked", "Now"])
        await expect(page.get_by_text("Say cause, who is on it, and the hour.")).to_be_visible()
        await expect(page.get_by_role("status")).to_have_text(f"Now: {ITEMS[2]}")
        await _shoot(page, tmp_path, "screen-2-later")

        await day.trial.stop_bot()
        trouble = page.get_by_role("alert")
        await expect(trouble).to_contain_text("Not connected to Podline")
        await _shoot(page, tmp_path, "screen-3-not-connected")
        await day.trial.start_bot()
        await expect(trouble).to_be_hidden()
        await grace.runs("/agenda", "end")
        await expect(page.get_by_text("This huddle is over.").first).to_be_visible()
        await _shoot(page, tmp_path, "screen-4-over")
        # The clock jumps a day: the link has ended.
        day.trial.time.step(2 * 86_400)
        await expect(trouble).to_contain_text("This page has ended")


@only_sqlite
async def test_what_is_talked_about_is_in_view_however_long_the_agenda(
    day: Day, browser: Browser, grace: Person, tmp_path: Path
) -> None:
    """On a wall nobody scrolls; whoever does so at a desk is left alone until the next item."""
    texts = [
        f"Item {number}: what do we say, and who asks the lab about it?" for number in "1234567"
    ]
    address = await _opens(day, grace, *texts)
    async with _shown(browser, address) as page:
        current = page.locator("[aria-current=step]")
        for text in texts[1:6]:
            await grace.clicks("Next", await grace.card(NOW_ON))
            await expect(current).to_contain_text(text)
            await expect(current).to_be_in_viewport(ratio=1)
            await expect(page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)
        await _shoot(page, tmp_path, "screen-7-sixth")
        await page.evaluate("window.scrollTo(0, 0)")
        async with page.expect_response(lambda answer: answer.status in (200, 304)):
            pass
        assert await page.evaluate("window.scrollY") == 0


async def test_a_press_that_another_replica_took_is_shown_within_two_seconds(
    day: Day, browser: Browser, grace: Person
) -> None:
    address = await _opens(day, grace, *ITEMS)
    database = Database(day.trial.settings.database_url)
    links = LinksService(Tools(Transactions(database), Masker(), ""))
    server = WebServer(
        *("127.0.0.1", 0, _ready, _nothing),
        huddle_routes(links, day.trial.podline.clock.now),
    )
    there = f"http://127.0.0.1:{await server.start()}/huddles/{address.rpartition('/')[2]}"
    took: list[float] = []
    async with _shown(browser, there) as page:
        for item in ITEMS[1:]:
            await expect(page.locator("[aria-current=step]")).to_be_visible()
            await grace.clicks("Next", await grace.card(NOW_ON))
            watch = Stopwatch()
            await expect(page.locator("[aria-current=step]")).to_contain_text(item)
            took.append(watch.seconds)
    await server.stop()
    await database.close()
    assert len(took) < TRIES
    assert min(took) < 2


@only_sqlite
async def test_without_scripts_it_reads_itself_anew(
    day: Day, browser: Browser, grace: Person, tmp_path: Path
) -> None:
    address = await _opens(day, grace, *ITEMS)
    async with _shown(browser, address, scripts=False, width=360, dark=True) as page:
        await expect(page.locator("[aria-current=step]")).to_contain_text(ITEMS[0])
        await expect(page.locator(".left")).to_contain_text("left of the huddle")
        await grace.clicks("Next", await grace.card(NOW_ON))
        await expect(page.locator("[aria-current=step]")).to_contain_text(ITEMS[1])
        await _shoot(page, tmp_path, "screen-5-narrow-dark")


@only_sqlite
async def test_hostile_words_are_only_words(
    day: Day, browser: Browser, grace: Person, tmp_path: Path
) -> None:
    address = await _opens(day, grace, *HOSTILE)
    async with _shown(browser, address) as page:
        for text in HOSTILE:
            await expect(page.get_by_text(text).first).to_be_visible()
        await grace.clicks("Next", await grace.card(NOW_ON))
        await expect(page.locator("[aria-current=step]")).to_contain_text(HOSTILE[1])
        assert await page.locator("img, svg").count() == 0
        await _shoot(page, tmp_path, "screen-6-hostile")


async def _ready() -> None:
    return None


async def _nothing() -> None:
    return None
