"""A database with practices of one pod, and the real Finder on it."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import insert

from benchmarks.search_databases import a_database
from benchmarks.search_sets import Note
from bot.meaning.embedder import Embedder
from bot.practices import by_meaning
from bot.practices.finding import Finder
from bot.practices.indexing import written
from bot.text.languages import Language
from storage.database import Database
from storage.ids import new_id
from storage.migrations import upgrade
from storage.pods import Market, Pod
from storage.practices import Practice, Reach, Scope
from storage.practices_embedding import save_vectors
from storage.practices_index import write_index

_AT_ONCE = 500
_NOW = datetime(2026, 11, 16, tzinfo=UTC)


class Store:
    """Practices, by the ids of the notes that they were made of."""

    def __init__(self, database: Database, pod: Pod) -> None:
        self.database, self._pod = database, pod
        self.reach = Reach(pod.team_id, "U1", pod.id, pod.market_id, False)
        self.notes: dict[UUID, str] = {}

    async def add(
        self,
        notes: Sequence[Note],
        language: Language,
        vectors: Iterable[bytes] = (),
        embedder: str = "",
    ) -> None:
        """Save and index them; with their `vectors` where these are known."""
        left = iter(vectors)
        for start in range(0, len(notes), _AT_ONCE):
            batch = [self._practice(note, language) for note in notes[start : start + _AT_ONCE]]
            async with self.database.write() as session:
                await session.execute(insert(Practice), [each.model_dump() for each in batch])
                for practice in batch:
                    seq = await write_index(session, practice.id, written(practice, []))
                    if (vector := next(left, None)) is not None:
                        await save_vectors(session, {seq: vector}, embedder)

    def _practice(self, note: Note, language: Language) -> Practice:
        title = note.title or note.body
        practice = Practice(
            id=new_id(),
            team_id=self._pod.team_id,
            pod_id=self._pod.id,
            title=title[:120],
            situation=title,
            what_worked=note.body if note.title else "",
            scope=Scope.COMPANY,
            language=language,
            author="U1",
            author_name="Ana",
            owner="U1",
            created_at=_NOW,
            updated_at=_NOW,
        )
        self.notes[practice.id] = note.id
        return practice


@asynccontextmanager
async def a_store(server: str | None = None) -> AsyncIterator[Store]:
    """An empty one on SQLite or on a `server` of PostgreSQL, gone afterwards."""
    async with a_database(server) as url:
        await upgrade(url)
        database = Database(url)
        try:
            yield Store(database, await _a_pod(database))
        finally:
            await database.close()


@asynccontextmanager
async def a_finder(store: Store, embedder: Embedder | None) -> AsyncIterator[Finder]:
    """Started, and with all vectors. Stopping closes the embedder.

    It waits for every vector: what is measured is the search, not how patient it is.
    """
    patience, by_meaning.PATIENCE_SECONDS = by_meaning.PATIENCE_SECONDS, 60.0
    finder = Finder(store.database, embedder)
    await finder.start()
    try:
        await finder.settled()
        yield finder
    finally:
        await finder.stop()
        by_meaning.PATIENCE_SECONDS = patience


async def _a_pod(database: Database) -> Pod:
    market = Market(id=new_id(), key="m", name="M", timezone="America/Denver")
    pod = Pod(id=new_id(), team_id="T1", key="p", name="P", market_id=market.id)
    async with database.write() as session:
        session.add(market)
        await session.flush()
        session.add(pod)
    return pod
