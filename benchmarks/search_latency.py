"""How long a search takes in stores of three sizes, with the real embedder and nothing kept.

Where the sets have too few notes, a store is filled up with synthetic ones: halves of two real
notes put together, with the vector of the first one disturbed at random.
"""

import random
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.load import percentile
from benchmarks.search_quality import kept_embedder
from benchmarks.search_sets import SEED, Note, QuestionSet
from benchmarks.search_store import Store, a_finder, a_store
from bot.meaning.embedder import find_embedder
from bot.meaning.vectors import Vector, pack
from bot.practices.finding import Finder

SIZES = (1_000, 10_000, 100_000)
_QUESTIONS, _WARM_UP = 300, 20
_DISTURBED = 0.5


async def latency(sets: Sequence[QuestionSet], vectors: Path, size: int) -> dict[str, float]:
    """Milliseconds of one search after the other; `kept_`: asked again, when the embedder still
    has the vector of the question.
    """
    same = [each for each in sets if not each.is_cross_lingual]
    notes = [note for each in same for note in each.notes]
    chance = random.Random(SEED)
    chance.shuffle(notes)
    asked = [query.clean for each in same for query in each.queries]
    asked = chance.sample(asked, min(_QUESTIONS + _WARM_UP, len(asked)))
    made = list(islice(_endless(notes, await _vectors_of(notes[:size], vectors), chance), size))
    embedder = find_embedder()
    name = "" if embedder is None else embedder.name
    async with a_store() as store:
        await store.add([note for note, _ in made], "en", [packed for _, packed in made], name)
        async with a_finder(store, embedder) as finder:
            first = [await _ask(finder, store, text) for text in asked][_WARM_UP:]
            again = [await _ask(finder, store, text) for text in asked][_WARM_UP:]
    return _percentiles("", first) | _percentiles("kept_", again)


async def _ask(finder: Finder, store: Store, text: str) -> float:
    """Milliseconds until the three best are known."""
    began = time.perf_counter()
    await finder.find(text, store.reach, at_most=3)
    return (time.perf_counter() - began) * 1000


def _percentiles(name: str, times: list[float]) -> dict[str, float]:
    ascending = sorted(times)
    return {f"{name}p{part}_ms": percentile(ascending, part / 100) for part in (50, 99)}


async def _vectors_of(notes: Sequence[Note], vectors: Path) -> list[Vector]:
    embedder = kept_embedder(vectors)
    if embedder is None:
        return []
    try:
        return await embedder.notes([f"{note.title} {note.body}" for note in notes])
    finally:
        embedder.close()


def _endless(
    notes: Sequence[Note], vectors: Sequence[Vector], chance: random.Random
) -> Iterator[tuple[Note, bytes]]:
    """The real ones first."""
    for note, vector in zip(notes, vectors, strict=False):
        yield note, pack(vector)
    noise = np.random.default_rng(SEED)
    number = 0
    while vectors:
        one, other = chance.randrange(len(vectors)), chance.randrange(len(notes))
        words, more = notes[one].body.split(), notes[other].body.split()
        body = " ".join(words[: len(words) // 2] + more[len(more) // 2 :])
        vector = vectors[one] + _DISTURBED * _unit(noise, len(vectors[one]))
        number += 1
        yield Note(f"synthetic{number}", "", body or "nothing"), pack(vector)


def _unit(noise: np.random.Generator, dimensions: int) -> Vector:
    vector = noise.standard_normal(dimensions).astype(np.float32)
    unit: Vector = vector / np.float32(np.linalg.norm(vector))
    return unit
