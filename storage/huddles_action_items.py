"""What somebody is to do until a day: action items."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.columns import LOCKED, index_given, where
from storage.ids import new_id

_FRESH: dict[str, Any] = {"populate_existing": True}


class ActionItem(SQLModel, table=True):
    """What somebody is to do until a day. `due_on` is a day in the market's zone. That of a
    `coaching_id` only its two see, any other one the pod.
    """

    __tablename__ = "action_item"
    __table_args__ = (
        Index("ix_action_item_pod_id_open", "pod_id", **where("closed_at IS NULL")),
        Index("ix_action_item_owner_open", "owner", **where("closed_at IS NULL")),
        index_given("huddle_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    team_id: str = Field(max_length=40)
    pod_id: UUID = Field(foreign_key="pod.id")
    huddle_id: UUID | None = Field(default=None, foreign_key="huddle.id")
    item_id: UUID | None = Field(default=None, foreign_key="agenda_item.id")
    coaching_id: UUID | None = Field(default=None, foreign_key="coaching.id")
    text: str
    owner: str = Field(max_length=40)
    owner_name: str = Field(default="", max_length=120)
    due_on: date
    made_by: str = Field(max_length=40)
    made_by_name: str = Field(default="", max_length=120)
    made_at: datetime
    reminded_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str | None = Field(default=None, max_length=40)


async def lock_action_item(session: AsyncSession, action_item_id: UUID) -> ActionItem | None:
    """The action item, locked until the transaction ends, as it stands now."""
    mine = select(ActionItem).where(col(ActionItem.id) == action_item_id)
    mine = mine.with_for_update(**LOCKED)
    return (await session.scalars(mine, execution_options=_FRESH)).first()


async def look_at_action_item(session: AsyncSession, action_item_id: UUID) -> ActionItem | None:
    """As it stands, without its lock: for what is only shown."""
    mine = select(ActionItem).where(col(ActionItem.id) == action_item_id)
    return (await session.scalars(mine)).first()


async def find_the_same(session: AsyncSession, new: ActionItem) -> ActionItem | None:
    """One that the same person made of the same thing in the same words, still to be done."""
    its = select(ActionItem).where(
        col(ActionItem.huddle_id).is_not_distinct_from(new.huddle_id),
        col(ActionItem.coaching_id).is_not_distinct_from(new.coaching_id),
        col(ActionItem.item_id).is_not_distinct_from(new.item_id),
        col(ActionItem.pod_id) == new.pod_id,
        col(ActionItem.text) == new.text,
        col(ActionItem.owner) == new.owner,
        col(ActionItem.due_on) == new.due_on,
        col(ActionItem.made_by) == new.made_by,
        col(ActionItem.closed_at).is_(None),
    )
    return (await session.scalars(its.limit(1))).first()


async def list_open(session: AsyncSession, pod_id: UUID) -> list[ActionItem]:
    """What a pod has to do, without what only two see; what is due first comes first."""
    its = select(ActionItem).where(
        col(ActionItem.pod_id) == pod_id,
        col(ActionItem.closed_at).is_(None),
        col(ActionItem.coaching_id).is_(None),
    )
    order = (col(ActionItem.due_on), col(ActionItem.id))
    return list((await session.scalars(its.order_by(*order))).all())


async def list_of_owner(session: AsyncSession, team: str, owner: str) -> list[ActionItem]:
    """What one person has to do, also of their coaching; what is due first comes first."""
    theirs = select(ActionItem).where(
        col(ActionItem.team_id) == team,
        col(ActionItem.owner) == owner,
        col(ActionItem.closed_at).is_(None),
    )
    order = (col(ActionItem.due_on), col(ActionItem.id))
    return list((await session.scalars(theirs.order_by(*order))).all())


async def list_of_huddles(session: AsyncSession, huddle_ids: Collection[UUID]) -> list[ActionItem]:
    """What was to be done after these huddles, in the order in which it was said."""
    its = select(ActionItem).where(col(ActionItem.huddle_id).in_(huddle_ids))
    order = (col(ActionItem.made_at), col(ActionItem.id))
    return list((await session.scalars(its.order_by(*order))).all())


async def list_action_items(session: AsyncSession, ids: Collection[UUID]) -> list[ActionItem]:
    """Those of `ids` that are still kept."""
    if not ids:
        return []
    return list(
        (await session.scalars(select(ActionItem).where(col(ActionItem.id).in_(ids)))).all()
    )
