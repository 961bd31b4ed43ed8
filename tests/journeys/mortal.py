"""The whole bot in a process of its own, in the place of the one that a trial runs in its own: it
is killed at the moment that hurts most, and nothing but the database and Slack remember.
"""

import asyncio
import ctypes
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import RawValue
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import Podline
from bot.clock import Clock
from bot.settings import Settings
from bot.trial import Trial
from bot.workspace.faults import Fault, Faults
from bot.workspace.shapes import Json
from bot.workspace.visitor import Refused
from storage.database import Database
from tests.chaos import overseer
from tests.journeys.people import Day
from tests.waiting import HURRIES, PATIENCE, until

LOOKS_EVERY = 0.002
_DIES = "dies after this commit"


class Died(Exception):
    """Without warning."""


class _Told(ctypes.Structure):
    """What a trial and its bot tell each other, in memory that both see: time, whether the bot was
    woken, whether it is idle; and the statement after whose commit it dies.
    """

    _fields_ = (
        ("now", ctypes.c_double),
        ("woken", ctypes.c_long),
        ("asked", ctypes.c_long),
        ("answered", ctypes.c_long),
        ("is_idle", ctypes.c_bool),
        ("is_ready", ctypes.c_bool),
        ("port", ctypes.c_int),
        ("dies_after", ctypes.c_char * 80),
    )


class Mortal:
    """What a trial takes for `bot.app.Podline`. There is no clean stop."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        self.database = Database(settings.database_url)
        self._told: Any = RawValue(_Told)
        self._process: BaseProcess | None = None

    @property
    def port(self) -> int:
        return int(self._told.port)

    async def start(self) -> None:
        self._told.now = self.clock.now().timestamp()
        process = overseer.begin_life(live, self.settings, self._told)
        await until(lambda: self._told.is_ready or not process.is_alive())
        assert process.is_alive(), "it did not begin"
        self._process = process

    async def stop(self) -> None:
        if self._process is not None:
            self.kill()
            await self.ended()
        await self.database.close()

    def wake(self) -> None:
        """Time may be another."""
        self._told.now = self.clock.now().timestamp()
        self._told.woken += 1

    def idle(self) -> bool:
        """What it said when it was asked the last time; it is asked anew. Raises `Died`."""
        if self._process is None:
            return True
        if not self._process.is_alive():
            raise Died
        if self._told.answered != self._told.asked:
            return False
        was_idle = bool(self._told.is_idle)
        self._told.asked += 1
        return was_idle

    def kill(self) -> None:
        """No goodbye, no flush."""
        if self._process is not None and self._process.pid is not None:
            os.kill(self._process.pid, signal.SIGKILL)

    def kill_after(self, statement: str) -> None:
        """Right after the commit of a transaction in which a statement says this."""
        self._told.dies_after = statement.encode()

    async def ended(self) -> None:
        """Wait until it was killed; nobody else ends it."""
        assert self._process is not None
        await overseer.ended(self._process)
        assert self._process.exitcode == -signal.SIGKILL
        self._process = None


class Deadly(Faults):
    """Slack takes a message, and the bot dies before it hears of that."""

    def __init__(self, trial: Trial, saying: str) -> None:
        super().__init__()
        self._trial, self._saying = trial, saying

    def take(self, target: str, args: Json) -> Fault | None:
        if target == "chat.postMessage" and self._saying in str(args.get("text")):
            _bot_of(self._trial).kill()
            return Fault(target, "accept_then_drop")
        return super().take(target, args)


@asynccontextmanager
async def dies(
    day: Day, *, after: str = "", saying: str = "", away: float = 1.0
) -> AsyncIterator[None]:
    """Inside, the bot is killed: right `after` the commit of such a statement, or as Slack has
    taken a message `saying` so; where neither is named, at once. `away` seconds later it is there
    again. Fails where it was not killed. A death inside another one comes before it.
    """
    trial, state = day.trial, day.trial.workspace.state
    faults = state.faults
    if saying:
        state.faults = Deadly(trial, saying)
    elif after:
        _bot_of(trial).kill_after(after)
    else:
        _bot_of(trial).kill()
    with suppress(Died, Refused):
        yield
    await _bot_of(trial).ended()
    state.faults = faults
    await trial.stop_bot()
    trial.time.step(away)
    await trial.start_bot()


def _bot_of(trial: Trial) -> Mortal:
    bot: Any = trial.podline
    assert isinstance(bot, Mortal)
    return bot


def live(settings: Settings, told: Any) -> None:
    """Until it is killed."""
    for hurry in HURRIES:
        module, _, name = hurry.rpartition(".")
        setattr(import_module(module), name, PATIENCE)
    asyncio.run(_live(settings, told))


async def _live(settings: Settings, told: Any) -> None:
    _die_after_commits(told)
    podline, woken = Podline(settings, Clock(lambda: float(told.now))), 0
    await podline.start()
    told.port, told.is_ready = podline.port, True
    while True:
        if woken != told.woken:
            woken = told.woken
            podline.wake()
        if told.answered != told.asked:
            told.is_idle = podline.idle()
            told.answered = told.asked
        await asyncio.sleep(LOOKS_EVERY)


def _die_after_commits(told: Any) -> None:
    """Of transactions in which a statement says what is told."""
    write = Database.write

    @event.listens_for(Engine, "before_cursor_execute")
    def _look(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if told.dies_after and told.dies_after.decode() in statement:
            connection.info[_DIES] = True

    @event.listens_for(Engine, "rollback")
    def _forget(connection: Connection) -> None:
        connection.info.pop(_DIES, None)

    @asynccontextmanager
    async def mortal(self: Database) -> AsyncIterator[AsyncSession]:
        async with write(self) as session:
            yield session
            await session.flush()
            connection: Any = (await session.connection()).sync_connection
            dies_now = connection.info.pop(_DIES, False)
        if dies_now:
            os.kill(os.getpid(), signal.SIGKILL)

    Database.write = mortal  # type: ignore[method-assign]
