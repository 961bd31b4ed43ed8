"""Question sets: a folder each with corpus.jsonl, queries.jsonl, qrels.tsv and meta.json."""

import json
import random
import string
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.text.languages import Language

SEED = 7
QUERIES = 400
_SHORTEST = 4


@dataclass(frozen=True)
class Note:
    """One document: what a practice would say."""

    id: str
    title: str
    body: str


@dataclass(frozen=True)
class Query:
    """A question as it was asked, and with one typo."""

    id: str
    clean: str
    typo: str


@dataclass(frozen=True)
class QuestionSet:
    """`relevant`: by the question's id, how relevant each note is that is relevant at all."""

    name: str
    language: Language
    notes_language: Language
    notes: list[Note]
    queries: list[Query]
    relevant: dict[str, dict[str, float]]

    @property
    def is_cross_lingual(self) -> bool:
        return self.language != self.notes_language


def read_sets(folder: Path) -> list[QuestionSet]:
    """Every set in the folder, in the order of their names."""
    return [_read(each.parent) for each in sorted(folder.glob("*/meta.json"))]


def _read(folder: Path) -> QuestionSet:
    meta = json.loads((folder / "meta.json").read_text())
    language: Language = "es" if meta["lang"] == "es" else "en"
    notes_language: Language = "es" if meta.get("doclang", meta["lang"]) == "es" else "en"
    notes = [
        Note(str(row["id"]), row.get("title") or "", row.get("body") or row.get("text") or "")
        for row in _lines(folder / "corpus.jsonl")
    ]
    return QuestionSet(
        folder.name,
        language,
        notes_language,
        notes,
        _queries(_lines(folder / "queries.jsonl")),
        _relevant(folder / "qrels.tsv"),
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def _queries(rows: list[dict[str, Any]]) -> list[Query]:
    """400 of them at most, always the same ones with the same typos."""
    chance = random.Random(SEED)
    if len(rows) > QUERIES:
        rows = chance.sample(rows, QUERIES)
    return [Query(str(row["id"]), row["text"], with_typo(row["text"], chance)) for row in rows]


def _relevant(path: Path) -> dict[str, dict[str, float]]:
    relevant: dict[str, dict[str, float]] = defaultdict(dict)
    for line in path.read_text().splitlines():
        query, *middle, grade = line.split("\t")
        try:
            relevant[query][middle[-1]] = float(grade)
        except ValueError:
            continue  # the heading
    return dict(relevant)


def with_typo(text: str, chance: random.Random) -> str:
    """One slip within a word of four letters or more: a letter lost, swapped, more or wrong."""
    words = text.split()
    places = [at for at, word in enumerate(words) if len(word) >= _SHORTEST and word.isalpha()]
    if not places:
        return text
    at = chance.choice(places)
    words[at] = _slip(words[at], chance)
    return " ".join(words)


def _slip(word: str, chance: random.Random) -> str:
    at, kind = chance.randrange(1, len(word) - 1), chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    letter = chance.choice(string.ascii_lowercase)
    return word[:at] + letter + word[at + (kind == 3) :]
