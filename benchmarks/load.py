"""Asks at a steady rate, and how long each took until its card reached Slack."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from random import Random

from aiohttp import ClientSession

from benchmarks.company import user_id

SETTLE_SECONDS = 60.0
_numbers = count()


@dataclass(frozen=True)
class Workload:
    """`count` asks, `per_second`, spread over `channels` in turn, of the `questions` in turn."""

    url: str
    channels: list[str]
    count: int
    per_second: float
    questions: Sequence[str] = ()


async def ask(load: Workload, session: ClientSession) -> dict[str, float]:
    """Type every command on time, whatever the earlier ones do; when each was typed.

    Each at a random moment of its slot: on the beat, the ladders' timers would always come due at
    the moment of a later ask.
    """
    typed: dict[str, float] = {}
    start, chance = time.monotonic(), Random(7)

    async def type_one(number: int) -> None:
        moment = start + (number + chance.random()) / load.per_second
        await asyncio.sleep(max(0.0, moment - time.monotonic()))
        pod = number % len(load.channels)
        mark = f"question-{next(_numbers):06d}"
        body = {
            "channel": load.channels[pod],
            "command": "/advise",
            "text": f"{mark} {load.questions[number % len(load.questions)]}",
        }
        typed[mark] = time.time()
        door = f"{load.url}/people/{user_id(pod, 46)}/command"
        async with session.post(door, json=body) as response:
            response.raise_for_status()

    await asyncio.gather(*[type_one(number) for number in range(load.count)])
    return typed


async def card_latencies(
    load: Workload, session: ClientSession, typed: dict[str, float]
) -> list[float]:
    """Seconds from typing the command to its card's accepted chat.postMessage, ascending.

    Raises `TimeoutError` when a card is missing after a minute.
    """
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        posted = await _posted(load.url, session)
        if typed.keys() <= posted.keys():
            return sorted(posted[mark] - typed[mark] for mark in typed)
        if time.monotonic() > deadline:
            raise TimeoutError(f"{len(typed.keys() - posted.keys())} cards are missing")
        await asyncio.sleep(0.2)


async def _posted(url: str, session: ClientSession) -> dict[str, float]:
    query = {"method": "chat.postMessage"}
    async with session.get(f"{url}/control/calls", params=query) as response:
        calls = (await response.json())["calls"]
    at: dict[str, float] = {}
    for call in calls:
        start = str(call["args"].get("text", "")).find("question-")
        if start >= 0 and call["error"] is None and call["status"] == 200:
            at.setdefault(call["args"]["text"][start : start + 15], call["at"])
    return at


def percentile(ascending: list[float], share: float) -> float:
    """The value below which `share` of the sorted values lie; 0 for none."""
    if not ascending:
        return 0.0
    return ascending[min(len(ascending) - 1, int(share * len(ascending)))]
