"""What is kept of practices for a while only: searches in vain, verdicts, what they once said.

A practice itself is the pod's, and stays whatever its age; so do those that are archived or were
merged into others. Nothing of a held person or pod goes.
"""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Select, delete, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.holds import free
from storage.practices import Gap, Practice, PracticeChange, PracticeVerdict

_PLAIN = {"synchronize_session": False}
_PUT_AWAY = ("archived", "ended", "merged")


async def purge_gaps(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget what was searched in vain before `moment`; how many, of `at_most`."""
    there = select(col(Gap.id), col(Gap.at)).where(*free(col(Gap.pod_id), col(Gap.user)))
    return await _purge(session, Gap, there, moment, at_most)


async def purge_verdicts(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget who said what against a practice before `moment`; how many, of `at_most`."""
    there = (
        select(col(PracticeVerdict.id), col(PracticeVerdict.at))
        .join(Practice, col(Practice.id) == col(PracticeVerdict.practice_id))
        .where(*free(col(Practice.pod_id), col(PracticeVerdict.user)))
    )
    return await _purge(session, PracticeVerdict, there, moment, at_most)


async def purge_old_words(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget what practices said until a change before `moment`; how many changes, of `at_most`.

    Who changed what and why stays; it cannot be undone any more. The entry by which a practice
    was archived stays whole: it tells whether others ever saw it.
    """
    old = (
        select(col(PracticeChange.id))
        .join(Practice, col(Practice.id) == col(PracticeChange.practice_id))
        .where(
            col(PracticeChange.before).is_not(None),
            col(PracticeChange.at) < moment,
            col(PracticeChange.what).not_in(_PUT_AWAY),
            *free(col(Practice.pod_id), col(Practice.author), col(PracticeChange.who)),
        )
        .order_by(col(PracticeChange.at))
        .limit(at_most)
    )
    emptied = update(PracticeChange).where(col(PracticeChange.id).in_(old))
    result = await session.execute(emptied.values(before=null()), execution_options=_PLAIN)
    return cast(CursorResult[Any], result).rowcount


async def _purge(
    session: AsyncSession,
    table: Any,
    there: Select[*tuple[Any, ...]],
    moment: datetime,
    at_most: int,
) -> int:
    """Rows stand in the order in which they were written, so only the oldest are looked at."""
    oldest = there.order_by(col(table.id)).limit(at_most).subquery()
    old = select(oldest.c.id).where(oldest.c.at < moment)
    gone = delete(table).where(col(table.id).in_(old))
    return cast(CursorResult[Any], await session.execute(gone, execution_options=_PLAIN)).rowcount
