"""A pod that meets, on both databases."""

import pytest

from storage.database import Database
from tests.bot.huddles.occurring.scene import Week


@pytest.fixture
async def week(database: Database) -> Week:
    """Monday at ten in San Diego: the first huddles are planned, half an hour ahead."""
    week = Week(database)
    await week.people()
    await week.huddles.start(week.now)
    return week


@pytest.fixture
async def unplanned(database: Database) -> Week:
    """The same before anything runs."""
    week = Week(database)
    await week.people()
    return week
