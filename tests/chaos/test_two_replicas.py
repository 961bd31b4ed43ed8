"""Two replicas share the work and get the same deliveries; one is killed, the other goes on."""

import asyncio
import random
from pathlib import Path

import pytest

from tests.chaos import overseer
from tests.engines import on_postgresql
from tests.slack_stub import SlackStub

KILLS = 3
# Longer than a busy machine may let a living replica wait for its turn.
LEASE = 3.0


@on_postgresql
@pytest.mark.slow
@pytest.mark.timeout(120)
async def test_while_one_of_two_replicas_is_killed_everything_is_said_once(
    database_url: str, tmp_path: Path, stub: SlackStub
) -> None:
    chance = random.Random()  # noqa: S311
    noted = [tmp_path / "one", tmp_path / "other"]
    stub.before = overseer.misbehaving(stub, chance)
    lives = [
        overseer.begin(database_url, stub, file, n, lease=LEASE) for n, file in enumerate(noted)
    ]
    for number in range(KILLS):
        for file in noted:
            await overseer.accepts_more(file, overseer.highest(file))
        await asyncio.sleep(chance.uniform(0.1, 0.8))
        victim = chance.randrange(2)
        await overseer.kill(lives[victim])
        survivor = noted[1 - victim]
        await overseer.accepts_more(survivor, overseer.highest(survivor))
        lives[victim] = overseer.begin(database_url, stub, noted[victim], number + 2, lease=LEASE)
    await overseer.kill(lives[chance.randrange(2)])
    await asyncio.gather(*(overseer.kill(life) for life in lives if life.is_alive()))
    stub.before = None
    lives = [overseer.begin(database_url, stub, file, drain=True, lease=LEASE) for file in noted]
    for life in lives:
        await overseer.ended(life, seconds=60)
        assert life.exitcode == 0
    overseer.assert_everything_once(stub, overseer.accepted(noted))
