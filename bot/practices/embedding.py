"""Gives practices their vectors, off the loop and outside of any transaction."""

from collections.abc import Callable, Sequence
from logging import getLogger

from bot.meaning.embedder import Embedder
from bot.meaning.errors import EmbedderFailed
from bot.practices.indexing import note_text
from storage.database import Database
from storage.practices_embedding import count_waiting, list_vectors, list_waiting, save_vectors
from storage.practices_to_index import list_whole

log = getLogger(__name__)
AT_ONCE = 8


async def embed_rows(
    database: Database, embedder: Embedder, numbers: Sequence[int]
) -> dict[int, bytes]:
    """The vectors of these rows: those that another replica made, and new ones, now kept.

    What cannot be embedded, or is gone, is missing from the answer.
    """
    async with database.read() as session:
        kept = await list_vectors(session, numbers, embedder.name)
        made = {seq: each for seq, each in kept.items() if _can_be_read(each, embedder)}
        left = [number for number in numbers if number not in made]
        texts = {
            whole.seq: note_text(whole.practice, whole.sayings, whole.merged)
            for whole in await list_whole(session, left)
        }
    new = {seq: vector for seq in texts if (vector := await _embed(embedder, texts[seq]))}
    if new:
        async with database.write() as session:
            await save_vectors(session, new, embedder.name)
    return made | new


async def embed_all(
    database: Database,
    embedder: Embedder,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Embed whatever waits, for the command line; how many rows got a vector.

    Each batch is kept, so that what is interrupted goes on where it stopped.
    """
    async with database.read() as session:
        total = await count_waiting(session, embedder.name)
    done = skipped = 0
    while True:
        async with database.read() as session:
            waiting = await list_waiting(session, embedder.name, skipped + AT_ONCE)
        if len(waiting) <= skipped:
            return done
        made = await embed_rows(database, embedder, waiting[skipped:])
        done, skipped = done + len(made), skipped + len(waiting[skipped:]) - len(made)
        progress(done, total)


def _can_be_read(vector: bytes, embedder: Embedder) -> bool:
    from bot.meaning.vectors import unpack

    try:
        return len(unpack(vector)) == embedder.dimensions
    except ValueError:
        return False


async def _embed(embedder: Embedder, text: str) -> bytes | None:
    from bot.meaning.vectors import pack

    try:
        (vector,) = await embedder.notes([text])
    except EmbedderFailed as error:
        log.warning("a practice was not embedded", extra={"error": type(error).__name__})
        return None
    return pack(vector)
