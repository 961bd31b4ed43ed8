"""A coach and a rep talk: private agendas for two."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Index, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.columns import where
from storage.huddles_action_items import ActionItem
from storage.ids import new_id
from storage.statements import insert_or_ignore

_PLAIN = {"synchronize_session": False}
_FRESH = {"populate_existing": True}


class Coaching(SQLModel, table=True):
    """A private agenda of a coach and a rep, for those two alone. One that is open each.

    `shared_at`: until then its coach prepares it, and the rep knows nothing of it. `ended_at`:
    they talked.
    """

    __tablename__ = "coaching"
    __table_args__ = (
        Index("ix_coaching_open", "coach", "rep", unique=True, **where("ended_at IS NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    team_id: str = Field(max_length=40)
    pod_id: UUID = Field(foreign_key="pod.id")
    coach: str = Field(max_length=40)
    coach_name: str = Field(default="", max_length=120)
    rep: str = Field(max_length=40, index=True)
    rep_name: str = Field(default="", max_length=120)
    made_at: datetime
    shared_at: datetime | None = None
    ended_at: datetime | None = None


class CoachingItem(SQLModel, table=True):
    """A line of it: a prepared question or a note, masked. What was not talked about when the
    talk ended is taken into the next one.
    """

    __tablename__ = "coaching_item"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    coaching_id: UUID = Field(foreign_key="coaching.id", index=True)
    text: str
    by: str = Field(max_length=40)
    by_name: str = Field(default="", max_length=120)
    at: datetime
    done_at: datetime | None = None


async def get_open(session: AsyncSession, begun: Coaching) -> Coaching:
    """The open agenda of these two, locked: `begun`, unless there is one already. What was left
    of earlier talks is taken into a new one.
    """
    await _lock_pair(session, begun.coach, begun.rep)
    row = begun.model_dump()
    added = await session.execute(insert_or_ignore(session, Coaching).values(row).returning(_ID))
    if added.first() is not None:
        await _take_over(session, begun)
    theirs = select(Coaching).where(*_of_two(begun.coach, begun.rep), _IS_OPEN)
    return (await session.scalars(theirs.with_for_update(), execution_options=_FRESH)).one()


async def find_coaching(
    session: AsyncSession, team: str, coaching_id: UUID, *, lock: bool = False
) -> Coaching | None:
    """An agenda of this workspace; with `lock` nobody else changes it meanwhile."""
    one = select(Coaching).where(col(Coaching.id) == coaching_id, col(Coaching.team_id) == team)
    chosen = one.with_for_update() if lock else one
    return (await session.scalars(chosen, execution_options=_FRESH)).first()


async def list_two(session: AsyncSession, coaching_id: UUID) -> set[str]:
    """The two whose talk it is; nobody where it is gone."""
    its = select(col(Coaching.coach), col(Coaching.rep)).where(col(Coaching.id) == coaching_id)
    return {user for row in await session.execute(its) for user in row}


async def find_open(session: AsyncSession, coach: str, rep: str) -> Coaching | None:
    """The one of these two that they have not talked about."""
    theirs = select(Coaching).where(*_of_two(coach, rep), _IS_OPEN)
    return (await session.scalars(theirs)).first()


async def has_later(session: AsyncSession, coaching: Coaching) -> bool:
    """Whether these two have begun a talk after this one."""
    later = select(col(Coaching.id)).where(
        *_of_two(coaching.coach, coaching.rep),
        col(Coaching.id) != coaching.id,
        or_(_IS_OPEN, col(Coaching.made_at) > coaching.made_at),
    )
    return (await session.scalars(later.limit(1))).first() is not None


async def list_open(session: AsyncSession, team: str, user: str) -> Sequence[Coaching]:
    """What somebody prepares, and what was shared with them, the newest first."""
    shared = and_(col(Coaching.rep) == user, col(Coaching.shared_at).is_not(None))
    theirs = select(Coaching).where(
        col(Coaching.team_id) == team, _IS_OPEN, or_(col(Coaching.coach) == user, shared)
    )
    return (await session.scalars(theirs.order_by(col(Coaching.id).desc()))).all()


async def list_talked(session: AsyncSession, team: str, rep: str) -> Sequence[Coaching]:
    """The talks that were shared with somebody and are over, the latest first."""
    theirs = select(Coaching).where(
        col(Coaching.team_id) == team,
        col(Coaching.rep) == rep,
        col(Coaching.shared_at).is_not(None),
        col(Coaching.ended_at).is_not(None),
    )
    latest = theirs.order_by(col(Coaching.ended_at).desc(), col(Coaching.id))
    return (await session.scalars(latest)).all()


async def list_ended(
    session: AsyncSession, coaching: Coaching, at_most: int, *, shared: bool = False
) -> Sequence[Coaching]:
    """The talks of these two before this one, the latest first; with `shared` those alone that
    the rep saw.
    """
    earlier = select(Coaching).where(
        *_of_two(coaching.coach, coaching.rep),
        col(Coaching.ended_at).is_not(None),
        col(Coaching.id) != coaching.id,
        col(Coaching.made_at) <= coaching.made_at,
    )
    if shared:
        earlier = earlier.where(col(Coaching.shared_at).is_not(None))
    latest = earlier.order_by(col(Coaching.ended_at).desc(), col(Coaching.id)).limit(at_most)
    return (await session.scalars(latest)).all()


async def list_lines(
    session: AsyncSession, coaching_ids: Collection[UUID]
) -> Sequence[CoachingItem]:
    """Everything that stands on these, in the order in which it was typed."""
    theirs = select(CoachingItem).where(col(CoachingItem.coaching_id).in_(coaching_ids))
    return (await session.scalars(theirs.order_by(col(CoachingItem.at), _LINE_ID))).all()


async def list_kept_lines(
    session: AsyncSession, coaching: Coaching, viewer: str
) -> Sequence[CoachingItem]:
    """After a talk, what these two have for their next one, as far as `viewer` may know: their
    own lines, and what stands on what was shared.
    """
    known = or_(
        col(CoachingItem.by) == viewer,
        col(Coaching.coach) == viewer,
        col(Coaching.shared_at).is_not(None),
    )
    kept = (
        select(CoachingItem)
        .join(Coaching, col(Coaching.id) == col(CoachingItem.coaching_id))
        .where(*_of_two(coaching.coach, coaching.rep), col(CoachingItem.done_at).is_(None), known)
    )
    return (await session.scalars(kept.order_by(col(CoachingItem.at), _LINE_ID))).all()


async def find_line(session: AsyncSession, coaching: Coaching, line: UUID) -> CoachingItem | None:
    """A line of what these two talk about, also where the next talk has it by now."""
    theirs = select(col(Coaching.id)).where(*_of_two(coaching.coach, coaching.rep))
    one = select(CoachingItem).where(
        col(CoachingItem.id) == line, col(CoachingItem.coaching_id).in_(theirs)
    )
    return (await session.scalars(one.with_for_update(), execution_options=_FRESH)).first()


async def list_actions(session: AsyncSession, coaching: Coaching) -> Sequence[ActionItem]:
    """What the rep is still to do, and what these two gave each other to do, the most urgent
    first.
    """
    theirs = select(col(Coaching.id)).where(*_of_two(coaching.coach, coaching.rep))
    of_pod = and_(col(ActionItem.coaching_id).is_(None), col(ActionItem.owner) == coaching.rep)
    still = select(ActionItem).where(
        col(ActionItem.closed_at).is_(None),
        col(ActionItem.owner).in_((coaching.coach, coaching.rep)),
        col(ActionItem.team_id) == coaching.team_id,
        or_(of_pod, col(ActionItem.coaching_id).in_(theirs)),
    )
    return (await session.scalars(still.order_by(col(ActionItem.due_on), _ACTION_ID))).all()


async def find_action(
    session: AsyncSession, coaching: Coaching, action_id: UUID
) -> ActionItem | None:
    """What these two gave each other to do; nothing of the pod's."""
    theirs = select(col(Coaching.id)).where(*_of_two(coaching.coach, coaching.rep))
    one = select(ActionItem).where(
        col(ActionItem.id) == action_id, col(ActionItem.coaching_id).in_(theirs)
    )
    return (await session.scalars(one.with_for_update(), execution_options=_FRESH)).first()


