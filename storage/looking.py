"""The address of a database that is only looked at: nothing is made, nothing need be writable."""

import os
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.engine import URL, make_url

from bot.errors import Misconfigured


def looking_url(url: str) -> str | None:
    """By which the database of `url` is only read; None for a file that is not there, or empty.

    Raises `Misconfigured` where its folder is missing, `OSError` where it may not be looked into.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return url
    file = Path(parsed.database).absolute()
    if not file.parent.is_dir():
        raise Misconfigured(
            f"The database cannot be opened: there is no folder {file.parent}. "
            "Make it, or check PODLINE_DATABASE_URL."
        )
    if not file.exists() or not file.stat().st_size:
        return None
    # A reader of a WAL keeps its index beside it. Where it may not, and nobody else has one,
    # nobody writes either.
    is_still = not os.access(file.parent, os.W_OK) and not Path(f"{file}-wal").exists()
    query = {"uri": "true", "mode": "ro"} | ({"immutable": "1"} if is_still else {})
    # SQLite decodes the address of a file, after SQLAlchemy decoded the whole.
    return URL.create("sqlite", database=f"file:{quote(str(file))}", query=query).render_as_string()
