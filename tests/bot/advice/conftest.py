"""A pod with people in it, on both databases."""

import pytest

from storage.database import Database
from tests.bot.advice.scene import Scene


@pytest.fixture
async def scene(database: Database) -> Scene:
    """San Diego at ten on a Monday morning: everybody present, nobody on a call."""
    scene = Scene(database)
    await scene.people()
    return scene
