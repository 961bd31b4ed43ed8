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
from bot.practices.ranking import FITS
from bot.practices.suggestable import SURE_WHERE_RARE

LEVELS = (SURE_WHERE_RARE, 0.6, FITS, 0.8)
SUGGESTED = ("shown", "right", "shown_foreign", "shown_taken_out")
_FOREIGN = 400
_SHOWN = 3

Sure = dict[str, float]
"""How sure the search is of each note."""


async def fits(
    questions: QuestionSet, others: Sequence[QuestionSet], vectors: Path
) -> dict[str, dict[str, float]]:
    """Parts of the questions, by the level from which a practice is suggested. `right`: of the
    shown ones, where one of the three answers.
    """
    chance = random.Random(SEED)
    half = {query.id for query in questions.queries[::2]}
    foreign = [query.clean for other in others for query in other.queries]
    foreign = chance.sample(foreign, min(_FOREIGN, len(foreign)))
    taken_out = {note for query in half for note in questions.relevant.get(query, {})}
    left = [note for note in questions.notes if note.id not in taken_out]
    gone = [query.clean for query in questions.queries if query.id in half]
    own = await _found(questions, [query.clean for query in questions.queries], vectors)
    strange = await _found(questions, foreign, vectors)
    unanswered = await _found(replace(questions, notes=left), gone, vectors)
    wanted = [set(questions.relevant.get(query.id, {})) for query in questions.queries]
    return {
        f"{level:.1f}": {
            "shown": _part(own, level),
            "right": _right(own, wanted, level),
            "shown_foreign": _part(strange, level),
            "shown_taken_out": _part(unanswered, level),
        }
        for level in LEVELS
    }


def mean_fits(of_sets: Sequence[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """The mean over sets."""
    return {
        level: {
            name: sum(each[level][name] for each in of_sets) / len(of_sets) for name in SUGGESTED
        }
        for level in of_sets[0]
    }


def _suggested(found: Sure, level: float) -> set[str]:
    return {note for note, sure in found.items() if sure >= level}


def _part(found: Sequence[Sure], level: float) -> float:
    return sum(bool(_suggested(each, level)) for each in found) / max(1, len(found))


def _right(found: Sequence[Sure], wanted: Sequence[set[str]], level: float) -> float:
    pairs = [(_suggested(each, level), want) for each, want in zip(found, wanted, strict=True)]
    shown = [bool(some & want) for some, want in pairs if some]
    return sum(shown) / max(1, len(shown))


async def _found(questions: QuestionSet, texts: Sequence[str], vectors: Path) -> list[Sure]:
    """For each text its three best notes."""
    async with a_store() as store:
        await store.add(questions.notes, questions.notes_language)
        async with a_finder(store, kept_embedder(vectors)) as finder:
            return [
                {
                    store.notes[each.practice_id]: each.sure
                    for each in await finder.find(text, store.reach, at_most=_SHOWN)
                }
                for text in texts
            ]
