"""A pod, on both databases."""

import pytest

from storage.database import Database
from tests.bot.huddles.links.scene import Links


@pytest.fixture
async def there(database: Database) -> Links:
    """A Monday, 10:00 in San Diego."""
    there = Links(database)
    await there.people()
    return there
