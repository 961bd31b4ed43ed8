"""What practices do on calls, as the metrics count it: each is called before the row changes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from storage.advice_stats import has_practice
from storage.practices import Way
from storage.practices_uses import add_link, find_link


async def note_use(session: AsyncSession, way: Way, ask_id: UUID | None) -> None:
    """A practice is used, as one that is only suggested is not; perhaps as an ask's first."""
    metrics.practice_uses.labels(way).inc()
    await _note_first(session, ask_id)


async def note_helped(session: AsyncSession, ask_id: UUID | None) -> None:
    """Somebody says of a use that it helped; so a suggestion is taken, too."""
    metrics.practice_helped.inc()
    await _note_first(session, ask_id)


async def link_to_ask(
    session: AsyncSession, practice_id: UUID, ask_id: UUID, by: str, now: datetime
) -> None:
    """A practice says what resolved an ask; said again, nothing changes."""
    if await find_link(session, practice_id, ask_id) is None:
        await note_use(session, Way.LINKED, ask_id)
    await add_link(session, practice_id, ask_id, by, now)


async def _note_first(session: AsyncSession, ask_id: UUID | None) -> None:
    if ask_id is not None and not await has_practice(session, ask_id):
        metrics.asks_with_practice.inc()
