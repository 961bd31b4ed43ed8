"""Begins lives, ends them without warning, and says what must hold after any number of them."""

import asyncio
import multiprocessing
import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Iterable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.chaos.life import SUBJECTS, live
from tests.slack_stub import SlackStub, accept_then_drop, answer, drop, limit
from tests.waiting import until

FAULTS = (accept_then_drop, drop, answer(503, "down"), limit(1))
# A server that forks lives with all modules imported: a life begins in milliseconds.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(
    [
        "tests.chaos.life",
        "tests.chaos.practices_life",
        "tests.chaos.alerts_life",
        "tests.chaos.huddles_life",
        "tests.journeys.mortal",
    ]
)


def begin(
    url: str, stub: SlackStub, noted: Path, seed: int = 0, drain: bool = False, lease: float = 1.0
) -> BaseProcess:
    """A life in a process of its own. `lease`: seconds until a dead one's channels are free."""
    return begin_life(live, url, stub.base_url, noted, seed, drain, lease)


def begin_life(live: Callable[..., None], *told: object) -> BaseProcess:
    """Any life, in a process of its own."""
    process = _processes.Process(target=live, args=told)
    process.start()
    return process


async def kill(process: BaseProcess) -> None:
    """No goodbye, no flush."""
    assert process.pid is not None
    assert process.is_alive(), "it ended by itself"
    os.kill(process.pid, signal.SIGKILL)
    await ended(process)


async def ended(process: BaseProcess, seconds: float = 30) -> None:
    """Wait until it is over."""
    await until(lambda: not process.is_alive(), seconds)
    process.join()


async def accepts_more(noted: Path, after: int, seconds: float = 60) -> None:
    """Wait for a delivery beyond `after`: redeliveries alone are no load."""
    await until(lambda: highest(noted) > after, seconds)


def highest(noted: Path) -> int:
    """The newest delivery that was accepted."""
    return max(accepted([noted]), default=-1)


def accepted(noted: Iterable[Path]) -> set[int]:
    """All deliveries that were accepted, as their lives noted after the commit."""
    lines = [line for file in noted if file.exists() for line in file.read_text().split()]
    return set(map(int, lines))


def misbehaving(stub: SlackStub, chance: random.Random) -> Any:
    """One call in ten meets a fault; every call takes a moment before and after."""

    async def before(method: str, asked: dict[str, Any]) -> web.Response | None:
        await asyncio.sleep(chance.uniform(0, 0.02))
        if method == "chat.postMessage" and chance.random() < 0.1:
            stub.meet(method, chance.choice(FAULTS))
        return None

    return before


def assert_everything_once(stub: SlackStub, accepted: set[int]) -> None:
    """Nothing accepted is lost, nothing is said and no timer fired twice, and order holds."""
    said = Counter(message["text"] for message in stub.messages)
    lost = {n for n in accepted if not said[f"said {n}"] or not said[f"rang {n}"]}
    assert not lost, f"lost {sorted(lost)}"
    assert {text: times for text, times in said.items() if times > 1} == {}
    assert set(stub.rows().values()) == {1}
    numbers = [int(text.split()[1]) for text in said if text.startswith("said ")]
    for subject in range(SUBJECTS):
        order = [number for number in numbers if number % SUBJECTS == subject]
        assert order == sorted(order), f"out of order: {order}"
