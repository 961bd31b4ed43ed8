"""How well the real Finder orders the notes of each set, beside plain FTS5."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.search_measures import Order, Relevant, measure
from benchmarks.search_plain import PlainFts5
from benchmarks.search_sets import QuestionSet
from benchmarks.search_store import Store, a_finder, a_store
from benchmarks.search_vectors import KeptEmbedder
from bot.meaning.embedder import find_embedder
from bot.practices.finding import Finder

Figures = dict[str, dict[str, dict[str, float]]]
KINDS = ("clean", "typo")
_DEEP = 100


async def quality(questions: QuestionSet, vectors: Path, server: str | None = None) -> Figures:
    """By engine and by kind of question; on SQLite, or on a `server` of PostgreSQL."""
    return {"podline": await _podline(questions, vectors, server), "fts5": _plain(questions)}


def kept_embedder(vectors: Path) -> KeptEmbedder | None:
    """The installed embedder, its vectors kept in the folder; None where none is installed."""
    embedder = find_embedder()
    return None if embedder is None else KeptEmbedder(embedder, vectors)


async def _podline(
    questions: QuestionSet, vectors: Path, server: str | None
) -> dict[str, dict[str, float]]:
    async with a_store(server) as store:
        await store.add(questions.notes, questions.notes_language)
        async with a_finder(store, kept_embedder(vectors)) as finder:
            return {kind: await _asked(questions, kind, store, finder) for kind in KINDS}


async def _asked(
    questions: QuestionSet, kind: str, store: Store, finder: Finder
) -> dict[str, float]:
    orders: list[tuple[Order, Relevant]] = []
    for query in questions.queries:
        found = await finder.find(getattr(query, kind), store.reach, at_most=_DEEP)
        order = [store.notes[each.practice_id] for each in found]
        orders.append((order, questions.relevant.get(query.id, {})))
    return measure(orders)


def _plain(questions: QuestionSet) -> dict[str, dict[str, float]]:
    plain = PlainFts5(questions.notes)
    figures = {
        kind: measure(
            [
                (plain.find(getattr(query, kind), _DEEP), questions.relevant.get(query.id, {}))
                for query in questions.queries
            ]
        )
        for kind in KINDS
    }
    plain.close()
    return figures


def means(figures: Sequence[Figures]) -> Figures:
    """The mean over sets."""
    return {
        engine: {
            kind: {
                name: sum(each[engine][kind][name] for each in figures) / len(figures)
                for name in figures[0][engine][kind]
            }
            for kind in KINDS
        }
        for engine in figures[0]
    }
