"""The items of an agenda that are talked about."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from storage.huddles import AgendaItem
from storage.huddles_agenda import list_on_items


async def list_items(session: AsyncSession, agenda_id: UUID) -> list[AgendaItem]:
    """In their order; what waits or was dropped is not among them."""
    return await list_on_items(session, agenda_id)
