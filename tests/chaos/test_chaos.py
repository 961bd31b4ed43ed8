"""Killed at random moments under load: nothing is lost, nothing is said or fired twice."""

import asyncio
import random
from pathlib import Path

import pytest

from tests.chaos import overseer
from tests.slack_stub import SlackStub

KILLS = 10


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_a_bot_that_is_killed_again_and_again_says_everything_once(
    database_url: str, tmp_path: Path, stub: SlackStub
) -> None:
    chance = random.Random()  # noqa: S311
    noted = tmp_path / "accepted"
    stub.before = overseer.misbehaving(stub, chance)
    for number in range(KILLS):
        before = overseer.highest(noted)
        life = overseer.begin(database_url, stub, noted, seed=number)
        await overseer.accepts_more(noted, before)
        await asyncio.sleep(chance.uniform(0.02, 0.4))
        await overseer.kill(life)
    stub.before = None
    last = overseer.begin(database_url, stub, noted, drain=True)
    await overseer.ended(last, seconds=120)
    assert last.exitcode == 0
    assert len(overseer.accepted([noted])) >= KILLS
    overseer.assert_everything_once(stub, overseer.accepted([noted]))
