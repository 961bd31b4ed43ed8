"""What the search keeps of a practice beside its words: a number, its vocabulary, its vector.

A row is never changed but for its vector: whenever anything of the practice changes, its row is
made anew under a higher number, so that whoever keeps an index in memory follows by number.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import (
    LargeBinary,
    Table,
    delete,
    exists,
    func,
    insert,
    literal,
    null,
    select,
    update,
)
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage import practices_terms, practices_vector_table, practices_words
from storage.columns import Sequence as Number
from storage.languages import Language
from storage.pods import Pod
from storage.practices import Practice, PracticeChange, PracticeState, Saying, Scope
from storage.practices_history import opened
from storage.practices_reading import list_families, list_merged, list_sayings
from storage.practices_terms import holds_terms
from storage.statements import is_sqlite

# Out of order by no more than the saves that commit meanwhile: a number is drawn before COMMIT.
OVERLAP = 1000
NOTIFICATIONS = "podline_practices"


class PracticeIndex(SQLModel, table=True):
    """`words` and `stems` are distinct, with a space between: what the spelling and the rarity of
    terms are counted from; `length` is how many stems there are with repetition.

    `digest` is of the text that `vector` stands for, made by the embedder `embedder`. Without a
    vector it waits to be embedded.
    """

    __tablename__ = "practice_index"
    # A number that is used again would pass for a row that is known already.
    __table_args__ = {"sqlite_autoincrement": True}

    seq: int | None = Field(default=None, primary_key=True, sa_type=Number)
    practice_id: UUID = Field(foreign_key="practice.id", unique=True)
    words: str
    stems: str
    length: int
    digest: str = Field(max_length=64)
    embedder: str | None = Field(default=None, max_length=60)
    vector: bytes | None = Field(default=None, sa_type=LargeBinary)


class Written(NamedTuple):
    """What a practice says, for the index: its stems with repetition, its words, and the digest of
    the text for which a vector stands."""

    terms: Sequence[str]
    words: Sequence[str]
    digest: str


class Indexed(NamedTuple):
    """A row of the index as whoever searches in memory needs it.

    `opened`: it is no draft that went into the archive.
    """

    seq: int
    practice_id: UUID
    words: str
    stems: str
    length: int
    embedder: str | None
    vector: bytes | None
    team: str
    pod_id: UUID
    market_id: UUID
    scope: Scope
    state: PracticeState
    author: str
    helper: str | None
    owner: str
    opened: bool
    language: Language
    topics: Sequence[str]
    updated_at: Any


class Whole(NamedTuple):
    """A practice with what was merged into it and the sayings of all these, and its number, which
    is 0 where it is not indexed.
    """

    practice: Practice
    sayings: Sequence[Saying]
    seq: int
    merged: Sequence[Practice] = ()


_INDEX = cast(Table, PracticeIndex.__table__)  # type: ignore[attr-defined]
practices_terms.make_with(_INDEX)
practices_vector_table.make_with(_INDEX)
practices_words.make_with(_INDEX)


async def write_index(session: AsyncSession, practice_id: UUID, written: Written) -> int:
    """Make the practice's row anew; its number. A vector of the same text is carried over."""
    kept = await _take_out(session, practice_id)
    same = kept is not None and kept.digest == written.digest
    words, stems = _distinct(written)
    values = {
        "practice_id": practice_id,
        "words": words,
        "stems": stems,
        "length": len(written.terms),
        "digest": written.digest,
        "embedder": kept.embedder if same else None,
        "vector": kept.vector if same else None,
    }
    seq = await session.scalar(insert(_INDEX).values(values).returning(_INDEX.c.seq))
    await practices_terms.put_terms(session, int(seq), written.terms)
    await _tell(session)
    return int(seq)


async def unindex_practice(session: AsyncSession, practice_id: UUID) -> None:
    """It is found no more. To be called before a practice is deleted for good."""
    await _take_out(session, practice_id)
    await _tell(session)


async def _tell(session: AsyncSession) -> None:
    """The commit tells every process that follows."""
    if not is_sqlite(session):
        await session.execute(sql(f"NOTIFY {NOTIFICATIONS}"))


async def _take_out(session: AsyncSession, practice_id: UUID) -> Any:
    """Returned by the DELETE: what was read before might get its vector in between."""
    mine = delete(_INDEX).where(_INDEX.c.practice_id == practice_id)
    columns = _INDEX.c.seq, _INDEX.c.digest, _INDEX.c.embedder, _INDEX.c.vector
    kept = (await session.execute(mine.returning(*columns))).first()
    if kept is not None:
        await practices_terms.remove_terms(session, kept.seq)
    return kept


async def list_indexed(
    session: AsyncSession,
    numbers: Sequence[int],
    with_vectors: bool = True,
    with_words: bool = True,
) -> list[Indexed]:
    """The rows of these numbers, the lowest first; those that are gone are left out.

    Whoever needs no vectors or no words gets them empty.
    """
    rows = (
        select(
            _INDEX.c.seq,
            _INDEX.c.practice_id,
            _INDEX.c.words if with_words else literal(""),
            _INDEX.c.stems,
            _INDEX.c.length,
            _INDEX.c.embedder,
            _INDEX.c.vector if with_vectors else null(),
            col(Practice.team_id),
            col(Practice.pod_id),
            col(Pod.market_id),
            col(Practice.scope),
            col(Practice.state),
            col(Practice.author),
            col(Practice.helper),
            col(Practice.owner),
            (col(Practice.state) != PracticeState.ARCHIVED)
            | exists(select(col(PracticeChange.id)).where(*opened(col(Practice.id)))),
            col(Practice.language),
            col(Practice.topics),
            col(Practice.updated_at),
        )
        .join(Practice, col(Practice.id) == _INDEX.c.practice_id)
        .join(Pod, col(Pod.id) == col(Practice.pod_id))
        .where(_INDEX.c.seq.in_(numbers))
        .order_by(_INDEX.c.seq)
    )
    return [Indexed._make(row) for row in await session.execute(rows)]


