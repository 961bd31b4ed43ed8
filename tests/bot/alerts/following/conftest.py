"""A feed on this machine, and pods that follow it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.alerts.following.fetching import session_for
from bot.settings import Settings
from storage.database import Database
from tests.bot.alerts.following.scene import Following
from tests.bot.alerts.following.source import FakeFeed, serving

Opens = Callable[..., Awaitable[Following]]


@pytest.fixture
async def feed() -> AsyncIterator[FakeFeed]:
    async with serving() as feed:
        yield feed


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with session_for("noc@example.com") as session:
        yield session


@pytest.fixture
async def opens(database: Database, session: ClientSession) -> AsyncIterator[Opens]:
    """The pods, with the feeds that the test names."""
    opened = []

    async def open_(**named: Any) -> Following:
        settings = Settings(feeds_contact="noc@example.com", **named)
        following = Following(database, session=session, settings=settings)
        opened.append(following)
        await following.people()
        return following

    yield open_
    for following in opened:
        await following.follower.stop()


@pytest.fixture
async def room(opens: Opens, feed: FakeFeed) -> Following:
    """They follow the Weather Service."""
    return await opens(feed_nws=True, feed_nws_url=feed.url)
