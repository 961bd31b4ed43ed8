"""Health, readiness and metrics, over the wire."""

import asyncio
import math
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from prometheus_client import generate_latest

from bot import metrics
from bot.errors import Misconfigured
from bot.web.server import WebServer
from storage.practices import PracticeState, Way

NAMED_IN_THE_DOCS = [
    "podline_asks_total",
    "podline_first_reply_seconds_bucket",
    "podline_accept_seconds_bucket",
    "podline_outbox_depth",
    "podline_outbox_age_seconds",
    "podline_outbox_dead_total",
    "podline_timers_late",
    "podline_slack_limited_total",
    "podline_event_lag_seconds_bucket",
    "podline_asks_with_practice_total",
    "podline_asks_answered_by_practice_total",
    'podline_practice_suggestions_total{fate="refused"}',
    'podline_practice_uses_total{way="shared_in_thread"}',
    "podline_practice_helped_total",
    "podline_practice_searches_total",
    "podline_practice_gaps_total",
    "podline_practice_search_seconds_bucket",
    'podline_practices{state="verified"}',
    "podline_practices_without_vector",
    "podline_embedder",
]


class Served:
    """A server whose obstacle and measures a test decides."""

    def __init__(self) -> None:
        self.obstacle: str | None = None
        self.failure: Exception | None = None
        self.hangs = False
        self.url = ""

    async def ready(self) -> str | None:
        await self._misbehave()
        return self.obstacle

    async def measure(self) -> None:
        await self._misbehave()
        metrics.outbox_depth.set(7)
        metrics.show_practices({PracticeState.VERIFIED: 3}, without_vector=2)

    async def _misbehave(self) -> None:
        if self.hangs:
            await asyncio.sleep(60)
        if self.failure:
            raise self.failure


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    """Listening on a port of the system's choice."""
    served = Served()

    async def echo(request: web.Request) -> web.Response:
        return web.Response(text=str(len(await request.text())))

    routes = [web.post("/echo", echo)]
    server = WebServer("127.0.0.1", 0, served.ready, served.measure, routes, check_within=0.2)
    port = await server.start()
    served.url = f"http://127.0.0.1:{port}"
    yield served
    await server.stop()


async def get(served: Served, path: str) -> tuple[int, str]:
    async with ClientSession() as session, session.get(served.url + path) as response:
        return response.status, await response.text()


async def test_healthy_is_whoever_answers_even_with_obstacles(served: Served) -> None:
    served.obstacle = "the database does not answer"
    assert await get(served, "/healthz") == (200, "ok\n")


async def test_ready_is_whoever_has_no_obstacle(served: Served) -> None:
    assert await get(served, "/readyz") == (200, "ready\n")


async def test_what_stands_in_the_way_is_said(served: Served) -> None:
    served.obstacle = "no connection to Slack"
    assert await get(served, "/readyz") == (503, "no connection to Slack\n")


async def test_a_check_that_hangs_is_an_obstacle(served: Served) -> None:
    served.hangs = True
    assert await get(served, "/readyz") == (503, "the checks take too long\n")


async def test_a_check_that_fails_is_an_obstacle_and_tells_no_secret(served: Served) -> None:
    served.failure = OSError("postgresql://podline:secret@db")
    assert await get(served, "/readyz") == (503, "a check failed\n")


async def test_every_promised_metric_is_there(served: Served) -> None:
    metrics.limited.labels(method="chat.update")
    status, text = await get(served, "/metrics")
    assert status == 200
    assert [name for name in NAMED_IN_THE_DOCS if f"\n{name}" not in text] == []
    assert "podline_outbox_depth 7.0" in text


async def test_every_metric_is_explained_in_the_docs(served: Served) -> None:
    _, text = await get(served, "/metrics")
    explained = (Path(__file__).parents[3] / "docs" / "settings.md").read_text()
    families = re.findall(r"^# TYPE (podline_\w+)", text, re.MULTILINE)
    ours = [each for each in families if not each.endswith("_created")]
    assert len(ours) > 15
    assert [each for each in ours if f"`{each}" not in explained] == []


async def test_the_store_s_states_stand_beside_each_other_and_none_is_left_out(
    served: Served,
) -> None:
    _, text = await get(served, "/metrics")
    assert 'podline_practices{state="verified"} 3.0' in text
    assert 'podline_practices{state="draft"} 0.0' in text
    assert "podline_practices_without_vector 2.0" in text
    assert "podline_embedder 1.0" in text


def test_where_nothing_reads_practices_none_waits_and_none_is_at_zero() -> None:
    metrics.show_practices({}, without_vector=None)
    text = generate_latest(metrics.registry).decode()
    assert "podline_embedder 0.0" in text
    assert "podline_practices_without_vector NaN" in text


def test_the_labels_are_the_words_that_are_stored() -> None:
    assert list(metrics.STATES) == list(PracticeState)
    assert list(metrics.WAYS) == list(Way)


@pytest.mark.parametrize("trouble", ["hangs", "fails"])
async def test_what_cannot_be_measured_is_not_a_number_and_the_rest_is_told(
    served: Served, trouble: str
) -> None:
    await get(served, "/metrics")
    served.hangs = trouble == "hangs"
    served.failure = OSError("x") if trouble == "fails" else None
    status, text = await get(served, "/metrics")
    assert status == 200
    assert "podline_outbox_depth NaN" in text
    assert 'podline_practices{state="verified"} NaN' in text
    assert "podline_practices_without_vector NaN" in text
    assert "podline_asks_total" in text
    assert math.isnan(metrics.outbox_age._value.get())


async def test_a_taken_port_is_one_line_that_says_what_to_do(served: Served) -> None:
    port = int(served.url.rsplit(":", 1)[1])
    second = WebServer("127.0.0.1", port, served.ready, served.measure)
    with pytest.raises(Misconfigured) as refused:
        await second.start()
    assert refused.value.sentence == (
        f"Port {port} on 127.0.0.1 is taken. Set PODLINE_PORT or PODLINE_HOST."
    )


async def test_a_host_that_is_not_ours_is_one_line_too() -> None:
    served = Served()
    server = WebServer("192.0.2.1", 0, served.ready, served.measure)
    with pytest.raises(Misconfigured) as refused:
        await server.start()
    assert "192.0.2.1" in refused.value.sentence


async def test_a_stopped_server_frees_its_port(served: Served) -> None:
    first = WebServer("127.0.0.1", 0, served.ready, served.measure)
    port = await first.start()
    await first.stop()
    second = WebServer("127.0.0.1", port, served.ready, served.measure)
    assert await second.start() == port
    await second.stop()
