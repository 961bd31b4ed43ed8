"""How often a suggestion is made where there is an answer, and where there is none.

Each set's questions are asked of its own notes, and questions of other sets, which these notes
cannot answer; then its own again, of notes from which the answers were taken out.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.search_quality import kept_embedder
from benchmarks.search_sets import SEED, QuestionSet
from benchmarks.search_store import a_finder, a_store

_FOREIGN = 400
_SHOWN = 3


async def fits(
    questions: QuestionSet, others: Sequence[QuestionSet], vectors: Path
) -> dict[str, float]:
    """Parts of the questions. `right`: of the shown ones, where one of the three answers."""
    chance = random.Random(SEED)
    half = {query.id for query in questions.queries[::2]}
    foreign = [query.clean for other in others for query in other.queries]
    foreign = chance.sample(foreign, min(_FOREIGN, len(foreign)))
    taken_out = {note for query in half for note in questions.relevant.get(query, {})}
    left = [note for note in questions.notes if note.id not in taken_out]
    whole = await _shown(questions, [query.clean for query in questions.queries], vectors)
    wanted = [set(questions.relevant.get(query.id, {})) for query in questions.queries]
    shown = [(found, want) for found, want in zip(whole, wanted, strict=True) if found]
    unanswerable = replace(questions, notes=left)
    gone = [query.clean for query in questions.queries if query.id in half]
    return {
        "shown": len(shown) / len(whole),
        "right": sum(bool(found & want) for found, want in shown) / max(1, len(shown)),
        "shown_foreign": _part(await _shown(questions, foreign, vectors)),
        "shown_taken_out": _part(await _shown(unanswerable, gone, vectors)),
    }


def _part(shown: Sequence[set[str]]) -> float:
    return sum(map(bool, shown)) / max(1, len(shown))


async def _shown(questions: QuestionSet, texts: Sequence[str], vectors: Path) -> list[set[str]]:
    """For each text the notes that would be suggested."""
    async with a_store() as store:
        await store.add(questions.notes, questions.notes_language)
        async with a_finder(store, kept_embedder(vectors)) as finder:
            return [
                {
                    store.notes[each.practice_id]
                    for each in await finder.find(text, store.reach, at_most=_SHOWN)
                    if finder.fits(each)
                }
                for text in texts
            ]
