"""What SQLite gives by itself: FTS5 with its Porter stemmer, a question's words joined by OR."""

import re
import sqlite3
from collections.abc import Sequence

from benchmarks.search_sets import Note

_WORD = re.compile(r"\w+")


class PlainFts5:
    """Title and text of each note in one column, in memory."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._ids = [note.id for note in notes]
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(
            "CREATE VIRTUAL TABLE note USING fts5(text, tokenize='porter unicode61')"
        )
        self._connection.executemany(
            "INSERT INTO note (rowid, text) VALUES (?, ?)",
            [(at, f"{note.title} {note.body}") for at, note in enumerate(notes)],
        )

    def find(self, text: str, at_most: int) -> list[str]:
        query = " OR ".join(f'"{word}"' for word in _WORD.findall(text))
        if not query:
            return []
        ranked = "SELECT rowid FROM note WHERE note MATCH ? ORDER BY rank LIMIT ?"
        return [self._ids[at] for (at,) in self._connection.execute(ranked, (query, at_most))]

    def close(self) -> None:
        self._connection.close()
