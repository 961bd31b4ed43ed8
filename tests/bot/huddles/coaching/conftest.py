"""The pod of every test of coaching, on both databases."""

import pytest

from storage.database import Database
from tests.bot.huddles.coaching.scene import Coached


@pytest.fixture
async def pod(database: Database) -> Coached:
    """San Diego at ten on a Monday morning."""
    pod = Coached(database)
    await pod.people()
    return pod
