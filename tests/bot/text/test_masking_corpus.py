"""Masking on what people on the phone really write. {kind:value} marks what must go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.text.kinds import LABELS, Kind
from bot.text.masking import Masker

MASKER = Masker(
    kept_numbers=("611", "*611", "911", "1-800-555-0199"),
    kept_patterns=(r"\b[\w.]+@podline\.example\b",),
)
HERE = Path(__file__).parent
MARK = re.compile(r"\{(\w+):([^}]*)\}")


def examples(name: str) -> Iterator[str]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            yield line


def as_typed(example: str) -> str:
    return MARK.sub(lambda mark: mark[2], example)


def missed_and_wrong(name: str) -> tuple[list[str], list[str]]:
    """Examples that still show a value, and those that are masked otherwise than marked."""
    missed, wrong = [], []
    for example in examples(name):
        masked = MASKER.mask(as_typed(example)).text
        if any(mark[2] in masked for mark in MARK.finditer(example)):
            missed.append(masked)
        elif masked != MARK.sub(lambda mark: LABELS[Kind(mark[1])], example):
            wrong.append(masked)
    return missed, wrong


@pytest.mark.parametrize("name", ["masking_corpus.txt", "masking_held_out.txt"])
def test_nothing_is_missed_and_nothing_else_is_masked(name: str) -> None:
    assert missed_and_wrong(name) == ([], [])


def test_the_corpus_is_large_bilingual_and_has_much_that_must_stay() -> None:
    lines = list(examples("masking_corpus.txt"))
    unmarked = [line for line in lines if not MARK.search(line)]
    spanish = [line for line in lines if re.search(r"\b(el|la|su|de|en|con|al)\b|[áéíóúñ¿]", line)]
    assert len(lines) >= 150
    assert len(unmarked) >= 60
    assert len(spanish) >= 75


def test_every_kind_has_examples() -> None:
    kinds = {mark[1] for line in examples("masking_corpus.txt") for mark in MARK.finditer(line)}
    assert kinds == set(Kind)
