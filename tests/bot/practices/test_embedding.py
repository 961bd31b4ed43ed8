"""Vectors are made once for each model, and what was stopped goes on where it stopped."""

from collections.abc import Sequence

import pytest

from bot.meaning.vectors import Vector
from bot.practices import embedding
from bot.practices.embedding import embed_all
from bot.practices.finding import Finder
from storage.database import Database
from storage.pods import Pod
from storage.practices_embedding import count_waiting
from storage.practices_index import list_indexed, list_numbers
from tests.bot.practices.senses import Senses
from tests.searching import a_practice, reach_of


class Newer(Senses):
    """Another model; it stops whoever asks it for more than `most` vectors."""

    name = "senses-2"

    def __init__(self, most: int = 1000) -> None:
        super().__init__()
        self.most = most

    async def notes(self, texts: Sequence[str]) -> list[Vector]:
        if len(self.noted) >= self.most:
            raise KeyboardInterrupt
        return await super().notes(texts)


async def _by_the_older_model(database: Database, pod: Pod, number: int) -> None:
    for each in range(number):
        await a_practice(database, pod, f"Lost phone {each}")
    assert await embed_all(database, Senses()) == number


async def _models(database: Database) -> set[str | None]:
    async with database.read() as session:
        rows = await list_indexed(session, await list_numbers(session))
    return {row.embedder for row in rows if row.vector is not None}


async def test_another_model_makes_every_vector_anew_by_itself(
    database: Database, pod: Pod
) -> None:
    await _by_the_older_model(database, pod, 12)
    newer = Newer()
    finder = Finder(database, newer)
    await finder.start()
    await finder.settled()
    assert len(newer.noted) == 12
    assert await _models(database) == {"senses-2"}
    assert (await finder.find("handset", reach_of(pod)))[0].by_meaning > 0
    await finder.stop()


async def test_what_another_model_was_stopped_at_goes_on_where_it_stopped(
    database: Database, pod: Pod, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "AT_ONCE", 3)
    await _by_the_older_model(database, pod, 10)
    stopped = Newer(most=7)
    with pytest.raises(KeyboardInterrupt):
        await embed_all(database, stopped)
    async with database.read() as session:
        assert await count_waiting(session, "senses-2") == 4
    again = Newer()
    assert await embed_all(database, again) == 4
    assert await _models(database) == {"senses-2"}
    assert await embed_all(database, again) == 0
