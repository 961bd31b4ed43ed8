"""Secret addresses by which calendars and screens read along."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.columns import LOCKED, choice, where
from storage.huddles import Huddle
from storage.ids import new_id
from storage.statements import insert_or_ignore


class LinkKind(StrEnum):
    CALENDAR = "calendar"
    SCREEN = "screen"


class HuddleLink(SQLModel, table=True):
    """A secret address: a pod's calendar, or the screen of one huddle. Whoever renews it ends the
    one before. `until` is None where it has no end; a screen's goes with its huddle, wherever that
    is moved.
    """

    __tablename__ = "huddle_link"
    __table_args__ = (
        Index(
            "ix_huddle_link_calendar",
            "pod_id",
            unique=True,
            **where("kind = 'calendar' AND until IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    secret: str = Field(unique=True, max_length=64)
    kind: LinkKind = Field(sa_type=choice(LinkKind))
    pod_id: UUID = Field(foreign_key="pod.id", index=True)
    huddle_id: UUID | None = Field(default=None, foreign_key="huddle.id")
    made_by: str | None = Field(default=None, max_length=40)
    made_at: datetime
    until: datetime | None = None


async def find_calendar_link(session: AsyncSession, pod_id: UUID) -> HuddleLink | None:
    """The one of the pod's calendar that holds now, if it has any."""
    its = (col(HuddleLink.pod_id) == pod_id, col(HuddleLink.kind) == LinkKind.CALENDAR)
    return (
        await session.scalars(select(HuddleLink).where(*its, col(HuddleLink.until).is_(None)))
    ).first()


async def get_or_add_calendar_link(
    session: AsyncSession, pod_id: UUID, secret: str, made_by: str, now: datetime
) -> HuddleLink:
    """The one that holds; where there is none, a new one with `secret`. Of two at once that add
    one, both get the same.
    """
    found = await find_calendar_link(session, pod_id)
    if found is None:
        await _add(session, LinkKind.CALENDAR, pod_id, secret, made_by, now)
        found = await find_calendar_link(session, pod_id)
    assert found is not None  # noqa: S101  (added just now, or by whoever was first)
    return found


async def end_calendar_link(
    session: AsyncSession, pod_id: UUID, link_id: UUID, now: datetime
) -> bool:
    """From now on this link of the pod's shows nothing; False where that was so already."""
    its = (
        col(HuddleLink.id) == link_id,
        col(HuddleLink.pod_id) == pod_id,
        col(HuddleLink.kind) == LinkKind.CALENDAR,
        col(HuddleLink.until).is_(None),
    )
    ended: Any = await session.execute(
        update(HuddleLink).where(*its).values(until=now),
        execution_options={"synchronize_session": False},
    )
    return bool(ended.rowcount)


async def lock_huddle_of_screen(session: AsyncSession, huddle_id: UUID) -> None:
    """Of two who ask for its screen at once, one waits for the other."""
    its = select(col(Huddle.id)).where(col(Huddle.id) == huddle_id)
    await session.execute(its.with_for_update(**LOCKED))


async def get_or_add_screen_link(
    session: AsyncSession, huddle: Huddle, secret: str, until: datetime, now: datetime
) -> HuddleLink:
    """The one of the huddle's screen; where there is none, a new one with `secret`. It ends at
    `until`, also where it was to end otherwise before. Whoever calls has locked the huddle.
    """
    its = (col(HuddleLink.huddle_id) == huddle.id, col(HuddleLink.kind) == LinkKind.SCREEN)
    oldest = select(HuddleLink).where(*its).order_by(col(HuddleLink.id)).limit(1)
    found = (await session.scalars(oldest)).first()
    if found is None:
        found = HuddleLink(
            secret=secret,
            kind=LinkKind.SCREEN,
            pod_id=huddle.pod_id,
            huddle_id=huddle.id,
            made_at=now,
            until=until,
        )
        session.add(found)
    elif found.until != until:
        found.until = until
    await session.flush()
    return found


async def find_link(
    session: AsyncSession, kind: LinkKind, secret: str, now: datetime
) -> HuddleLink | None:
    """The link of this secret, where it has not ended."""
    link = (
        await session.scalars(
            select(HuddleLink).where(col(HuddleLink.secret) == secret, col(HuddleLink.kind) == kind)
        )
    ).first()
    return link if link and (link.until is None or now < link.until) else None


async def _add(
    session: AsyncSession, kind: LinkKind, pod_id: UUID, secret: str, made_by: str, now: datetime
) -> None:
    row = {"id": new_id(), "secret": secret, "kind": kind, "pod_id": pod_id}
    row |= {"huddle_id": None, "made_by": made_by, "made_at": now, "until": None}
    await session.execute(insert_or_ignore(session, HuddleLink.__table__).values(**row))  # type: ignore[attr-defined]