async def list_numbers(session: AsyncSession, after: int = 0) -> list[int]:
    """The numbers of all rows, or of those after one."""
    numbers = select(_INDEX.c.seq).where(_INDEX.c.seq > after)
    return list((await session.scalars(numbers.order_by(_INDEX.c.seq))).all())


async def list_unindexed(session: AsyncSession, at_most: int) -> list[Whole]:
    """Practices without a row, or with one whose terms are lost."""
    found = (
        select(Practice, _INDEX.c.seq)
        .outerjoin(_INDEX, _INDEX.c.practice_id == col(Practice.id))
        .where(_INDEX.c.seq.is_(None) | practices_terms.lacking(session, _INDEX.c.seq))
        .order_by(col(Practice.id))
        .limit(at_most)
    )
    return await _whole(session, (await session.execute(found)).all())


async def list_whole(session: AsyncSession, numbers: Sequence[int]) -> list[Whole]:
    """The practices under these numbers; those that are gone are left out."""
    found = select(Practice, _INDEX.c.seq).join(_INDEX, _INDEX.c.practice_id == col(Practice.id))
    rows = (await session.execute(found.where(_INDEX.c.seq.in_(numbers)))).all()
    return await _whole(session, rows)


async def list_vectors(
    session: AsyncSession, numbers: Sequence[int], embedder: str
) -> dict[int, bytes]:
    """The vectors that somebody made already under these numbers."""
    made = select(_INDEX.c.seq, _INDEX.c.vector).where(
        _INDEX.c.seq.in_(numbers), _INDEX.c.embedder == embedder, _INDEX.c.vector.is_not(None)
    )
    return {row.seq: row.vector for row in await session.execute(made)}


async def save_vectors(session: AsyncSession, vectors: Mapping[int, bytes], embedder: str) -> None:
    """Keep the vectors under their numbers; nothing happens where the row was made anew."""
    for seq, vector in vectors.items():
        mine = update(_INDEX).where(_INDEX.c.seq == seq)
        await session.execute(mine.values(vector=vector, embedder=embedder))


async def count_practices(session: AsyncSession) -> int:
    """How many practices there are, indexed or not."""
    return int(await session.scalar(select(func.count()).select_from(Practice)) or 0)


async def list_waiting(session: AsyncSession, embedder: str, at_most: int) -> list[int]:
    """Numbers of rows that have no vector of this embedder yet."""
    made = _INDEX.c.vector.is_not(None) & (_INDEX.c.embedder == embedder)
    waiting = select(_INDEX.c.seq).where(func.coalesce(~made, True))
    return list((await session.scalars(waiting.order_by(_INDEX.c.seq).limit(at_most))).all())


async def count_waiting(session: AsyncSession, embedder: str) -> int:
    """How many rows have no vector of this embedder yet."""
    made = _INDEX.c.vector.is_not(None) & (_INDEX.c.embedder == embedder)
    waiting = select(func.count()).select_from(_INDEX).where(func.coalesce(~made, True))
    return int(await session.scalar(waiting) or 0)


async def list_ids(session: AsyncSession, after: UUID | None, at_most: int) -> list[UUID]:
    """The practices after one, in a steady order."""
    ids = select(col(Practice.id)).order_by(col(Practice.id)).limit(at_most)
    if after is not None:
        ids = ids.where(col(Practice.id) > after)
    return list((await session.scalars(ids)).all())


async def list_to_index(session: AsyncSession, ids: Sequence[UUID]) -> list[Whole]:
    """These practices, indexed or not; those that are gone are left out."""
    found = select(Practice, _INDEX.c.seq).outerjoin(
        _INDEX, _INDEX.c.practice_id == col(Practice.id)
    )
    there = found.where(col(Practice.id).in_(ids)).order_by(col(Practice.id))
    return await _whole(session, (await session.execute(there)).all())


async def holds(session: AsyncSession, seq: int, written: Written) -> bool:
    """Whether the row of that number, and its terms, are what `write_index` would make."""
    mine = select(_INDEX.c.words, _INDEX.c.stems, _INDEX.c.length, _INDEX.c.digest)
    row = (await session.execute(mine.where(_INDEX.c.seq == seq))).first()
    wanted = (*_distinct(written), len(written.terms), written.digest)
    return (
        row is not None and tuple(row) == wanted and await holds_terms(session, seq, written.terms)
    )


def _distinct(written: Written) -> tuple[str, str]:
    return " ".join(dict.fromkeys(written.words)), " ".join(dict.fromkeys(written.terms))


async def _whole(session: AsyncSession, rows: Sequence[Any]) -> list[Whole]:
    """What was merged into a practice is found by it, as a save writes it."""
    families = await list_families(session, [practice.id for practice, _ in rows])
    members = {member for family in families.values() for member in family}
    sayings = await list_sayings(session, members)
    merged = await list_merged(session, members - families.keys())
    known = {each.id: each for each in (*merged, *(practice for practice, _ in rows))}
    found = []
    for practice, seq in rows:
        family = set(families[practice.id])
        others = [known[each] for each in sorted(family - {practice.id})]
        said = [each for each in sayings if each.practice_id in family]
        found.append(Whole(practice, said, seq or 0, others))
    return found
