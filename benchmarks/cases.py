"""The cases: each answers its metrics, measured in this run."""

import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.broadcast import ALIKE, HELPED_AT_ONCE, broadcast_beside_asks, ordinary
from benchmarks.company import Company, make_channels, seed
from benchmarks.huddles import HUDDLES
from benchmarks.load import Workload, ask, card_latencies, percentile
from benchmarks.processes import Child, child
from benchmarks.waiting import last_draft, let_drafts_be_due, put_waiting

Metrics = dict[str, float]
CHANNELS, PODS = 100, 340
WARM_UP = 20
# One round is 60 asks, of which the 99th percentile would be the slowest one.
ROUNDS = 2
# Of the CPU of one round, a tenth is chance.
ASK_ROUNDS, PER_ROUND = 3, 400


@dataclass(frozen=True)
class Stage:
    """A workspace with its people, and a database with their pods."""

    workspace: Child
    session: ClientSession
    channels: list[str]
    env: dict[str, str]

    @property
    def url(self) -> str:
        return str(self.workspace.said["url"])

    async def limits(self, on: bool) -> None:
        async with self.session.post(f"{self.url}/control/limits", json={"on": on}) as response:
            response.raise_for_status()

    async def load(
        self, count: int, per_second: float, questions: Sequence[str] = ALIKE
    ) -> list[float]:
        work = Workload(self.url, self.channels, count, per_second, questions)
        return await card_latencies(work, self.session, await ask(work, self.session))


