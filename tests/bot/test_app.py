"""Starting and stopping the whole bot: in time, leaving nothing behind, losing nothing."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession
from pydantic import SecretStr

from bot.app import Podline
from bot.clock import Clock
from bot.errors import Misconfigured
from bot.trial import Setup, Trial, open_trial
from bot.workspace.faults import Fault
from bot.workspace.visitor import Visitor
from bot.workspace.visitor import until as found
from tests.waiting import PATIENCE, until

SECONDS = 3.0
TRIES = 3  # a machine that stalls may hold up any one of them: the best counts


@pytest.fixture
async def trial() -> AsyncIterator[Trial]:
    async with open_trial(Setup(colleagues=False, ack_seconds=PATIENCE)) as trial:
        yield trial


async def stops(trial: Trial) -> float:
    """The seconds that its bot takes to stop."""
    before = time.monotonic()
    await trial.podline.stop()
    return time.monotonic() - before


@asynccontextmanager
async def nothing_left_behind(trial: Trial) -> AsyncIterator[None]:
    """The trial's own bot is away meanwhile, so that only the new one's tasks can be left."""
    await trial.stop_bot()
    await asyncio.sleep(0.1)
    before = asyncio.all_tasks()
    yield
    await until(lambda: not asyncio.all_tasks() - before)
    await trial.start_bot()


async def test_it_stops_in_time_while_slack_does_not_answer_and_says_it_after_the_next_start(
    trial: Trial,
) -> None:
    await trial.podline.stop()
    trial.settings = trial.settings.model_copy(update={"shutdown_seconds": SECONDS})
    await trial.start_bot()
    async with ClientSession() as session:
        maya = Visitor(session, trial.workspace.url, _user(trial, "maya.reyes@example.com"))
        channel = await maya.channel("pod-san-diego")
        took: list[float] = []
        while len(took) < TRIES and min(took, default=SECONDS) >= SECONDS:
            trial.workspace.state.faults.order(Fault("chat.postMessage", "delay", seconds=60))
            await maya.commands(channel, "/advise", "Is Ramona down?")
            took.append(await stops(trial))
            trial.workspace.state.faults.clear()
            await trial.start_bot()
        assert min(took) < SECONDS

        async def cards() -> list[str]:
            there = [m["ts"] for m in await maya.messages(channel) if "Ramona" in m["text"]]
            return there if len(there) >= len(took) else []

        assert len(await found(cards, "the card", PATIENCE)) == len(took)


async def test_it_stops_in_time_where_the_database_does_not_let_go(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    await trial.podline.stop()
    trial.settings = trial.settings.model_copy(update={"shutdown_seconds": SECONDS})
    await trial.start_bot()
    took: list[float] = []
    while len(took) < TRIES and min(took, default=60.0) >= SECONDS + 0.5:
        let_go = trial.podline.database.close
        monkeypatch.setattr(trial.podline.database, "close", asyncio.Event().wait)
        took.append(await stops(trial))
        await let_go()
        await trial.start_bot()
    assert min(took) < SECONDS + 0.5


async def test_a_start_on_a_taken_port_is_refused_and_leaves_nothing_running(
    trial: Trial, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        caplog.set_level("INFO")
        settings = trial.settings.model_copy(update={"port": port})
        async with nothing_left_behind(trial):
            caplog.clear()
            with pytest.raises(Misconfigured, match="taken"):
                await Podline(settings, Clock()).start()
            assert "stopped" not in caplog.messages


async def test_a_start_with_a_wrong_app_token_is_refused_and_leaves_nothing_running(
    trial: Trial,
) -> None:
    settings = trial.settings.model_copy(update={"slack_app_token": SecretStr("xapp-wrong")})
    async with nothing_left_behind(trial):
        with pytest.raises(Misconfigured, match="PODLINE_SLACK_APP_TOKEN"):
            await Podline(settings, Clock()).start()


def _user(trial: Trial, email: str) -> str:
    return next(one.uid for one in trial.workspace.state.people if one.email == email)
