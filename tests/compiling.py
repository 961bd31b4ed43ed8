"""One dialect and one cache of compiled statements for all databases of a worker.

A bot opens one database and compiles a statement once; a suite that opens thousands would spend
half of its time compiling the same few hundred again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import LRUCache

from storage import database

KEPT = 1000


@contextmanager
def compiled_once() -> Iterator[None]:
    """Within the block every `Database` compiles into, and out of, the same cache."""
    shared: dict[str, tuple[Dialect, LRUCache[Any, Any]]] = {}

    def make_sharing(url: Any, **settings: Any) -> AsyncEngine:
        engine = create_async_engine(url, **settings).sync_engine
        kind, own = str(engine.url.drivername), engine.dialect
        if kind in shared:
            # The cache's keys hold the dialect: it is shared, or nothing is.
            engine.dialect, cache = shared[kind]
            engine.update_execution_options(compiled_cache=cache)
        else:

            def share(*_: object) -> None:
                shared.setdefault(kind, (own, LRUCache(KEPT)))

            # Before it was connected once, a dialect does not know which version it talks to.
            event.listen(engine, "connect", share)
        return AsyncEngine(engine)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "create_async_engine", make_sharing)
        yield
