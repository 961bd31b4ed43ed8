"""Two pods of one market with people who ask, on both databases."""

import pytest

from storage.database import Database
from tests.bot.alerts.asks.scene import Meeting


@pytest.fixture
async def room(database: Database) -> Meeting:
    """San Diego at ten on a Monday morning; nothing is known to go on."""
    room = Meeting(database)
    await room.people()
    return room
