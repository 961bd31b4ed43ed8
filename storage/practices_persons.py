"""What erasing a person reads and deletes of practices."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.former import FORMER
from storage.outbox import OutboxRow, Posted
from storage.practices import (
    OPEN_STATES,
    Gap,
    Practice,
    PracticeChange,
    PracticeState,
    PracticeUse,
    PracticeVerdict,
    Saying,
)
from storage.practices_history import opened
from storage.practices_tallies import PracticeTally
from storage.practices_words import add_up_words
from storage.statements import is_sqlite

_PLAIN = {"synchronize_session": False}
_BELONGING = (Saying, PracticeChange, PracticeUse, PracticeVerdict, PracticeTally)


async def list_owned_by(session: AsyncSession, user: str, at_most: int) -> Sequence[UUID]:
    """Some of what they look after and others see, that a coach could take over."""
    theirs = select(col(Practice.id)).where(
        col(Practice.owner) == user, col(Practice.state).in_(OPEN_STATES)
    )
    return (await session.scalars(theirs.order_by(col(Practice.id)).limit(at_most))).all()


async def list_drafts_of(session: AsyncSession, user: str, at_most: int) -> Sequence[UUID]:
    """Some of what they wrote and nobody else ever saw, also in the archive."""
    seen = select(col(PracticeChange.id)).where(*opened(col(Practice.id))).exists()
    put_away = (
        (col(Practice.state) == PracticeState.ARCHIVED)
        & col(Practice.merged_into).is_(None)
        & ~seen
    )
    theirs = select(col(Practice.id)).where(
        col(Practice.author) == user,
        or_(col(Practice.state) == PracticeState.DRAFT, put_away),
    )
    return (await session.scalars(theirs.order_by(col(Practice.id)).limit(at_most))).all()


async def list_named_in(session: AsyncSession, user: str, at_most: int) -> Sequence[Practice]:
    """Some of what they wrote, helped to find, or know a way to say; locked."""
    said = select(col(Saying.practice_id)).where(col(Saying.author) == user)
    theirs = select(Practice).where(
        or_(
            col(Practice.author) == user,
            col(Practice.helper) == user,
            col(Practice.id).in_(said),
        )
    )
    some = theirs.order_by(col(Practice.id)).limit(at_most).with_for_update()
    return (await session.scalars(some)).all()


async def rename_sayings(
    session: AsyncSession, practice_ids: Collection[UUID], user: str, alias: str
) -> None:
    """Their ways to say these practices stay, without their name."""
    theirs = update(Saying).where(
        col(Saying.practice_id).in_(practice_ids), col(Saying.author) == user
    )
    await session.execute(theirs.values(author=alias, author_name=FORMER), execution_options=_PLAIN)


async def delete_practice(session: AsyncSession, practice_id: UUID, subject: str) -> None:
    """For good, with all that belongs to it; what was merged into it stands by itself. To be
    called once it is out of the index.
    """
    apart = update(Practice).where(col(Practice.merged_into) == practice_id)
    await session.execute(apart.values(merged_into=None), execution_options=_PLAIN)
    open_again = update(Gap).where(col(Gap.closed_by) == practice_id)
    await session.execute(open_again.values(closed_by=None), execution_options=_PLAIN)
    for table in (OutboxRow, Posted):
        await session.execute(delete(table).where(col(table.subject) == subject))
    for each in _BELONGING:
        await session.execute(delete(each).where(col(each.practice_id) == practice_id))
    await session.execute(
        delete(Practice).where(col(Practice.id) == practice_id), execution_options=_PLAIN
    )


async def forget_lone_words(session: AsyncSession) -> None:
    """What only deleted practices said goes from the words that PostgreSQL counts, too."""
    if is_sqlite(session):
        return
    if await session.scalar(text("SELECT to_regclass('practice_word')")) is not None:
        await add_up_words(session)
