"""Two pods and a store of practices, on both databases."""

import pytest

from storage.database import Database
from storage.pods import Pod
from tests.bot.practices.scene import Store
from tests.searching import a_pod


@pytest.fixture
async def store(database: Database) -> Store:
    """San Diego at ten on a Monday morning; nobody has saved anything yet."""
    store = Store(database)
    await store.people()
    return store


@pytest.fixture
async def pod(database: Database) -> Pod:
    """The pod of whoever searches, without the store's people."""
    return await a_pod(database, "detroit")
