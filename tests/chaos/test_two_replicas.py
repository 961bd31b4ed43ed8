"""Two replicas share the work and get the same deliveries; one is killed, the other goes on."""

import asyncio
import random
from pathlib import Path

import pytest

from tests.chaos.overseer import (
    accepted,
    accepts_more,
    assert_everything_once,
    begin,
    ended,
    highest,
    kill,
    misbehaving,
)
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
    stub.before = misbehaving(stub, chance)
    lives = [begin(database_url, stub, file, n, lease=LEASE) for n, file in enumerate(noted)]
    for number in range(KILLS):
        for file in noted:
            await accepts_more(file, highest(file))
        await asyncio.sleep(chance.uniform(0.1, 0.8))
        victim = chance.randrange(2)
        await kill(lives[victim])
        survivor = noted[1 - victim]
        await accepts_more(survivor, highest(survivor))
        lives[victim] = begin(database_url, stub, noted[victim], number + 2, lease=LEASE)
    await kill(lives[chance.randrange(2)])
    await asyncio.gather(*(kill(life) for life in lives if life.is_alive()))
    stub.before = None
    lives = [begin(database_url, stub, file, drain=True, lease=LEASE) for file in noted]
    for life in lives:
        await ended(life, seconds=60)
        assert life.exitcode == 0
    assert_everything_once(stub, accepted(noted))
