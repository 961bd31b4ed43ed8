"""An embedder that behaves: words near in meaning share a direction, and it can fail."""

import hashlib
from collections.abc import Sequence

import numpy as np

from bot.meaning.errors import EmbedderFailed
from bot.meaning.vectors import Vector
from bot.text.terms import words

SAME = {"handset": "phone", "telefono": "phone", "cellphone": "phone", "mobile": "phone"}


class Senses:
    """`asked` and `noted` keep what it was given; `fails` makes every call fail, and
    `fails_on_notes` those for notes."""

    name = "senses-1"
    dimensions = 64

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.noted: list[str] = []
        self.fails = self.fails_on_notes = False
        self.closed = False

    async def query(self, text: str) -> Vector:
        self.asked.append(text)
        return self._vector(text)

    async def notes(self, texts: Sequence[str]) -> list[Vector]:
        if self.fails_on_notes:
            raise EmbedderFailed("no memory")
        self.noted += texts
        return [self._vector(text) for text in texts]

    def close(self) -> None:
        self.closed = True

    def _vector(self, text: str) -> Vector:
        if self.fails:
            raise EmbedderFailed("no model")
        vector = np.full(self.dimensions, 0.01, dtype=np.float32)
        for word in words(text):
            vector += _direction(SAME.get(word, word))
        length = np.float32(np.linalg.norm(vector))
        unit: Vector = vector / length
        return unit


def _direction(word: str) -> Vector:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4])
    return np.random.default_rng(seed).standard_normal(Senses.dimensions).astype(np.float32)
