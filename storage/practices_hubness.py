"""How near each practice is to its nearest others, kept beside its vector within PostgreSQL.

The same measure as `bot.meaning.hubness`: the mean cosine to the ten nearest among the first 5,000
practices. Kept with it is the cosine of the tenth, by which those are found whose ten a new vector
joins: these are measured anew.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession

NEAREST: Final = 10
MOST_COMPARED: Final = 5000
LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('practice_vector'))"
"""One at a time: two that come together would not know of each other."""
_PUT: Final = """
INSERT INTO practice_vector (practice_id, embedder, digest, vector, compared)
SELECT practice_id, :embedder, digest, CAST(CAST(:vector AS REAL[]) AS HALFVEC),
  (SELECT count(*) < :most FROM practice_vector WHERE compared)
FROM practice_index WHERE seq = :seq
ON CONFLICT (practice_id) DO UPDATE
SET embedder = excluded.embedder, digest = excluded.digest, vector = excluded.vector
WHERE (practice_vector.embedder, practice_vector.digest) <> (excluded.embedder, excluded.digest)
RETURNING practice_id, compared
"""
# Whoever deletes practices is not waited for: see keep_vector.
_JOINED: Final = """
SELECT practice_id FROM practice_vector
WHERE embedder = :embedder AND practice_id <> :practice_id
AND 1 - (vector <=> CAST(CAST(:vector AS REAL[]) AS HALFVEC)) > tenth
FOR NO KEY UPDATE SKIP LOCKED
"""
_MEASURE: Final = f"""
UPDATE practice_vector AS mine SET (hubness, tenth) = (
  SELECT coalesce(avg(cosine), 0), CASE WHEN count(*) = {NEAREST} THEN min(cosine) ELSE -1 END
  FROM (
    SELECT 1 - (other.vector <=> mine.vector) AS cosine FROM practice_vector AS other
    WHERE other.compared AND other.embedder = mine.embedder
    AND other.practice_id <> mine.practice_id
    ORDER BY other.vector <=> mine.vector LIMIT {NEAREST}
  ) AS closest
)
WHERE practice_id = ANY(:ids)
"""  # noqa: S608


async def put_measured(session: AsyncSession, seq: int, embedder: str, vector: list[float]) -> None:
    """Put one vector, where it is not there, and measure it and those whose nearest it joins."""
    given: Mapping[str, Any] = {"embedder": embedder, "vector": vector}
    await session.execute(sql(LOCK))
    new = {"seq": seq, "most": MOST_COMPARED, **given}
    put = (await session.execute(sql(_PUT), new)).first()
    if put is None:
        return
    ids = [put.practice_id]
    if put.compared:
        joined = await session.scalars(sql(_JOINED), {"practice_id": put.practice_id, **given})
        ids += joined.all()
    await session.execute(sql(_MEASURE), {"ids": ids})
