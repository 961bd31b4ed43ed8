"""Two pods and a store of practices, on both databases."""

import pytest

from storage.database import Database
from tests.bot.practices.scene import Store


@pytest.fixture
async def store(database: Database) -> Store:
    """San Diego at ten on a Monday morning."""
    store = Store(database)
    await store.people()
    return store
