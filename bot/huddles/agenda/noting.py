"""What somebody does to an agenda is noted, so that others who have it open hear of it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.pods.facts import Home
from storage.huddles import Agenda, AgendaItem
from storage.huddles_agenda import AgendaChange, Did


async def note(
    session: AsyncSession, agenda: Agenda, home: Home, item: AgendaItem, did: Did, now: datetime
) -> None:
    """`agenda` is under its lock; `item` stands in the database, or goes there first."""
    await session.flush()
    agenda.version += 1
    entry = AgendaChange(
        agenda_id=agenda.id,
        version=agenda.version,
        item_id=item.id,
        did=did,
        by=home.member.user,
        by_name=home.member.name,
        at=now,
    )
    session.add(entry)
    await session.flush()
