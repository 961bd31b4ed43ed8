"""A running trial for each journey, on SQLite and on PostgreSQL, and its people by name."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bot.pods.sample import FOLDER
from bot.trial import Setup
from storage.migrations import upgrade
from tests import postgres
from tests.journeys.people import MORNING, STRANGERS, Day, Person, open_day
from tests.postgres_lending import Lender
from tests.waiting import PATIENCE

REPS = ("maya", "nick", "linh", "jorge", "sofia", "leah")


@pytest.fixture
def roster(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The sample roster with few reps; `@pytest.mark.parametrize("roster", [{old: new}],
    indirect=True)` changes it."""
    changes: dict[str, str] = getattr(request, "param", {})
    folder = tmp_path / "roster"
    folder.mkdir()
    left = set(changes)
    for file in FOLDER.glob("*.toml"):
        text = "".join(filter(_is_kept, file.read_text().splitlines(keepends=True)))
        for old, new in changes.items():
            left -= {old} if old in text else set()
            text = text.replace(old, new)
        (folder / file.name).write_text(text)
    assert not left, f"the sample roster has no {left}"
    return folder


def _is_kept(line: str) -> bool:
    return 'rep"' not in line or any(f'"{name}' in line for name in REPS)


@pytest.fixture(params=["sqlite", "postgresql"])
def upgraded_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database that the migrations made, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("upgraded_sqlite"), tmp_path / "podline.db")
        yield f"sqlite:///{tmp_path / 'podline.db'}"
    else:
        with request.getfixturevalue("upgraded_lender").lend() as url:
            yield url


@pytest.fixture(scope="session")
def upgraded_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("journeys") / "podline.db"
    _run(upgrade(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def upgraded_postgresql(postgresql_template: tuple[str, str]) -> Iterator[tuple[str, str]]:
    server, name = postgresql_template[0], f"podline_journeys_{uuid4().hex}"
    postgres.execute(server, f'CREATE DATABASE "{name}" TEMPLATE template0')
    _run(upgrade(postgres.database_url(server, name)))
    yield server, name
    postgres.execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def upgraded_lender(upgraded_postgresql: tuple[str, str]) -> Iterator[Lender]:
    with closing(Lender(*upgraded_postgresql)) as lender:
        yield lender


def _run(work: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: asyncio.run() would take the test's event loop away."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


@pytest.fixture
def setup(upgraded_url: str, roster: Path) -> Setup:
    """Slack's three seconds would fail journeys on a machine that does other things, too; those
    that are about time measure it, or let Slack give up (`Day.gives_up`)."""
    return Setup(
        colleagues=False,
        starts_at=MORNING,
        database_url=upgraded_url,
        roster=roster,
        others=STRANGERS,
        ack_seconds=PATIENCE,
    )


@pytest.fixture
async def day(setup: Setup) -> AsyncIterator[Day]:
    async with open_day(setup) as day:
        yield day


@pytest.fixture
async def maya(day: Day) -> Person:
    """A rep of San Diego."""
    return await day.person("maya")


@pytest.fixture
async def nick(day: Day) -> Person:
    """Another rep of San Diego."""
    return await day.person("nick")


@pytest.fixture
async def dan(day: Day) -> Person:
    """A specialist of San Diego: network, device."""
    return await day.person("dan")


@pytest.fixture
async def ines(day: Day) -> Person:
    """A specialist of San Diego: network, roaming, activation."""
    return await day.person("ines")


@pytest.fixture
async def theo(day: Day) -> Person:
    """A specialist of San Diego: network, device, activation, porting."""
    return await day.person("theo")


@pytest.fixture
async def grace(day: Day) -> Person:
    """The coach of San Diego who is there in the morning."""
    return await day.person("grace")


@pytest.fixture
async def luis(day: Day) -> Person:
    """San Diego's resolution expert."""
    return await day.person("luis")


@pytest.fixture
async def ana(day: Day) -> Person:
    """San Diego's team leader."""
    return await day.person("ana")


@pytest.fixture
async def raj(day: Day) -> Person:
    """A specialist of Detroit."""
    return await day.person("raj")


@pytest.fixture
async def nora(day: Day) -> Person:
    """Somebody of the workspace who is in no pod."""
    return await day.person("nora")