@asynccontextmanager
async def stage(pods: int, **settings: Any) -> AsyncIterator[Stage]:
    company = Company(pods, **settings)
    with tempfile.TemporaryDirectory(prefix="podline-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'podline.db'}"
        async with (
            child("-m", "benchmarks.workspace", str(pods), "47") as workspace,
            ClientSession() as session,
        ):
            said = workspace.said
            env = {
                "PODLINE_SLACK_BOT_TOKEN": said["bot_token"],
                "PODLINE_SLACK_APP_TOKEN": said["app_token"],
                "PODLINE_SLACK_API_URL": f"{said['url']}/api/",
                "PODLINE_DATABASE_URL": url,
                "PODLINE_PORT": "0",
                "PODLINE_LOG_LEVEL": "WARNING",
            }
            standing = Stage(workspace, session, [], env)
            await standing.limits(on=False)
            client = AsyncWebClient(said["bot_token"], base_url=env["PODLINE_SLACK_API_URL"])
            standing.channels.extend(await make_channels(company, client))
            await seed(company, url, said["team"], standing.channels)
            yield standing


def bot(
    on: Stage, paced: bool = False, huddles: bool = False
) -> AbstractAsyncContextManager[Child]:
    """The bot; `paced` as Slack asks, for the cases with the limits on. Without `huddles`, or the
    day of the week would say whether 340 agendas are drafted meanwhile.
    """
    on_off = {"PODLINE_PACED": paced, "PODLINE_HUDDLES": huddles}
    env = on.env | {name: str(value).lower() for name, value in on_off.items()}
    return child("-m", "benchmarks.bot", env=env)


async def asks_unlimited() -> Metrics:
    """50 asks a second over 100 channels, limits lifted, beside a bare bolt no-op."""
    latencies: list[float] = []
    cpu = noop_cpu = 0.0
    for _ in range(ASK_ROUNDS):
        # A stage of its own each: no call for help of an earlier round falls into a later one.
        async with stage(CHANNELS) as on:
            async with child("-m", "benchmarks.noop", env=on.env) as noop:
                noop_cpu += await _noop_cpu(on, noop) / ASK_ROUNDS
            async with bot(on) as running:
                await on.load(WARM_UP, 25)
                before = running.cpu_seconds()
                latencies += await on.load(PER_ROUND, 50)
                cpu += (running.cpu_seconds() - before) / PER_ROUND / ASK_ROUNDS
    return _latency(sorted(latencies)) | {
        "cpu_ms": cpu * 1000,
        "bolt_noop_cpu_ms": noop_cpu * 1000,
        "cpu_ratio_to_bolt": cpu / noop_cpu,
    }


async def asks_limited() -> Metrics:
    """3 asks a second over 100 channels with Slack's limits on."""
    async with stage(CHANNELS) as on, bot(on, paced=True):
        await on.load(WARM_UP, 5)
        await on.limits(on=True)
        return _latency(await on.load(60, 3))


async def asks_behind_a_full_outbox() -> Metrics:
    """3 asks a second while 340 messages wait, limits on, beside the same without them."""
    idle: list[float] = []
    behind: list[float] = []
    for _ in range(ROUNDS):
        idle += await _asks_behind(0)
        behind += await _asks_behind(PODS)
    idle_p99 = percentile(sorted(idle), 0.99)
    behind_p99 = percentile(sorted(behind), 0.99)
    return _latency(sorted(behind)) | {
        "idle_p50_ms": percentile(sorted(idle), 0.5) * 1000,
        "idle_p99_ms": idle_p99 * 1000,
        "p99_ratio": behind_p99 / idle_p99,
    }


async def _asks_behind(waiting: int) -> list[float]:
    """The second 20 seconds of asks, when the ladders of the first ones climb as well."""
    async with stage(PODS) as on, bot(on, paced=True):
        await on.load(WARM_UP, 5)
        await on.limits(on=True)
        await on.load(60, 3)
        await put_waiting(on.env["PODLINE_DATABASE_URL"], on.channels, waiting)
        return await on.load(60, 3)


async def asks_beside_drafts() -> Metrics:
    """3 asks a second while the agendas of 340 pods are drafted, beside the same without that."""
    async with stage(PODS) as on, bot(on, huddles=True):
        url = on.env["PODLINE_DATABASE_URL"]
        await on.load(WARM_UP, 5)
        await let_drafts_be_due(url)
        await last_draft(url, PODS)
        idle = await on.load(180, 3)
        await let_drafts_be_due(url)
        began = datetime.now(UTC)
        beside = await on.load(180, 3)
        drafted_s = (await last_draft(url, PODS) - began).total_seconds()
    idle_p99, beside_p99 = percentile(idle, 0.99), percentile(beside, 0.99)
    return _latency(beside) | {
        "idle_p50_ms": percentile(idle, 0.5) * 1000,
        "idle_p99_ms": idle_p99 * 1000,
        "p99_ratio": beside_p99 / idle_p99,
        "drafted_s": drafted_s,
    }


async def broadcast() -> Metrics:
    """Alerts to 340 pods of one market beside an ask a second of many things, limits on."""
    return await _broadcast(ordinary())


async def broadcast_spike() -> Metrics:
    """The same where all ask what the alert is about: each is told that they are not alone, and
    then its facts, which Slack counts, too."""
    return await _broadcast(ALIKE)


async def _broadcast(questions: Sequence[str]) -> Metrics:
    async with stage(PODS, one_market=True, ladder=HELPED_AT_ONCE) as on, bot(on, paced=True):
        await on.load(WARM_UP, 5, questions)
        await on.limits(on=True)
        return dict(await broadcast_beside_asks(on.url, on.session, on.channels, questions))


async def start_and_memory() -> Metrics:
    """From process start to ready, and memory, with 340 pods and 16,000 members."""
    async with stage(PODS) as on:
        ready, memory = [], []
        for _ in range(5):
            began = time.monotonic()
            async with bot(on) as running:
                ready.append(time.monotonic() - began)
                await on.load(WARM_UP, 25)
                memory.append(running.memory_bytes())
    return {"ready_s": median(ready), "memory_mb": max(memory) / 1_000_000}


CASES: dict[str, Callable[[], Coroutine[None, None, Metrics]]] = {
    "ask": asks_unlimited,
    "ask_limited": asks_limited,
    "ask_full_outbox": asks_behind_a_full_outbox,
    "ask_drafts": asks_beside_drafts,
    "broadcast": broadcast,
    "broadcast_spike": broadcast_spike,
    "start": start_and_memory,
    **HUDDLES,
}


async def _noop_cpu(on: Stage, noop: Child) -> float:
    """CPU seconds of one command that does nothing, at the same rate."""
    load = Workload(on.url, on.channels, PER_ROUND, 50, ALIKE)
    await ask(Workload(on.url, on.channels, WARM_UP, 25, ALIKE), on.session)
    before = noop.cpu_seconds()
    await ask(load, on.session)
    return (noop.cpu_seconds() - before) / load.count


def _latency(ascending: list[float]) -> Metrics:
    return {
        "asks": float(len(ascending)),
        "p50_ms": percentile(ascending, 0.5) * 1000,
        "p99_ms": percentile(ascending, 0.99) * 1000,
    }
