"""Which practices contain terms of a question: visible ones only, the best first.

By BM25 (Robertson and Zaragoza 2009), with the same figures on both databases.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, REAL, TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.practices import Narrow, Practice, Reach
from storage.practices_index import PracticeIndex
from storage.practices_reach import narrowed, visible
from storage.practices_terms import ON_POSTGRESQL, ON_SQLITE, quoted
from storage.statements import Prepared, is_sqlite

K1, B = 1.2, 0.75
# ts_rank of one term with one position is its weight divided by this (tsrank.c), and the
# weights of D, C, B and A stand for one to four times.
_OF_ONE, _MOST = 1.64493406685, 4
_ROW: tuple[Any, ...] = (col(PracticeIndex.seq), col(PracticeIndex.practice_id))
_WEIGHTS = cast(literal("{0.25,0.5,0.75,1}"), ARRAY(REAL))


class Match(NamedTuple):
    """A practice in which terms of the question stand; the higher the score, the better."""

    seq: int
    practice_id: UUID
    score: float


class Lengths(NamedTuple):
    """How rare each term of a question is (its inverse document frequency), and how many terms a
    practice has in the mean."""

    rarity: Mapping[str, float]
    mean: float


async def match_terms(
    session: AsyncSession, terms: Lengths, reach: Reach, narrow: Narrow, at_most: int
) -> list[Match]:
    """Those that contain any of the terms. Raises `DBAPIError` where the index is broken."""
    if not any(terms.rarity):
        return []
    if not is_sqlite(session):
        found = _within(_on_postgresql(terms), reach, narrow, on_sqlite=False).limit(at_most)
        return [Match(*row) for row in await session.execute(found)]
    query = " OR ".join(quoted(term, '"') for term in terms.rarity)
    given = {"query": query, "at_most": at_most, **_whose(reach)}
    found_there = await _matching_on_sqlite(narrow, reach.is_partner).run(session, **given)
    rows = [Match(row[0], row[1], _bm25(row[2], terms)) for row in found_there.rows]
    return sorted(rows, key=lambda row: (-row.score, row.seq))


async def list_visible(
    session: AsyncSession, ids: Sequence[UUID], reach: Reach, narrow: Narrow
) -> set[UUID]:
    """Those of the practices that may be shown."""
    if not ids:
        return set()
    if is_sqlite(session):
        given = {"ids": json.dumps([each.hex for each in ids]), **_whose(reach)}
        shown = await _visible_on_sqlite(narrow, reach.is_partner).run(session, **given)
        return {row[0] for row in shown.rows}
    conditions = (*visible(reach), *narrowed(narrow, on_sqlite=False))
    there = select(col(Practice.id)).where(col(Practice.id).in_(ids), *conditions)
    return set((await session.scalars(there)).all())


def _within(found: Select[Any], reach: Reach, narrow: Narrow, on_sqlite: bool) -> Select[Any]:
    joined = found.join(Practice, col(Practice.id) == col(PracticeIndex.practice_id))
    return joined.where(*visible(reach), *narrowed(narrow, on_sqlite))


def _whose(reach: Reach) -> dict[str, Any]:
    """What `_somebody` stands for."""
    return {
        "team": reach.team,
        "user": reach.user,
        "pod_id": reach.pod_id,
        "market_id": reach.market_id,
    }


def _somebody(is_partner: bool) -> Reach:
    given: Any = [bindparam(name) for name in ("team", "user", "pod_id", "market_id")]
    return Reach._make([*given, is_partner])


@lru_cache(maxsize=64)
def _matching_on_sqlite(narrow: Narrow, is_partner: bool) -> Prepared:
    """FTS5 orders by rank itself, and the rest is looked up row by row until there are enough.

    It takes what stands in half of all practices for worthless, which in a small store is much:
    so its order only chooses whose score is computed.
    """
    found = (
        select(*_ROW, ON_SQLITE.c.terms)
        .select_from(ON_SQLITE)
        .join(PracticeIndex, col(PracticeIndex.seq) == ON_SQLITE.c.rowid)
        .where(literal_column("practice_terms").op("MATCH")(bindparam("query", type_=Text)))
        .order_by(ON_SQLITE.c.rank)
        .limit(bindparam("at_most", type_=Integer))
    )
    return Prepared(_within(found, _somebody(is_partner), narrow, on_sqlite=True))


@lru_cache(maxsize=64)
def _visible_on_sqlite(narrow: Narrow, is_partner: bool) -> Prepared:
    asked = func.json_each(bindparam("ids", type_=Text)).table_valued("value")
    conditions = (*visible(_somebody(is_partner)), *narrowed(narrow, on_sqlite=True))
    mine = col(Practice.id).in_(select(asked.c.value))
    return Prepared(select(col(Practice.id)).where(mine, *conditions))


def _on_postgresql(terms: Lengths) -> Select[Any]:
    query = _tsquery(terms.rarity)
    score: Any = sum(
        (_in_sql(*each, terms.mean) for each in terms.rarity.items() if each[0]), literal(0.0)
    )
    return (
        select(*_ROW, score.label("score"))
        .select_from(ON_POSTGRESQL)
        .join(PracticeIndex, col(PracticeIndex.seq) == ON_POSTGRESQL.c.seq)
        .where(ON_POSTGRESQL.c.terms.op("@@")(query))
        .order_by(score.desc(), col(PracticeIndex.seq))
    )


def _bm25(stems: str, terms: Lengths) -> float:
    """As `_in_sql`, of what stands in an FTS5 row."""
    every = stems.split(" ")
    long = K1 * (1 - B + B * len(every) / terms.mean)
    score = 0.0
    for stem, rarity in terms.rarity.items():
        # As a part of the text first: most are not there, and to count takes longer.
        if stem in stems and (count := min(_MOST, every.count(stem))):
            score += rarity * (K1 + 1) * count / (count + long)
    return score


def _in_sql(term: str, rarity: float, mean: float) -> ColumnElement[Any]:
    rank = func.ts_rank(_WEIGHTS, ON_POSTGRESQL.c.terms, _tsquery([term]))
    often = rank * (_OF_ONE * _MOST)
    long = K1 * (1 - B) + (K1 * B / mean) * ON_POSTGRESQL.c.length
    return rarity * (K1 + 1) * often / (often + long)


def _tsquery(terms: Iterable[str]) -> ColumnElement[Any]:
    return cast(literal(" | ".join(quoted(term, "'") for term in terms if term)), TSQUERY)
