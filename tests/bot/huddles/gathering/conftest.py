"""A pod whose week is told by each test."""

import pytest

from storage.database import Database
from tests.bot.huddles.gathering.scene import PodWeek


@pytest.fixture
async def week(database: Database) -> PodWeek:
    """A pod with nothing but its next huddle, on both databases."""
    week = PodWeek(database)
    await week.settle()
    return week
