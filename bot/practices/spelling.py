"""Who knows the words of the practices: this process, or the database."""

from itertools import islice
from logging import getLogger
from typing import Protocol

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.practices.questions import MOST_CORRECTED, Speller, read_words
from bot.text.spelling import Vocabulary, candidates
from storage.database import Database
from storage.practices_words import (
    Like,
    add_up_words,
    count_words,
    find_beginning_with,
    make_words,
)

log = getLogger(__name__)


class Words(Protocol):
    """The words of the practices, and how often each stands there."""

    with_words: bool
    """Whether the rows of the index bring their words along, to be counted here."""

    async def speller(self, text: str) -> Speller:
        """What puts right the words of a question."""
        ...

    async def complete(self, start: str) -> str:
        """As `Vocabulary.complete`."""
        ...

    async def settle(self) -> None:
        """All rows that are known have been counted."""
        ...


class MemoryWords:
    """A vocabulary that somebody else fills."""

    with_words = True

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    async def speller(self, text: str) -> Speller:
        return self._vocabulary

    async def complete(self, start: str) -> str:
        return self._vocabulary.complete(start)

    async def settle(self) -> None:
        """Nothing: rows are counted as they come."""


class DatabaseWords:
    """A vocabulary of what one question needs, made of the table."""

    with_words = False

    def __init__(self, database: Database) -> None:
        self._database = database

    async def speller(self, text: str) -> Speller:
        """Knows no word where the database fails: then nothing is put right."""
        _, typed = read_words(text)
        try:
            async with self._database.read() as session:
                known = await count_words(session, set(typed))
                unknown = (word for word in dict.fromkeys(typed) if word not in known)
                looked_for = [candidates(each) for each in islice(unknown, MOST_CORRECTED)]
                words = frozenset().union(*(each.words for each in looked_for))
                like = [Like(each.parts, each.sizes) for each in looked_for if each.parts]
                near = await count_words(session, words, like) if words else {}
        except SQLAlchemyError as error:
            log.warning("searched without spelling", extra={"error": type(error).__name__})
            return Vocabulary({})
        return Vocabulary(near | known)

    async def complete(self, start: str) -> str:
        async with self._database.read() as session:
            known = await count_words(session, [start])
            most = await find_beginning_with(session, start)
        return Vocabulary(known | most).complete(start)

    async def settle(self) -> None:
        async with self._database.write() as session:
            await add_up_words(session)


async def open_words(database: Database, vocabulary: Vocabulary) -> Words:
    """Says once which way is taken. Raises `SQLAlchemyError` or `OSError` where the database is
    away: ask again.
    """
    if database.is_sqlite or not await _counts_words(database):
        log.info("questions are spelled in memory")
        return MemoryWords(vocabulary)
    log.info("questions are spelled in the database")
    return DatabaseWords(database)


async def _counts_words(database: Database) -> bool:
    try:
        async with database.write() as session:
            return await make_words(session)
    except DBAPIError as error:
        if not await database.answers():
            raise  # it may serve when the database is back
        log.warning("pg_trgm does not serve", extra={"error": type(error.orig).__name__})
        return False
