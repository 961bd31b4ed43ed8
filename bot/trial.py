"""The trial: a local workspace with two sample pods, and the bot beside it, over the wire."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console

from bot.app import Podline
from bot.clock import Clock
from bot.errors import Misconfigured
from bot.manifest import read_manifest
from bot.pods.sample import FOLDER, sample_people
from bot.provisioning import open_provisioning
from bot.settings import Settings
from bot.workspace.colleagues import Colleagues
from bot.workspace.people import Person
from bot.workspace.server import Workspace
from storage.migrations import upgrade

GUIDE = (
    "As Maya, type /advise Three customers in Ramona have no service. Outage or their phones?",
    "As Dan, press “I've got this” on the card, then reply in its thread.",
    "As Maya, press “This worked”. Do nothing as Dan, and a sample colleague helps in 20 seconds.",
)
ASKER, HELPER = "maya.reyes@example.com", "dan.kowalski@example.com"
STEP = 1.0


class SharedTime:
    """Seconds since the epoch for the workspace and the bot alike; can be stepped forward."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self._ahead

    def step(self, seconds: float) -> None:
        self._ahead += seconds


@dataclass(frozen=True)
class Trial:
    """A running trial."""

    workspace: Workspace
    podline: Podline
    time: SharedTime

    async def step(self, seconds: float) -> None:
        """Let `seconds` pass at once, a second at a time, each until all is quiet again."""
        await self.quiet()
        left = seconds
        while left > 0:
            self.time.step(min(STEP, left))
            left -= STEP
            self.podline.wake()
            await self.quiet()

    async def quiet(self, at_most: float = 10.0) -> None:
        """Wait until nothing is under way in the workspace or the bot."""
        async with asyncio.timeout(at_most):
            calm = 0
            while calm < 3:
                idle = self.workspace.control.is_idle and self.podline.idle()
                calm = calm + 1 if idle else 0
                await asyncio.sleep(0.005)


@asynccontextmanager
async def open_trial(port: int = 0, colleagues: bool = True) -> AsyncIterator[Trial]:
    """Start the workspace, seed the two pods, start the bot; stop both at the end."""
    shared = SharedTime()
    workspace = _workspace(port, shared)
    try:
        await workspace.start()
    except OSError as error:
        raise Misconfigured(
            f"Port {port} is taken. Try another one: make try PORT={port + 1}"
        ) from error
    try:
        with tempfile.TemporaryDirectory(prefix="podline-") as folder:
            async with _bot(workspace, Path(folder), Clock(shared)) as podline:
                trial = Trial(workspace, podline, shared)
                if not colleagues:
                    yield trial
                    return
                async with Colleagues(workspace.url):
                    yield trial
    finally:
        await workspace.stop()


async def show_trial(port: int, out: Console, stopped: Callable[[], Awaitable[None]]) -> None:
    """Run the trial, say where its page is, and end when `stopped` returns."""
    async with open_trial(port) as trial:
        address = trial.workspace.url.replace("127.0.0.1", "localhost")
        out.print(f"Podline is ready: [bold]{address}[/bold] (Ctrl-C stops it)", highlight=False)
        await stopped()


@asynccontextmanager
async def _bot(workspace: Workspace, folder: Path, clock: Clock) -> AsyncIterator[Podline]:
    settings = Settings(
        slack_bot_token=SecretStr(workspace.bot_token),
        slack_app_token=SecretStr(workspace.app_token),
        slack_signing_secret=SecretStr(workspace.signing_secret),
        slack_api_url=workspace.api_url,
        database_url=f"sqlite+aiosqlite:///{folder / 'podline.db'}",
        port=0,
    )
    await upgrade(settings.database_url)
    async with open_provisioning(settings, clock, FOLDER) as provisioning:
        await provisioning.apply(await provisioning.plan())
    podline = Podline(settings, clock)
    await podline.start()
    try:
        yield podline
    finally:
        await podline.stop()


def _workspace(port: int, shared: SharedTime) -> Workspace:
    people = [
        Person(None, one.name, one.real_name, one.email, one.title, one.tz, is_sample=True)
        for one in sample_people()
    ]
    return Workspace(
        people,
        read_manifest(),
        name="Podline Local",
        now=shared,
        port=port,
        pair=[_user(people, ASKER), _user(people, HELPER)],
        guide=GUIDE,
    )


def _user(people: list[Person], email: str) -> str:
    return next(person.uid for person in people if person.email == email)
