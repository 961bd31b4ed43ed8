"""What will never be said unless somebody says it again."""

from collections.abc import Collection

from sqlalchemy import Select, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.outbox import ROWS, Act


async def list_open(session: AsyncSession, subjects: Collection[str], part: str) -> set[str]:
    """For which of these subjects the post of a part still waits, or is being sent."""
    # In the words of the partial index.
    still = text("outbox.state IN ('waiting', 'sending')")
    return set(await session.scalars(_posts(subjects, part).where(still)))


async def list_dead(session: AsyncSession, subjects: Collection[str], part: str) -> dict[str, str]:
    """Of these subjects, for which the post of a part was given up, and what Slack said last."""
    errors = _posts(subjects, part).add_columns(ROWS.c.error).where(text("outbox.state = 'dead'"))
    rows = await session.execute(errors.order_by(ROWS.c.seq))
    return {subject: error or "" for subject, error in rows}


def _posts(subjects: Collection[str], part: str) -> Select[tuple[str]]:
    return select(ROWS.c.subject).where(
        ROWS.c.subject.in_(subjects), ROWS.c.part == part, ROWS.c.act == Act.POST
    )
