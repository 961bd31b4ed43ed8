"""Killed at random moments under load: nothing is lost, nothing is said or fired twice."""

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
from tests.slack_stub import SlackStub

KILLS = 10


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_a_bot_that_is_killed_again_and_again_says_everything_once(
    database_url: str, tmp_path: Path, stub: SlackStub
) -> None:
    chance = random.Random()  # noqa: S311
    noted = tmp_path / "accepted"
    stub.before = misbehaving(stub, chance)
    for number in range(KILLS):
        before = highest(noted)
        life = begin(database_url, stub, noted, seed=number)
        await accepts_more(noted, before)
        await asyncio.sleep(chance.uniform(0.02, 0.4))
        await kill(life)
    stub.before = None
    last = begin(database_url, stub, noted, drain=True)
    await ended(last, seconds=120)
    assert last.exitcode == 0
    assert len(accepted([noted])) >= KILLS
    assert_everything_once(stub, accepted([noted]))
