"""The inbox: the keys of the deliveries that were handled, written with the work they caused."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from bot.inbox import Delivery
from storage.columns import KEYED
from storage.statements import Prepared


class InboxKey(SQLModel, table=True):
    """A delivery that was handled. Kept 48 hours: longer than Slack retries."""

    __tablename__ = "inbox"
    __table_args__ = KEYED

    key: str = Field(primary_key=True, max_length=255)
    at: datetime = Field(index=True)


_keys: Any = InboxKey.__table__  # type: ignore[attr-defined]
_ADD = Prepared.per_dialect(lambda insert: insert(_keys).on_conflict_do_nothing())


async def record_delivery(session: AsyncSession, delivery: Delivery) -> bool:
    """Write the key; False when it was there before, so that the delivery is a duplicate."""
    return bool((await _ADD.run(session, key=delivery.key, at=delivery.now)).rowcount)


async def purge_before(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget keys older than `moment`, a small batch at a time; how many were forgotten."""
    old = select(col(InboxKey.key)).where(col(InboxKey.at) < moment).limit(at_most)
    result = await session.execute(delete(InboxKey).where(col(InboxKey.key).in_(old)))
    return cast(CursorResult[Any], result).rowcount
