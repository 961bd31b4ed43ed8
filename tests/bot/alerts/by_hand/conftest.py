"""Two pods of one market, on both databases."""

import pytest

from storage.database import Database
from tests.bot.alerts.by_hand.scene import Room


@pytest.fixture
async def room(database: Database) -> Room:
    """San Diego at ten on a Monday morning; nothing is known to go on."""
    room = Room(database)
    await room.people()
    return room


@pytest.fixture
async def empty(database: Database) -> Room:
    """Without people yet: the test says when they work."""
    return Room(database)
