"""Killed at random moments under load: nothing is lost, nothing is said or fired twice."""

import asyncio
import multiprocessing
import os
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.chaos.life import SUBJECTS, live
from tests.slack_stub import SlackStub, accept_then_drop, answer, drop, limit, running_stub
from tests.waiting import until

KILLS = 10
FAULTS = (accept_then_drop, drop, answer(503, "down"), limit(1))
# A server that forks lives with all modules imported: a life begins in milliseconds.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.chaos.life"])


@pytest.fixture
async def stub() -> AsyncIterator[SlackStub]:
    async with running_stub() as stub:
        yield stub


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_a_bot_that_is_killed_again_and_again_says_everything_once(
    database_url: str, tmp_path: Path, stub: SlackStub
) -> None:
    chance = random.Random()  # noqa: S311
    noted = tmp_path / "accepted"
    stub.before = misbehaving(stub, chance)
    for kill in range(KILLS):
        before = _highest(noted)
        process = _begin(database_url, stub.base_url, noted, kill, drain=False)
        await until(lambda before=before: _highest(noted) > before, seconds=60)  # type: ignore[misc]
        await asyncio.sleep(chance.uniform(0.02, 0.4))
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        await _ended(process)
    stub.before = None
    process = _begin(database_url, stub.base_url, noted, KILLS, drain=True)
    await _ended(process, seconds=120)
    assert process.exitcode == 0
    _assert_everything_once(stub, {int(line) for line in noted.read_text().split()})


def _assert_everything_once(stub: SlackStub, accepted: set[int]) -> None:
    said = Counter(message["text"] for message in stub.messages)
    assert len(accepted) >= KILLS
    lost = {n for n in accepted if not said[f"said {n}"] or not said[f"rang {n}"]}
    assert not lost, f"lost {sorted(lost)}"
    assert {text: times for text, times in said.items() if times > 1} == {}
    assert set(stub.rows().values()) == {1}
    numbers = [int(text.split()[1]) for text in said if text.startswith("said ")]
    for subject in range(SUBJECTS):
        order = [number for number in numbers if number % SUBJECTS == subject]
        assert order == sorted(order), f"out of order: {order}"


def misbehaving(stub: SlackStub, chance: random.Random) -> Any:
    """One call in ten meets a fault; every call takes a moment before and after."""

    async def before(method: str, asked: dict[str, Any]) -> web.Response | None:
        await asyncio.sleep(chance.uniform(0, 0.02))
        if method == "chat.postMessage" and chance.random() < 0.1:
            stub.meet(method, chance.choice(FAULTS))
        return None

    return before


def _begin(url: str, base_url: str, noted: Path, seed: int, drain: bool) -> BaseProcess:
    process = _processes.Process(target=live, args=(url, base_url, noted, seed, drain))
    process.start()
    return process


async def _ended(process: BaseProcess, seconds: float = 30) -> None:
    await until(lambda: not process.is_alive(), seconds)
    process.join()


def _highest(noted: Path) -> int:
    """The newest delivery that was accepted: redeliveries alone are no load."""
    lines = noted.read_text().split() if noted.exists() else []
    return max(map(int, lines), default=-1)
