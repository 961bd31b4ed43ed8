"""What every test may use: a fresh database on both engines, and time that is stepped."""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_mock_engine

from storage.database import Database
from storage.tables import METADATA
from tests import postgres
from tests.compiling import compiled_once
from tests.fakes import SteppedClock
from tests.postgres_lending import Lender
from tests.waiting import HURRIES, PATIENCE


@pytest.fixture(scope="session", autouse=True)
def compiling() -> Iterator[None]:
    """No statement is compiled for every test anew."""
    with compiled_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def patient() -> Iterator[None]:
    """A machine that stalls fails nothing; whoever holds such a limit sets it."""
    with pytest.MonkeyPatch.context() as patch:
        for hurry in HURRIES:
            patch.setattr(hurry, PATIENCE)
        yield


@pytest.fixture
def clock() -> SteppedClock:
    """A clock that stands still until it is stepped."""
    return SteppedClock()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh database with all tables, once on SQLite and once on PostgreSQL."""
    database = Database(database_url)
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh database with all tables, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        file = tmp_path / "podline.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
    else:
        with request.getfixturevalue("postgresql_lender").lend() as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table, for the migrations."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        server, _ = request.getfixturevalue("postgresql_template")
        with postgres.fresh_database(server, "template0") as url:
            yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        for statement in _create_tables("sqlite://"):
            connection.execute(statement)
        connection.commit()
    return file


@pytest.fixture(scope="session")
def postgresql_template() -> Iterator[tuple[str, str]]:
    """A server, and the name of a database in it with all tables, to be copied."""
    name = f"podline_template_{uuid4().hex}"
    with postgres.server() as url:
        postgres.execute(url, f'CREATE DATABASE "{name}" TEMPLATE template0')
        tables = _create_tables("postgresql://")
        postgres.execute(postgres.database_url(url, name), *tables)
        yield url, name
        postgres.execute(url, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgresql_lender(postgresql_template: tuple[str, str]) -> Iterator[Lender]:
    """Lends databases with all tables, each to one test at a time."""
    with closing(Lender(*postgresql_template)) as lender:
        yield lender


@pytest.fixture
def plain_role(postgresql_template: tuple[str, str]) -> Iterator[str]:
    """Somebody on the server who owns what is given to them, and is no superuser."""
    name, (server, _) = f"plain_{uuid4().hex}", postgresql_template
    postgres.execute(server, f"CREATE ROLE {name}")
    yield name
    postgres.execute(server, f"DROP ROLE {name}")


def _create_tables(url: str) -> list[str]:
    statements: list[str] = []

    def keep(construct: Any, *_: Any, **__: Any) -> None:
        statements.append(str(construct.compile(dialect=engine.dialect)))

    engine = create_mock_engine(url, keep)
    METADATA.create_all(engine, checkfirst=False)
    return statements
