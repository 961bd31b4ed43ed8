"""Practices for those who look after them: in doubt or old, archived, and who said so."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.pods import Member
from storage.practices import Narrow, Practice, PracticeChange, PracticeVerdict, Reach, Word
from storage.practices_history import opened
from storage.practices_index import PracticeIndex
from storage.practices_reach import narrowed, visible
from storage.statements import is_sqlite


class Against(NamedTuple):
    """Somebody called a practice wrong or old, and nobody has looked at it since; `why` is
    masked, and `who` None for somebody whom no roster knows.
    """

    practice_id: UUID
    who: str | None
    word: Word
    why: str | None


async def list_in_doubt(
    session: AsyncSession,
    reach: Reach,
    narrow: Narrow,
    at_most: int,
    *,
    of_pod: bool,
    words: Sequence[str] = (),
) -> Sequence[Practice]:
    """What waits for somebody's eye, the longest first: suspended, stale, called wrong or old, or
    its owner was asked whether it holds. Theirs, and where `of_pod` their pod's; with every one
    of the `words`, which are folded, or what begins with it.
    """
    said = exists(select(col(PracticeVerdict.id)).where(*_against()))
    given = (Practice.suspended_at, Practice.stale_at, Practice.asked_owner_at)
    waits = or_(*(col(each).is_not(None) for each in given), said)
    conditions = (*_looked_after(reach, of_pod), *narrowed(narrow, is_sqlite(session)), waits)
    there = select(Practice).where(*conditions, *_with_words(words))
    oldest = there.order_by(col(Practice.updated_at), col(Practice.id)).limit(at_most)
    return (await session.scalars(oldest)).all()


async def list_archived(
    session: AsyncSession,
    reach: Reach,
    narrow: Narrow,
    at_most: int,
    *,
    of_pod: bool,
    words: Sequence[str] = (),
) -> Sequence[Practice]:
    """What is archived and stands by itself, the last one first. Theirs, and where `of_pod` their
    pod's; what never was more than a draft to its author alone. `words` as above.
    """
    opened_once = exists(select(col(PracticeChange.id)).where(*opened(col(Practice.id))))
    shown = or_(col(Practice.author) == reach.user, opened_once)
    conditions = (*_looked_after(reach, of_pod), *narrowed(narrow, is_sqlite(session)), shown)
    alone = col(Practice.merged_into).is_(None)
    there = select(Practice).where(*conditions, alone, *_with_words(words))
    newest = there.order_by(col(Practice.updated_at).desc(), col(Practice.id)).limit(at_most)
    return (await session.scalars(newest)).all()


async def list_against(session: AsyncSession, practice_ids: Collection[UUID]) -> list[Against]:
    """What was said against these practices since somebody looked at them, the newest first."""
    if not practice_ids:
        return []
    who = and_(
        col(Member.user) == col(PracticeVerdict.user), col(Member.team_id) == col(Practice.team_id)
    )
    said: Any = select(
        col(Practice.id), col(Member.name), col(PracticeVerdict.word), col(PracticeVerdict.why)
    )
    said = said.join(PracticeVerdict, and_(*_against())).outerjoin(Member, who)
    said = said.where(col(Practice.id).in_(practice_ids))
    newest = said.order_by(col(PracticeVerdict.at).desc(), col(PracticeVerdict.id).desc())
    return [Against(*row) for row in await session.execute(newest)]


def _against() -> list[ColumnElement[bool]]:
    """Which verdicts count against a practice: those since somebody last looked at it."""
    word, confirmed = col(PracticeVerdict.word), col(Practice.confirmed_at)
    return [
        col(PracticeVerdict.practice_id) == col(Practice.id),
        or_(word == Word.WRONG, word == Word.OLD),
        or_(confirmed.is_(None), col(PracticeVerdict.at) > confirmed),
    ]


def _with_words(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """As the index keeps what a practice says: folded words with a space between."""
    if not words:
        return []
    spaced: Any = literal(" ") + col(PracticeIndex.words)
    begins = (spaced.contains(f" {word}", autoescape=True) for word in words)
    mine = col(PracticeIndex.practice_id) == col(Practice.id)
    return [exists(select(col(PracticeIndex.seq)).where(mine, *begins))]


def _looked_after(reach: Reach, of_pod: bool) -> list[ColumnElement[bool]]:
    mine: Any = col(Practice.owner) == reach.user
    theirs = or_(mine, col(Practice.pod_id) == reach.pod_id) if of_pod else mine
    return [*visible(reach), theirs]
