"""An alert to every pod of a market, while the reps go on asking."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import cycle, islice

from aiohttp import ClientSession

from benchmarks.alike_sets import background, read_set
from benchmarks.company import user_id
from benchmarks.load import Workload, ask, card_latencies, percentile
from bot.delivery.message import Priority
from bot.delivery.pace import SLACK
from bot.text.topics import guess
from bot.workspace.visitor import Visitor, until
from storage.topics import Topic

# With what else it says (a long question whole, that others ask alike) two posts an ask, of the 180
# a minute that alerts leave.
PER_SECOND = 1.0
ASKS = 60
SETS = ("tuning", "held_out", "unseen")
ALIKE = ("no service in the valley, is it an outage?",)
# No ladder climbs meanwhile: that would be three posts more an ask.
HELPED_AT_ONCE = {"talking": [600, 600, 600, 600]}
# A round each: of the asks of one alone the 99th percentile would be the slowest.
HEADLINES = ("Fiber cut near Ramona", "Power is out in Julian", "Site down in Poway")
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
    """Asks at their pace, and beside them one alert after the other at once to all `channels`,
    which are of one market. The slowest alert counts, and all asks together.
    """
    poster, load = Visitor(session, url, user_id(0, 0)), Workload(url, channels, ASKS, PER_SECOND)
    turns = cycle(questions)
    idle, meanwhile, took = list[float](), list[float](), list[float]()
    for headline in HEADLINES:
        typed = await ask(replace(load, questions=list(islice(turns, ASKS))), session)
        idle += await card_latencies(load, session, typed)
        asking = asyncio.create_task(
            ask(replace(load, questions=list(islice(turns, ASKS))), session)
        )
        await asyncio.sleep(1)
        began = await _post(poster, channels[0], headline)
        meanwhile += await card_latencies(load, session, await asking)
        cards = await _cards(url, session, set(channels), headline)
        took.append(max(cards) - began)
    limit, idle_p99 = share_limit_seconds(len(channels)), percentile(sorted(idle), 0.99)
    meanwhile_p99 = percentile(sorted(meanwhile), 0.99)
    return {
        "pods": float(len(channels)),
        "last_card_s": max(took),
        "share_limit_s": limit,
        "ratio_to_share_limit": max(took) / limit,
        "idle_p50_ms": percentile(sorted(idle), 0.5) * 1000,
        "idle_p99_ms": idle_p99 * 1000,
        "asks_p50_ms": percentile(sorted(meanwhile), 0.5) * 1000,
        "asks_p99_ms": meanwhile_p99 * 1000,
        "p99_ratio": meanwhile_p99 / idle_p99,
    }


async def _post(poster: Visitor, channel: str, headline: str) -> float:
    """By the form, as people do; the moment in which it was sent."""
    await poster.commands(channel, "/alert", headline)
    view = await until(poster.modal, "the form")
    began = time.time()
    answer = await poster.submits(view, severity="severe")
    assert not answer.get("errors"), answer
    return began


async def _cards(
    url: str, session: ClientSession, channels: set[str], headline: str
) -> list[float]:
    """When the card of each channel was accepted. Raises `TimeoutError` if one is missing."""
    deadline = time.monotonic() + 180
    while True:
        query = {"method": "chat.postMessage"}
        async with session.get(f"{url}/control/calls", params=query) as response:
            calls = (await response.json())["calls"]
        cards = [
            call
            for call in calls
            if headline in str(call["args"].get("text"))
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
