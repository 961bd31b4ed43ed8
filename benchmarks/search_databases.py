"""Databases for the benchmark of the search, gone afterwards: in a file, or on a server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool


@asynccontextmanager
async def a_database(server: str | None) -> AsyncIterator[str]:
    """The URL of a new SQLite file, or of a new database beside the one that `server` names."""
    if server is None:
        with TemporaryDirectory(prefix="podline-search-") as folder:
            yield f"sqlite:///{Path(folder) / 'podline.db'}"
        return
    name = f"podline_search_{uuid4().hex}"
    await _execute(server, f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        await _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _execute(server: str, statement: str) -> None:
    engine = create_async_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(text(statement))
    finally:
        await engine.dispose()
