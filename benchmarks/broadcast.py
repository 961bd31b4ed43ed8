"""An alert to every pod of a market, while the reps go on asking."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from aiohttp import ClientSession

from benchmarks.alike_sets import background, read_set
from benchmarks.company import user_id
from benchmarks.load import Workload, ask, card_latencies, percentile
from bot.delivery.message import Priority
from bot.delivery.pace import SLACK
from bot.text.topics import guess
from bot.workspace.visitor import Visitor, until
from storage.topics import Topic

PER_SECOND = 3.0
ASKS = 180
SETS = ("tuning", "held_out", "unseen")
ALIKE = ("no service in the valley, is it an outage?",)
# No ladder climbs meanwhile: 180 asks a minute that nobody takes make 720 posts, and Slack allows
# for 600 without any alert.
HELPED_AT_ONCE = {"talking": [600, 600, 600, 600]}
HEADLINE = "Fiber cut near Ramona"
# Of the posts that Slack takes in a minute alerts may use this much: what the aim is about.
SHARE = 0.7


def share_limit_seconds(pods: int) -> float:
    """How long the share takes for `pods` cards, sent at a steady pace."""
    a_minute = SLACK.a_minute["chat.postMessage"][Priority.URGENT]
    return pods / (SHARE * a_minute) * 60


def ordinary() -> list[str]:
    """Questions written to differ, so that none of them piles up, and none is about the alert."""
    lone = [each for name in SETS for each in read_set(name)[0] if each.lone and not each.vague]
    texts = [each.text for each in (*background(), *lone)]
    return [each for each in texts if guess(each) is not Topic.NETWORK]


async def broadcast_beside_asks(
    url: str, session: ClientSession, channels: list[str], questions: Sequence[str]
) -> Mapping[str, float]:
    """One alert at once to all `channels`, which are of one market; asks go on at their pace."""
    load = Workload(url, channels, ASKS, PER_SECOND, questions)
    idle = await card_latencies(load, session, await ask(load, session))
    turn = ASKS % len(questions)
    load = replace(load, questions=[*questions[turn:], *questions[:turn]])
    asking = asyncio.create_task(ask(load, session))
    await asyncio.sleep(1)
    began = await _post(Visitor(session, url, user_id(0, 0)), channels[0])
    meanwhile = await card_latencies(load, session, await asking)
    cards = await _cards(url, session, set(channels))
    limit, idle_p99 = share_limit_seconds(len(channels)), percentile(idle, 0.99)
    return {
        "pods": float(len(cards)),
        "last_card_s": max(cards) - began,
        "share_limit_s": limit,
        "ratio_to_share_limit": (max(cards) - began) / limit,
        "idle_p50_ms": percentile(idle, 0.5) * 1000,
        "idle_p99_ms": idle_p99 * 1000,
        "asks_p50_ms": percentile(meanwhile, 0.5) * 1000,
        "asks_p99_ms": percentile(meanwhile, 0.99) * 1000,
        "p99_ratio": percentile(meanwhile, 0.99) / idle_p99,
    }


async def _post(poster: Visitor, channel: str) -> float:
    """By the form, as people do; the moment in which it was sent."""
    await poster.commands(channel, "/alert", HEADLINE)
    view = await until(poster.modal, "the form")
    began = time.time()
    answer = await poster.submits(view, severity="severe")
    assert not answer.get("errors"), answer
    return began


async def _cards(url: str, session: ClientSession, channels: set[str]) -> list[float]:
    """When the card of each channel was accepted. Raises `TimeoutError` if one is missing."""
    deadline = time.monotonic() + 180
    while True:
        query = {"method": "chat.postMessage"}
        async with session.get(f"{url}/control/calls", params=query) as response:
            calls = (await response.json())["calls"]
        cards = [
            call
            for call in calls
            if HEADLINE in str(call["args"].get("text"))
            and call["error"] is None
            and call["args"]["channel"] in channels
        ]
        there = {call["args"]["channel"]: float(call["at"]) for call in cards}
        if there.keys() == channels:
            assert len(cards) == len(channels), "a pod has it twice"
            return list(there.values())
        if time.monotonic() > deadline:
            raise TimeoutError(f"{len(channels) - len(there)} pods have no card")
        await asyncio.sleep(1)
