"""An embedder that keeps its vectors in a file, so that a second run need not embed again."""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.meaning.embedder import Embedder
from bot.meaning.vectors import Vector


class KeptEmbedder:
    """The embedder's own vectors, in float32, by the words of a text.

    For the quality of a search alone: times are measured without it.
    """

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        self.name, self.dimensions = embedder.name, embedder.dimensions
        folder.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(folder / f"{embedder.name}.sqlite", isolation_level=None)
        self._file.execute("PRAGMA synchronous=OFF")
        self._file.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, vector BLOB)")

    async def query(self, text: str) -> Vector:
        vector = self._find("query", text)
        if vector is None:
            vector = self._keep("query", text, await self._embedder.query(text))
        return vector

    async def notes(self, texts: Sequence[str]) -> list[Vector]:
        return [await self._note(text) for text in texts]

    def close(self) -> None:
        self._file.close()
        self._embedder.close()

    async def _note(self, text: str) -> Vector:
        vector = self._find("note", text)
        if vector is None:
            (made,) = await self._embedder.notes([text])
            vector = self._keep("note", text, made)
        return vector

    def _find(self, kind: str, text: str) -> Vector | None:
        found = self._file.execute("SELECT vector FROM kept WHERE key = ?", (key(kind, text),))
        row = found.fetchone()
        return None if row is None else np.frombuffer(row[0], dtype=np.float32)

    def _keep(self, kind: str, text: str, vector: Vector) -> Vector:
        row = (key(kind, text), np.asarray(vector, dtype=np.float32).tobytes())
        self._file.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", row)
        return vector


def key(kind: str, text: str) -> str:
    """Of a text, however its words are spaced."""
    return hashlib.sha256(f"{kind}:{' '.join(text.split())}".encode()).hexdigest()
