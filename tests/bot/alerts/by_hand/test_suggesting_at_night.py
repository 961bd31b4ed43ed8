"""While another pod takes a market's calls, its experts get what is suggested."""

from typing import Any

import pytest

from bot.alerts.errors import NobodyPresent
from bot.alerts.shown import Suggested
from storage.pods import Pod
from tests.bot.advice.scene import HOME, who
from tests.bot.alerts.by_hand.scene import FIRE, Room

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NIGHT = {day: [["22:00", "06:00"]] for day in DAYS}


async def closed(room: Room, **settings: Any) -> None:
    """The market's own pods are closed."""
    await room.people(hours=NIGHT, **settings)
    async with room.database.write() as session:
        home = await session.get(Pod, room.pods[HOME])
        assert home is not None
        home.hours = NIGHT


async def test_the_expert_of_the_pod_that_takes_the_calls_gets_it(empty: Room) -> None:
    await closed(empty)
    made = await empty.alerts.post(empty.delivery(), who("UOMAR"), empty.market, FIRE)
    assert isinstance(made, Suggested)
    assert made.to.user == "UOLGA"


async def test_where_that_one_is_closed_too_nobody_is_there(empty: Room) -> None:
    await closed(empty, over_hours=NIGHT)
    with pytest.raises(NobodyPresent):
        await empty.alerts.post(empty.delivery(), who("UOMAR"), empty.market, FIRE)
