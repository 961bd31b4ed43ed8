"""The trial: a local workspace with two sample pods, and the bot beside it, over the wire."""

import asyncio
import secrets
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import Podline
from bot.clock import Clock
from bot.errors import Misconfigured
from bot.manifest import read_manifest
from bot.pods.sample import FOLDER, sample_people
from bot.practices.importing import import_practices
from bot.practices.interchange import read_practices
from bot.practices.sample import FOLDER as FIRST_PRACTICES
from bot.provisioning import open_provisioning
from bot.settings import Mode, Settings
from bot.text.masking import Masker
from bot.web.server import why_not
from bot.workspace.colleagues import Colleagues
from bot.workspace.people import Person
from bot.workspace.server import Workspace
from storage.database import Database
from storage.migrations import upgrade
from storage.outbox import measure_outbox
from storage.timers import find_next_due, list_due_timers

# A command in backticks can be put into the first person's composer with one click, and whoever
# has no window can be shown.
GUIDE = (
    "As {asker}, ask your pod mid-call: "
    "`/advise Three customers in Ramona have no service. Outage or their phones?`",
    "As {helper}, press “I've got this” on the card, then reply in its thread. "
    "If nobody does, a sample colleague helps within 20 seconds.",
    "As {asker}, press “This worked” on the card.",
)
ASKER, HELPER = "maya.reyes@example.com", "dan.kowalski@example.com"
THEIR_POD = "san-diego"
PORT = 8765
STEP = 1.0
# Time that stands still must not do so a moment before something is due: the bot would look
# for it again and again.
JUST_BEFORE = 0.005


class SharedTime:
    """Seconds since the epoch for the workspace and the bot alike; can be stepped forward.

    With `starts_at` time stands still there, but for the steps.
    """

    def __init__(self, starts_at: datetime | None = None) -> None:
        self._still = starts_at.timestamp() if starts_at else None
        self._ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self._ahead if self._still is None else self._still

    def step(self, seconds: float) -> None:
        if self._still is None:
            self._ahead += seconds
        else:
            self._still = round(self._still + seconds, 6)


@dataclass(frozen=True, kw_only=True)
class Setup:
    """How a trial is set up.

    `roster` is a folder of roster files, `people` are its people where it is not the sample's;
    `others` are people of the workspace who stand in none of them, `practices` is a folder of what
    the sample pods know already. The page opens on the `pair`, with the `guide`. `ack_seconds` (of
    real time) is how long the workspace waits for an acknowledgement. `feeds` are the bot's
    settings of feeds, by name. `huddles`: whether the pods have any; `huddle_events`: whether the
    bot hears who joins one. `another` is how to ask for another port.
    """

    port: int = 0
    colleagues: bool = True
    starts_at: datetime | None = None
    mode: Mode = Mode.SOCKET
    database_url: str | None = None
    roster: Path = FOLDER
    practices: Path | None = None
    people: Sequence[Person] = ()
    pair: tuple[Person, Person] | None = None
    guide: Sequence[str] = GUIDE
    others: Sequence[Person] = ()
    feeds: Mapping[str, Any] = field(default_factory=dict)
    huddles: bool = False
    huddle_events: bool = False
    ack_seconds: float = 3.0
    another: str = "make try PORT={port}"


class Trial:
    """A running trial. The bot can be stopped and started again on the same database."""

    def __init__(self, workspace: Workspace, settings: Settings, shared: SharedTime) -> None:
        self.workspace, self.settings, self.time = workspace, settings, shared
        self.podline = Podline(settings, Clock(shared))
        workspace.control.stepper = self.step

    async def stop_bot(self) -> None:
        await self.podline.stop()

    async def start_bot(self) -> None:
        """A bot that knows nothing but what the database does."""
        self.podline = Podline(self.settings, Clock(self.time))
        await self.podline.start()

    async def step(self, seconds: float) -> None:
        """Let `seconds` pass at once, from one thing that is due to the next, each until all is
        quiet again."""
        await self.quiet()
        end = self.time() + seconds
        while (left := end - self.time()) > 1e-6:
            stop = await self._next_stop()
            self.time.step(stop if stop <= left + JUST_BEFORE else left)
            self.podline.wake()
            await self.quiet()

    async def quiet(self, at_most: float = 60.0) -> None:
        """Wait until nothing is under way in the workspace or the bot.

        Raises `TimeoutError` after `at_most` seconds of real time.
        """
        calm, deadline = 0, time.monotonic() + at_most
        while calm < 3:
            idle = self.podline.idle() and self.workspace.control.is_idle
            calm = calm + 1 if idle else 0
            if time.monotonic() > deadline:
                busy = "the workspace" if self.podline.idle() else "the bot"
                raise TimeoutError(f"{busy} did not come to rest within {at_most:g} s")
            await asyncio.sleep(0.005)

    async def _next_stop(self) -> float:
        """Seconds until the next timer is due; a second where something waits to be sent."""
        try:
            async with self.podline.database.read() as session:
                due, waiting = await _find_next_due(session), (await measure_outbox(session))[0]
        except (SQLAlchemyError, OSError):
            return STEP
        if waiting:
            return STEP
        seconds = due.timestamp() - self.time() if due else float("inf")
        return seconds if seconds > 0 else STEP


async def _find_next_due(session: AsyncSession) -> datetime | None:
    """Of what is due within a moment, the last."""
    due = await find_next_due(session)
    if due is None:
        return None
    together = await list_due_timers(session, due + timedelta(seconds=JUST_BEFORE))
    return max((each.due_at for each in together), default=due)


