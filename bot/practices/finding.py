"""Finds the practices that fit what somebody asks, mid-call: by words and by meaning."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from logging import getLogger
from uuid import UUID

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot import metrics
from bot.errors import NotSaved
from bot.meaning.embedder import Embedder
from bot.practices import ranking
from bot.practices.by_meaning import ByMeaning
from bot.practices.errors import SearchBroken
from bot.practices.everyday import EVERYDAY
from bot.practices.following import Memory
from bot.practices.found import Found
from bot.practices.indexing import catch_up, rebuild
from bot.practices.questions import read_question
from bot.practices.ranking import Matched, Near
from bot.practices.telling import telling
from bot.text.languages import language
from bot.text.terms import terms, words
from storage.database import Database
from storage.practices import ALL, Narrow, Reach
from storage.practices_index import NOTIFICATIONS
from storage.practices_matching import Lengths, list_visible, match_terms
from storage.practices_terms import check_terms, finds_newest, lacks_terms
from storage.practices_to_index import list_unindexed
from storage.wakeups import listen

log = getLogger(__name__)
# How long what another replica saved may stay unseen where no notification comes through, and how
# many of these times what another replica erased.
POLL_SECONDS = 2.0
WHOLE_EVERY = 60
_TO_SPARE = 20


class Finder:
    """The search. Without an embedder, and while vectors are missing, it finds by words."""

    def __init__(self, database: Database, embedder: Embedder | None) -> None:
        self._database, self._embedder = database, embedder
        self._memory = Memory(database, embedder)
        self._by_meaning = ByMeaning(self._memory, embedder)
        self._woken = asyncio.Event()
        self._settled = asyncio.Event()
        self._broken = self._caught_up = self._mending = False
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Load, catch up and follow, in the background: whoever asks meanwhile finds by words."""
        listening = listen(self._database, self.wake, NOTIFICATIONS)
        self._tasks = [asyncio.create_task(each) for each in (self._run(), listening)]

    async def stop(self) -> None:
        """End the background work; what was not embedded is when it starts again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
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

    @property
    def has_embedder(self) -> bool:
        """Whether practices are found by meaning at all."""
        return self._embedder is not None

    async def find(
        self, text: str, reach: Reach, narrow: Narrow = ALL, at_most: int = 10
    ) -> list[Found]:
        """What fits best, best first. Raises `NotSaved` when the database fails, and
        `SearchBroken` where nothing can be said: the index is broken, and not yet rebuilt.
        """
        with metrics.search_seconds.time():
            return await self._find(text, reach, narrow, at_most)

    async def _find(self, text: str, reach: Reach, narrow: Narrow, at_most: int) -> list[Found]:
        lexicon = self._memory.lexicon
        question = read_question(text, await self._memory.words.speller(text), lexicon.knows)
        # Not both at once: on two cores, the vector takes half as long when both are its own.
        # Of few notes in a language even its everyday words are rare: that is no likeness.
        everyday = EVERYDAY if lexicon.is_minor(question.language) else frozenset[str]()
        matched = await self._match(question.stems, reach, narrow, everyday)
        near = await self._by_meaning.near(question, reach, narrow)
        if matched is None and not near:
            raise SearchBroken
        matched = matched or []
        whole = sum(ranking.idf(lexicon.stems[stem], len(lexicon)) for stem in question.meant)
        some = at_most + _TO_SPARE
        found = (
            ranking.fuse(near, matched, whole, self._unread(near, matched), some)
            if near
            else ranking.match_only(matched, whole)[:some]
        )
        return await self._shown(found, reach, narrow, at_most)

    async def alike(self, text: str, reach: Reach, at_most: int = 3) -> list[Found]:
        """Practices that say nearly the same as `text`, which is about to be saved."""
        stems = list(dict.fromkeys(terms(text, language(text))))
        matched = await self._match(stems, reach, ALL) or []
        near = await self._by_meaning.near_note(text, reach)
        overlaps = self._overlaps(frozenset(stems), [each.practice_id for each in matched])
        found = ranking.alike(near, overlaps)
        return await self._shown(found[: at_most + _TO_SPARE], reach, ALL, at_most)

    def fits(self, found: Found) -> bool:
        """Whether it is good enough to be suggested unasked: docs/benchmarks.md says how often
        that is right.
        """
        return found.sure >= ranking.FITS

    async def completed(self, text: str) -> str:
        """What somebody is typing, with its last word as practices know it."""
        before, gap, last = text.rpartition(" ")
        typed = words(last)
        if len(typed) != 1:
            return text
        return before + gap + await self._memory.words.complete(typed[0])

    def telling(self, question: str, text: str) -> tuple[str, ...]:
        """The words of a question that stand in a text and in few practices, the rarest first."""
        lexicon = self._memory.lexicon
        return telling(question, text, lexicon.stems, len(lexicon))

    def is_empty(self) -> bool:
        """Whether there is nothing to find: as far as this process knows."""
        return not len(self._memory.lexicon)

    def _unread(self, near: Iterable[Near], matched: Iterable[Matched]) -> frozenset[UUID]:
        if self._memory.is_meant:
            return frozenset()
        read = {each.practice_id for each in near}
        ids = {each.practice_id for each in matched} - read
        return frozenset(each for each in ids if not self._memory.has_vector(each))

    async def _match(
        self,
        stems: Sequence[str],
        reach: Reach,
        narrow: Narrow,
        everyday: Collection[str] = (),
    ) -> list[Matched] | None:
        """By words; None where the index is broken, which is then rebuilt."""
        lexicon = self._memory.lexicon
        rarity = ranking.rarity(stems, lexicon.stems, len(lexicon), everyday)
        lengths, in_doubt = Lengths(rarity, lexicon.mean_length), self._in_doubt()
        try:
            async with self._database.read() as session:
                rows = await match_terms(session, lengths, reach, narrow, ranking.MATCHES)
        except DBAPIError as error:
            log.error("a search failed", extra={"error": type(error.orig).__name__})
            self._broken = True
            self.wake()
            return None
        if not rows and (in_doubt or self._in_doubt()):
            return None
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
        await self._mend(whole)
        await self._memory.follow(whole)
        self._mending = False
        while await self._memory.embed_some():
            await self._memory.follow()
        if not self._woken.is_set():
            self._settled.set()

    async def _mend(self, whole: bool) -> None:
        """At the start, after the search table was found broken, and where some of it is lost."""
        if self._caught_up and not self._broken and not (whole and await self._lacks_terms()):
            return
        self._mending = True
        try:
            if await self._is_whole():
                await catch_up(self._database)
            else:
                practices = await rebuild(self._database)
                log.warning("rebuilt the search table", extra={"practices": practices})
        except DBAPIError:
            self._broken = True  # the next look is a close one
            raise
        self._broken, self._caught_up = False, True

    def _in_doubt(self) -> bool:
        """Whether what is not found may be there: until what was made anew is known here."""
        return self._broken or self._mending

    async def _lacks_terms(self) -> bool:
        try:
            async with self._database.read() as session:
                lacks = await lacks_terms(session) or not await finds_newest(session)
        except DBAPIError:
            lacks = True
        self._broken |= lacks  # a search may have found it broken meanwhile
        return self._broken

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