async def list_actions_made(
    session: AsyncSession, coaching_ids: Collection[UUID]
) -> Sequence[ActionItem]:
    """What was agreed upon in these talks, also where it is done."""
    made = select(ActionItem).where(col(ActionItem.coaching_id).in_(coaching_ids))
    return (await session.scalars(made.order_by(_ACTION_ID))).all()


async def _lock_pair(session: AsyncSession, coach: str, rep: str) -> None:
    """Whoever adds a line to one of their talks meanwhile comes before or after this."""
    every = select(col(Coaching.id)).where(*_of_two(coach, rep)).order_by(col(Coaching.id))
    await session.execute(every.with_for_update())


async def _take_over(session: AsyncSession, begun: Coaching) -> None:
    earlier = select(col(Coaching.id)).where(
        *_of_two(begun.coach, begun.rep), col(Coaching.id) != begun.id
    )
    left = update(CoachingItem).where(
        col(CoachingItem.coaching_id).in_(earlier), col(CoachingItem.done_at).is_(None)
    )
    await session.execute(left.values(coaching_id=begun.id), execution_options=_PLAIN)


def _of_two(coach: str, rep: str) -> list[ColumnElement[bool]]:
    return [col(Coaching.rep) == rep, col(Coaching.coach) == coach]


_ID = col(Coaching.id)
_LINE_ID, _ACTION_ID = col(CoachingItem.id), col(ActionItem.id)
_IS_OPEN: ColumnElement[bool] = col(Coaching.ended_at).is_(None)
