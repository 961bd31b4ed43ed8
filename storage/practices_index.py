"""What the search keeps of a practice beside its words: a number, its vocabulary, its vector.

A row is never changed but for its vector: whenever anything of the practice changes, its row is
made anew under a higher number, so that whoever keeps an index in memory follows by number.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import (
    LargeBinary,
    Table,
    delete,
    exists,
    insert,
    literal,
    null,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage import practices_terms, practices_vector_table, practices_words
from storage.columns import Sequence as Number
from storage.languages import Language
from storage.pods import Pod
from storage.practices import Practice, PracticeChange, PracticeState, Scope
from storage.practices_history import opened
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


INDEX = cast(Table, PracticeIndex.__table__)  # type: ignore[attr-defined]
practices_terms.make_with(INDEX)
practices_vector_table.make_with(INDEX)
practices_words.make_with(INDEX)


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
    seq = await session.scalar(insert(INDEX).values(values).returning(INDEX.c.seq))
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
    mine = delete(INDEX).where(INDEX.c.practice_id == practice_id)
    columns = INDEX.c.seq, INDEX.c.digest, INDEX.c.embedder, INDEX.c.vector
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
            INDEX.c.seq,
            INDEX.c.practice_id,
            INDEX.c.words if with_words else literal(""),
            INDEX.c.stems,
            INDEX.c.length,
            INDEX.c.embedder,
            INDEX.c.vector if with_vectors else null(),
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
        .join(Practice, col(Practice.id) == INDEX.c.practice_id)
        .join(Pod, col(Pod.id) == col(Practice.pod_id))
        .where(INDEX.c.seq.in_(numbers))
        .order_by(INDEX.c.seq)
    )
    return [Indexed._make(row) for row in await session.execute(rows)]


async def list_numbers(session: AsyncSession, after: int = 0) -> list[int]:
    """The numbers of all rows, or of those after one."""
    numbers = select(INDEX.c.seq).where(INDEX.c.seq > after)
    return list((await session.scalars(numbers.order_by(INDEX.c.seq))).all())


async def holds(session: AsyncSession, seq: int, written: Written) -> bool:
    """Whether the row of that number, and its terms, are what `write_index` would make."""
    mine = select(INDEX.c.words, INDEX.c.stems, INDEX.c.length, INDEX.c.digest)
    row = (await session.execute(mine.where(INDEX.c.seq == seq))).first()
    wanted = (*_distinct(written), len(written.terms), written.digest)
    return (
        row is not None and tuple(row) == wanted and await holds_terms(session, seq, written.terms)
    )


def _distinct(written: Written) -> tuple[str, str]:
    return " ".join(dict.fromkeys(written.words)), " ".join(dict.fromkeys(written.terms))
