"""The Slack that all lives speak to."""

from collections.abc import AsyncIterator

import pytest

from tests.slack_stub import SlackStub, running_stub


@pytest.fixture
async def stub() -> AsyncIterator[SlackStub]:
    async with running_stub() as stub:
        yield stub
