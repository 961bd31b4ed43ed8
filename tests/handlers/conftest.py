"""A Slack on loopback and the bolt app that is connected to it."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from tests.fakes import SteppedClock
from tests.handlers.desk import Desk
from tests.handlers.slack_stub import SlackStub, serve


@pytest.fixture
async def slack() -> AsyncIterator[SlackStub]:
    """A Slack that records what it is called for."""
    stub = SlackStub()
    runner = await serve(stub)
    yield stub
    await runner.cleanup()


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    """The one HTTP session of the bot."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def desk(
    slack: SlackStub, session: ClientSession, clock: SteppedClock
) -> AsyncIterator[Desk]:
    """The bolt app with no feature yet: `desk.serving(routes)` adds them."""
    desk = Desk(slack, session, clock)
    yield desk
    await desk.teller.finish()
