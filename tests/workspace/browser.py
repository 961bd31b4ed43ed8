"""The page in a real Chromium, and the hooks by which tests find their way around it.

A test module takes the fixture by `browser = chromium`; it skips where no Chromium is found.
`open_page(browser, url, "U1", "U2")` opens one or two people's windows, `window(page, "U1")` is
one person's. Name `workspace` before `browser` in a fixture's arguments, so that the browser
leaves first.

Hooks that stay the same:
- `[data-testid=pane][data-user=U…]` one person's window; `data-ready="true"` once it can be used,
  `data-connected="false"` while the stream is down.
- `[data-testid=nav-item]` a place in the sidebar: `data-channel` or `data-app`, `data-unread`,
  `data-mentions` (counts, absent when zero).
- `[data-testid=message]` with `data-ts`, `data-channel`, `data-author`, and `data-private="true"`
  when only this person sees it; `[data-block-id]` and `[data-action-id]` inside.
- `[data-testid=conversation]` (`data-channel`), `[data-testid=thread]` (`data-thread`), each with
  its own `[data-testid=composer]` and `data-ready="true"` once its messages have come;
  `[data-testid=thread-summary]` under a message.
- `[data-testid=modal]` (`data-view-id`, `data-depth`), `[data-testid=modal-submit]`,
  `[data-testid=confirm]`, `[data-testid=home]`.
- `[data-testid=toast]` and the rows of `[data-testid=notifications]` (`data-why`); the button
  `[data-testid=bell]`, the button `[data-testid=person-switch]`, the strip `[data-testid=guide]`.
- Roles: menus are `menu`/`menuitem`, select menus `listbox`/`option`, dialogs `dialog`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    ViewportSize,
    WebSocketRoute,
    async_playwright,
    expect,
)
from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.waiting import PATIENCE

ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_MS = int(PATIENCE * 1000)
HOVERED_MS, HOVERS = 3_000, 20
expect.set_options(timeout=PATIENCE_MS)


def find_chromium() -> str | None:
    """The path of a Chromium: `PODLINE_CHROMIUM`, or what Debian and others call it."""
    named = os.environ.get("PODLINE_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((found for found in map(shutil.which, NAMES) if found), None)


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """A Chromium of this test's own."""
    path = find_chromium()
    if path is None:
        pytest.skip("No Chromium found: the page's tests were skipped")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=ARGS)
        yield launched
        await launched.close()


async def open_page(
    browser: Browser,
    url: str,
    *users: str,
    channel: str | None = None,
    width: int = 1280,
    height: int = 800,
    colours: Literal["light", "dark"] = "light",
    stream: Callable[[WebSocketRoute], Awaitable[None]] | None = None,
) -> Page:
    """The page with these people's windows, ready for use; `stream` carries their streams.

    Fails where the page raised an error, asked another host for anything, or broke its policy.
    """
    size = ViewportSize(width=width, height=height)
    context = await browser.new_context(viewport=size, color_scheme=colours)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    _watch(page, url)
    if stream:
        await page.route_web_socket("**/stream?*", stream)
    query = f"?as={','.join(users)}" if users else "?"
    await page.goto(f"{url}/{query}{f'&channel={channel}' if channel else ''}")
    for user in users:
        await expect(_pane(page, user)).to_have_attribute("data-ready", "true")
    return page


def _watch(page: Page, url: str) -> None:
    """Turns what a person would not see into failures of the test."""
    problems: list[str] = []
    page.problems = problems  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: _note(problems, message))
    own = (url, url.replace("http", "ws", 1), "data:")
    page.on("request", lambda asked: _note_address(problems, asked.url, own))


def _note_address(problems: list[str], address: str, own: tuple[str, ...]) -> None:
    if not address.startswith(own):
        problems.append(address)


def _note(problems: list[str], message: ConsoleMessage) -> None:
    if message.type == "error" and "Failed to load resource" not in message.text:
        problems.append(message.text)


def problems(page: Page) -> list[str]:
    """Script errors, requests to other hosts and breaches of the policy so far."""
    found: list[str] = page.problems  # type: ignore[attr-defined]
    return [one for one in found if "WebSocket connection" not in one]


def _pane(page: Page, user: str) -> Locator:
    return page.locator(f"[data-testid=pane][data-user={user}]")


@dataclass(frozen=True)
class Window:
    """One person's window on the page."""

    page: Page
    pane: Locator

    @property
    def composer(self) -> Locator:
        return self.pane.get_by_test_id("conversation").get_by_test_id("composer")

    @property
    def thread(self) -> Locator:
        return self.pane.get_by_test_id("thread")

    @property
    def modal(self) -> Locator:
        return self.pane.get_by_test_id("modal")

    @property
    def toasts(self) -> Locator:
        return self.pane.get_by_test_id("toast")

    @property
    def messages(self) -> Locator:
        """The messages of the open channel, without the thread's."""
        return self.pane.get_by_test_id("conversation").get_by_test_id("message")

    def message(self, text: str) -> Locator:
        """The last message of the open channel that holds this text."""
        return self.messages.filter(has_text=text).last

    def place(self, channel: str) -> Locator:
        """A channel in the sidebar."""
        return self.pane.locator(f"[data-testid=nav-item][data-channel={channel}]")

    async def say(self, text: str) -> None:
        """Type a message or command into the open channel, and send it."""
        await self.composer.fill(text)
        await self.composer.press("Escape")
        await self.composer.press("Enter")

    async def go(self, channel: str) -> None:
        await self.place(channel).click()
        await self.opened(channel)

    async def opened(self, channel: str | None = None) -> None:
        """Wait until a channel is open, so that one can write there; without a name, any."""
        named = f"[data-channel={channel}]" if channel else ""
        place = self.pane.locator(f"[data-testid=conversation]{named}")
        await expect(place).to_have_attribute("data-ready", "true")
        await expect(place).to_be_visible()

    async def opened_thread(self) -> None:
        """Wait until a thread is open and has the keyboard, so that one can reply there."""
        await expect(self.thread).to_have_attribute("data-ready", "true")

    async def press(self, text: str, button: str) -> None:
        """Press a button of the last message that holds `text`."""
        await self.message(text).get_by_role("button", name=button, exact=True).click()

    async def more(self, text: str, item: str) -> None:
        """Choose from the "…" menu that every message has."""
        await self._press_hovering(text, "More actions")
        await self.pane.get_by_role("menuitem", name=item).click()

    async def open_thread(self, text: str) -> None:
        """Open the thread of the last message that holds `text`."""
        await self._press_hovering(text, "Reply in thread")
        await self.opened_thread()

    async def _press_hovering(self, text: str, button: str) -> None:
        """What stands on a message while the pointer does: another message that comes meanwhile
        moves it away."""
        message = self.message(text)
        for _ in range(HOVERS):
            await message.hover()
            try:
                return await message.get_by_role("button", name=button).click(timeout=HOVERED_MS)
            except PlaywrightTimeout:
                continue
        raise AssertionError(f"{text!r} never stood still under the pointer")

    async def reply(self, text: str, answer: str) -> None:
        """Open the thread of a message and reply in it."""
        await self.open_thread(text)
        field = self.thread.get_by_test_id("composer")
        await field.fill(answer)
        await field.press("Enter")


def window(page: Page, user: str) -> Window:
    return Window(page, _pane(page, user))
