"""The words of all practices within PostgreSQL, counted, where its extension pg_trgm is.

A trigger writes down what each row of `practice_index` adds and takes away, so that no save waits
for another over a common word; whoever follows the index adds that up.
"""

from collections.abc import Collection, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, Integer, MetaData, String, Table, and_, event, func, or_, select
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.schema import DDL

# Trigrams serve where a part of a word is looked for; whole words and beginnings go by the other
# index. With fastupdate, whoever reads would first read all that was put in since the last VACUUM.
MAKE: Final = """
DO $make$
BEGIN
  BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
  EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    NULL;
  END;
  IF to_regclass('practice_word') IS NULL
      AND EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
    CREATE TABLE practice_word (
      word VARCHAR(64) COLLATE "C" CONSTRAINT pk_practice_word PRIMARY KEY,
      practices INTEGER NOT NULL
    );
    CREATE INDEX ix_practice_word_trigrams ON practice_word USING gin (word gin_trgm_ops)
      WITH (fastupdate = off);
    CREATE TABLE practice_word_change (word VARCHAR(64) NOT NULL, by INTEGER NOT NULL);
    CREATE FUNCTION practice_word_count() RETURNS trigger LANGUAGE plpgsql AS $count$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        INSERT INTO practice_word_change
        SELECT unnest(string_to_array(OLD.words, ' ')), -1;
      ELSE
        INSERT INTO practice_word_change
        SELECT unnest(string_to_array(NEW.words, ' ')), 1;
      END IF;
      RETURN NULL;
    END
    $count$;
    CREATE TRIGGER practice_word_count AFTER INSERT OR DELETE ON practice_index
      FOR EACH ROW EXECUTE FUNCTION practice_word_count();
    INSERT INTO practice_word_change
    SELECT unnest(string_to_array(words, ' ')), 1 FROM practice_index;
  END IF;
END
$make$
"""
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('practice_word'))"
_ADD_UP: Final = """
WITH gone AS (DELETE FROM practice_word_change RETURNING word, by)
INSERT INTO practice_word
SELECT word, sum(by) FROM gone GROUP BY word HAVING sum(by) <> 0 ORDER BY word
ON CONFLICT (word) DO UPDATE SET practices = practice_word.practices + excluded.practices
"""
_WORDS = Table("practice_word", MetaData(), Column("word", String), Column("practices", Integer))


class Like(NamedTuple):
    """Words of `sizes` letters that have one of `parts`, which are letters alone."""

    parts: Collection[str]
    sizes: range


def make_with(table: Table) -> None:
    """Wherever `table`, the index, is made from the models, these are made beside it."""
    made: Any = DDL
    event.listen(table, "after_create", made(MAKE).execute_if(dialect="postgresql"))


async def make_words(session: AsyncSession) -> bool:
    """Make what is missing; whether the words are counted here.

    Raises `DBAPIError` where the extension is there, and this user may make no table.
    """
    await session.execute(sql(_LOCK))
    await session.execute(sql(MAKE))
    return await session.scalar(sql("SELECT to_regclass('practice_word')")) is not None


async def add_up_words(session: AsyncSession) -> None:
    """Count what was written and taken away since."""
    if await session.scalar(sql("SELECT 1 FROM practice_word_change LIMIT 1")) is None:
        return
    await session.execute(sql(_LOCK))
    await session.execute(sql(_ADD_UP))
    await session.execute(sql("DELETE FROM practice_word WHERE practices <= 0"))


async def count_words(
    session: AsyncSession, words: Collection[str], like: Sequence[Like] = ()
) -> dict[str, int]:
    """In how many practices each of these words stands, and each that is like them."""
    alike = [
        and_(
            func.length(_WORDS.c.word).between(each.sizes[0], each.sizes[-1]),
            or_(*(_WORDS.c.word.like(f"%{part}%") for part in each.parts)),
        )
        for each in like
    ]
    wanted = _WORDS.c.word == func.any(list(words))
    rows = await session.execute(select(_WORDS).where(or_(wanted, *alike)))
    return {row.word: row.practices for row in rows if row.practices > 0}


async def find_beginning_with(session: AsyncSession, start: str) -> dict[str, int]:
    """The most frequent word that begins with these letters and digits, if any, with its count."""
    there = select(_WORDS).where(_WORDS.c.word.like(f"{start}%"), _WORDS.c.practices > 0)
    first = there.order_by(_WORDS.c.practices.desc(), _WORDS.c.word).limit(1)
    return {row.word: row.practices for row in await session.execute(first)}
