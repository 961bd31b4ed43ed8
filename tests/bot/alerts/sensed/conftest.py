"""Reps who ask, on both databases."""

import pytest

from storage.database import Database
from tests.bot.alerts.sensed.scene import Crowd


@pytest.fixture
async def crowd(database: Database) -> Crowd:
    """San Diego at ten on a Monday morning, with more than ten people there."""
    crowd = Crowd(database)
    await crowd.people()
    await crowd.reps(12)
    return crowd
