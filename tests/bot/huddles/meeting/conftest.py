"""A pod that meets on Mondays, on both databases."""

import pytest

from storage.database import Database
from tests.bot.huddles.meeting.scene import Hall


@pytest.fixture
async def hall(database: Database) -> Hall:
    """San Diego at ten on a Monday morning."""
    hall = Hall(database)
    await hall.people()
    return hall
