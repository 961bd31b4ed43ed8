"""Finds the practices that fit what somebody asks, mid-call: by words and by meaning."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from logging import getLogger
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import NotSaved
from bot.meaning.embedder import Embedder
from bot.meaning.errors import EmbedderFailed
from bot.practices import ranking
from bot.practices.facts import Found
from bot.practices.following import Memory
from bot.practices.indexing import catch_up, rebuild
from bot.practices.questions import Question, read_question
from bot.practices.ranking import Matched, Near
from bot.text.languages import language
from bot.text.terms import terms
from storage.database import Database
from storage.practices import ALL, Narrow, Reach
from storage.practices_index import list_unindexed
from storage.practices_matching import Lengths, list_visible, match_terms
from storage.practices_terms import check_terms

log = getLogger(__name__)
# How long what another replica saved may stay unseen, and what another replica erased.
POLL_SECONDS = 2.0
WHOLE_EVERY = 60
# More vectors than these are looked through in a thread: see the times in bot.meaning.matrix.
_HERE = 20_000
_TO_SPARE = 20


class Finder:
    """The search. Without an embedder, and while vectors are missing, it finds by words."""

    def __init__(self, database: Database, embedder: Embedder | None) -> None:
        self._database, self._embedder = database, embedder
        self._memory = Memory(database, embedder)
        self._woken = asyncio.Event()
        self._settled = asyncio.Event()
        self._broken = self._caught_up = False
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Load, catch up and follow, in the background: whoever asks meanwhile finds by words."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End the background work; what was not embedded is when it starts again."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self._embedder is not None:
            self._embedder.close()

    def wake(self) -> None:
        """Something was saved."""
        self._settled.clear()
        self._woken.set()

    async def settled(self) -> None:
        """Until everything saved so far is found by meaning as well."""
        await self._settled.wait()

    @property
    def waiting(self) -> int:
        """How many practices are not yet found by meaning."""
        return self._memory.waiting

    async def find(
        self, text: str, reach: Reach, narrow: Narrow = ALL, at_most: int = 10
    ) -> list[Found]:
        """What fits best, best first. Raises `NotSaved` when the database fails."""
        lexicon = self._memory.lexicon
        question = read_question(text, lexicon.vocabulary, lexicon.knows)
        # The words are looked up while a thread makes the vector.
        near, matched = await asyncio.gather(
            self._near(question, reach, narrow), self._match(question.stems, reach, narrow)
        )
        whole = sum(ranking.idf(lexicon.stems[stem], len(lexicon)) for stem in question.meant)
        found = (
            ranking.fuse(near, matched, whole, self._unread(matched))
            if near
            else ranking.match_only(matched, whole)
        )
        return await self._shown(found[: at_most + _TO_SPARE], reach, narrow, at_most)

    async def alike(self, text: str, reach: Reach, at_most: int = 3) -> list[Found]:
        """Practices that say nearly the same as `text`, which is about to be saved."""
        stems = list(dict.fromkeys(terms(text, language(text))))
        matched = await self._match(stems, reach, ALL)
        near = await self._near_note(text, reach)
        overlaps = self._overlaps(frozenset(stems), [each.practice_id for each in matched])
        found = ranking.alike(near, overlaps)
        return await self._shown(found[: at_most + _TO_SPARE], reach, ALL, at_most)

    def fits(self, found: Found) -> bool:
        """Whether it is good enough to be suggested unasked: docs/benchmarks.md says how often
        that is right.
        """
        return found.sure >= ranking.FITS

    def _unread(self, matched: Iterable[Matched]) -> frozenset[UUID]:
        ids = (each.practice_id for each in matched)
        return frozenset(each for each in ids if not self._memory.has_vector(each))

    async def _near(self, question: Question, reach: Reach, narrow: Narrow) -> list[Near]:
        """By meaning; nothing without an embedder."""
        shelf = self._memory.shelf
        if self._embedder is None or shelf is None or not len(shelf.matrix):
            return []
        try:
            vector = await self._embedder.query(question.text)
            if question.respelled is not None:
                # What was typed and what was meant, half each: it may have been no slip.
                vector = vector + await self._embedder.query(question.respelled)
                vector /= max(1e-9, float(vector @ vector) ** 0.5)
        except EmbedderFailed as error:
            log.warning("searched by words alone", extra={"error": type(error).__name__})
            return []
        return await self._nearest(vector, reach, narrow, ranking.HUBNESS)

    async def _near_note(self, text: str, reach: Reach) -> list[Near]:
        """By the meaning of a note."""
        shelf = self._memory.shelf
        if self._embedder is None or shelf is None or not len(shelf.matrix):
            return []
        try:
            (vector,) = await self._embedder.notes([text])
        except EmbedderFailed as error:
            log.warning("compared by words alone", extra={"error": type(error).__name__})
            return []
        return await self._nearest(vector, reach, ALL, 0.0)

    async def _nearest(
        self, vector: Any, reach: Reach, narrow: Narrow, hubness: float
    ) -> list[Near]:
        shelf = self._memory.shelf
        assert shelf is not None  # noqa: S101
        wanted = (vector, shelf.allowed(reach, narrow), ranking.NEAREST, hubness)
        if len(shelf.matrix) > _HERE:
            return await asyncio.to_thread(shelf.nearest, *wanted)
        return shelf.nearest(*wanted)

    async def _match(self, stems: Sequence[str], reach: Reach, narrow: Narrow) -> list[Matched]:
        """By words; nothing where the index is broken, which is then rebuilt."""
        lexicon = self._memory.lexicon
        rarity = ranking.rarity(stems, lexicon.stems, len(lexicon))
        lengths = Lengths(rarity, lexicon.mean_length)
        try:
            async with self._database.read() as session:
                rows = await match_terms(session, lengths, reach, narrow, ranking.MATCHES)
        except DBAPIError as error:
            log.error("a search failed", extra={"error": type(error.orig).__name__})
            self._broken = True
            self.wake()
            return []
        return [Matched(row.practice_id, row.score) for row in rows]

    def _overlaps(self, stems: frozenset[str], ids: Iterable[UUID]) -> dict[UUID, float]:
        return {each: ranking.overlap(stems, self._memory.stems_of(each)) for each in ids}

    async def _shown(
        self, found: Sequence[Found], reach: Reach, narrow: Narrow, at_most: int
    ) -> list[Found]:
        """The first of those that may be shown as the database stands now."""
        try:
            async with self._database.read() as session:
                ids = [each.practice_id for each in found]
                shown = await list_visible(session, ids, reach, narrow)
        except (SQLAlchemyError, OSError) as error:
            raise NotSaved from error
        return [each for each in found if each.practice_id in shown][:at_most]

    async def _run(self) -> None:
        rounds = 0
        while True:
            self._woken.clear()
            try:
                await self._keep_in_step(whole=rounds % WHOLE_EVERY == 0)
                rounds += 1
            except (SQLAlchemyError, OSError) as error:
                log.warning("not following practices", extra={"error": type(error).__name__})
            except Exception:
                # Whatever it is, searching by what is known goes on, and so does this.
                log.exception("not following practices")
            with suppress(TimeoutError):
                # Not wait_for, which in Python 3.11 may swallow the cancellation that stops us.
                async with asyncio.timeout(POLL_SECONDS):
                    await self._woken.wait()

    async def _keep_in_step(self, whole: bool) -> None:
        await self._mend()
        await self._memory.follow(whole)
        while await self._memory.embed_some():
            await self._memory.follow()
        if not self._woken.is_set():
            self._settled.set()

    async def _mend(self) -> None:
        """At the start, and after the search table was found broken."""
        if self._caught_up and not self._broken:
            return
        if await self._is_whole():
            await catch_up(self._database)
        else:
            practices = await rebuild(self._database)
            log.warning("rebuilt the search table", extra={"practices": practices})
        self._broken, self._caught_up = False, True

    async def _is_whole(self) -> bool:
        """Looks closely only where a search failed: it may have met a rebuild."""
        try:
            async with self._database.write() as session:
                await list_unindexed(session, 1)
                if self._broken:
                    await check_terms(session)
        except DBAPIError as error:
            log.error("the search table is broken", extra={"error": type(error.orig).__name__})
            return False
        return True