@asynccontextmanager
async def open_trial(setup: Setup | None = None) -> AsyncIterator[Trial]:
    """Start the workspace, seed the pods, start the bot; stop all of it at the end."""
    setup = setup or Setup()
    shared = SharedTime(setup.starts_at)
    with tempfile.TemporaryDirectory(prefix="podline-") as folder:
        # What people are given an address of, or Slack is, has to be known before it is there.
        bot_port = _free_port() if setup.huddles or setup.mode is Mode.HTTP else 0
        workspace = _workspace(setup, shared, bot_port)
        try:
            await workspace.start()
        except OSError as error:
            other = setup.port + 1 if 1024 <= setup.port < 65535 else PORT
            way = setup.another.format(port=other)
            hint = f"Port {setup.port} {why_not(error)}. Try another one: {way}"
            raise Misconfigured(hint) from error
        try:
            settings = _settings(setup, workspace, Path(folder), bot_port)
            async with (
                _bot(Trial(workspace, settings, shared), setup) as trial,
                _colleagues(workspace, setup.colleagues),
            ):
                yield trial
        finally:
            await workspace.stop()


async def show_trial(port: int, out: Console, stopped: Callable[[], Awaitable[None]]) -> None:
    """Run the trial, say where its page is, and end when `stopped` returns."""
    async with open_trial(Setup(port=port, practices=FIRST_PRACTICES, huddles=True)) as trial:
        address = trial.workspace.url
        out.print(f"Podline is ready: [bold]{address}[/bold] (Ctrl-C stops it)", highlight=False)
        if trial.settings.takes_alerts:
            doors = f"http://127.0.0.1:{trial.podline.port}/alerts/"
            out.print(f"It takes what systems send at {doors}", highlight=False)
        await stopped()
        out.print("Stopping …")


@asynccontextmanager
async def _bot(trial: Trial, setup: Setup) -> AsyncIterator[Trial]:
    clock = Clock(trial.time)
    await upgrade(trial.settings.database_url)
    await _provide(trial, clock, setup.roster)
    if setup.practices is not None:
        await _bring_in(setup.practices, trial.settings.database_url, clock)
    await trial.podline.start()
    try:
        yield trial
    finally:
        await trial.podline.stop()


async def _provide(trial: Trial, clock: Clock, roster: Path) -> None:
    """At once: nobody is there yet who would have to share Slack's limits."""

    async def at_once(seconds: float) -> None:
        await asyncio.sleep(0)

    limits = trial.workspace.state.limits
    limits.lifted = True
    async with open_provisioning(trial.settings, clock, roster, at_once) as provisioning:
        await provisioning.apply(await provisioning.plan())
    limits.lifted = False


async def _bring_in(practices: Path, database_url: str, clock: Clock) -> None:
    database, found = Database(database_url), read_practices(practices).found
    try:
        await import_practices(database, Masker(), found, clock.now(), default_pod=THEIR_POD)
    finally:
        await database.close()


@asynccontextmanager
async def _colleagues(workspace: Workspace, wanted: bool) -> AsyncIterator[None]:
    if not wanted:
        yield
        return
    colleagues = Colleagues(workspace.url)
    await colleagues.start()
    try:
        yield
    finally:
        await colleagues.stop()


def _settings(setup: Setup, workspace: Workspace, folder: Path, bot_port: int) -> Settings:
    return Settings(
        slack_bot_token=SecretStr(workspace.bot_token),
        slack_app_token=SecretStr(workspace.app_token),
        slack_signing_secret=SecretStr(workspace.signing_secret),
        slack_api_url=workspace.api_url,
        mode=setup.mode,
        command_prefix="",  # its manifest has none
        host="127.0.0.1",
        database_url=setup.database_url or f"sqlite:///{folder / 'podline.db'}",
        port=bot_port,
        public_url=_own_address(bot_port) if setup.huddles else "",
        huddles=setup.huddles,
        huddle_events=setup.huddle_events,
        **setup.feeds,
    )


def _own_address(bot_port: int) -> str:
    return f"http://127.0.0.1:{bot_port}"


def _request_url(setup: Setup, bot_port: int) -> str | None:
    """Where the workspace sends what happens; it waits to be connected to in socket mode."""
    return f"{_own_address(bot_port)}/slack/events" if setup.mode is Mode.HTTP else None


def _workspace(setup: Setup, shared: SharedTime, bot_port: int) -> Workspace:
    people = setup.people or _sample()
    asker, helper = setup.pair or (_person(people, ASKER), _person(people, HELPER))
    named = {"asker": _mention(asker, helper), "helper": _mention(helper, asker)}
    return Workspace(
        [*people, *setup.others],
        read_manifest(huddle_events=setup.huddle_events),
        name="Podline Local",
        now=shared,
        port=setup.port,
        request_url=_request_url(setup, bot_port),
        pair=[asker.uid, helper.uid],
        guide=[line.format_map(named) for line in setup.guide],
        ack_seconds=setup.ack_seconds,
    )


def _sample() -> list[Person]:
    return [
        Person(None, one.name, one.real_name, one.email, one.title, one.tz, is_sample=True)
        for one in sample_people()
    ]


def _person(people: Sequence[Person], email: str) -> Person:
    return next(person for person in people if person.email == email)


def _mention(person: Person, other: Person) -> str:
    first, theirs = (one.real_name.partition(" ")[0] for one in (person, other))
    return f"<@{person.uid}|{first if first != theirs else person.real_name}>"


def _free_port() -> int:
    """A request URL has to be known before the bot listens there. One that no connection is given
    by chance meanwhile."""
    for port in secrets.SystemRandom().sample(range(20_000, 30_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")
