"""Timers: what must happen later is a row with `due_at`; a restart or a second replica
neither loses it nor fires it twice."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Index,
    delete,
    false,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.columns import KEYED, where
from storage.ids import new_id
from storage.statements import Prepared, upsert

Kind = TypeVar("Kind", bound=str)


class Timer(SQLModel, table=True):
    """Something that must happen at `due_at`. `key` is unique: setting it again moves it.

    `kind` says which service function acts ("advice.rung"); `subject` is what it is about.
    """

    __tablename__ = "timer"
    __table_args__ = (
        Index("ix_timer_due", "due_at", **where("done_at IS NULL")),
        KEYED,
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True, max_length=255)
    kind: str = Field(max_length=60)
    subject: str = Field(max_length=120, index=True)
    due_at: datetime
    done_at: datetime | None = None
    attempts: int = 0
    error: str | None = None


_timers: Any = Timer.__table__  # type: ignore[attr-defined]
_AGAIN = ("due_at", "done_at", "attempts", "error")


@dataclass(frozen=True, slots=True)
class Kinds:
    """The timers of the kinds `named`, or where `named` is what is left out, all others."""

    named: frozenset[str]
    left_out: bool = False

    def others(self) -> "Kinds":
        return Kinds(self.named, not self.left_out)

    def conditions(self) -> list[ColumnElement[bool]]:
        kind = _timers.c.kind
        if self.left_out:
            return [kind != each for each in sorted(self.named)]
        return [or_(false(), *(kind == each for each in sorted(self.named)))]


ALL = Kinds(frozenset(), left_out=True)


@cache
def _next_due(kinds: Kinds) -> Prepared:
    waiting = select(_timers.c.due_at).where(_timers.c.done_at.is_(None), *kinds.conditions())
    return Prepared(waiting.order_by(_timers.c.due_at).limit(1))


_SET = Prepared.per_dialect(lambda insert: upsert(insert, _timers, "key", only=_AGAIN))


async def set_timer(
    session: AsyncSession, kind: str, subject: str, due_at: datetime, part: str = ""
) -> None:
    """Let `kind` happen to `subject` at `due_at`; set again, it moves and is due anew."""
    key = ":".join(filter(None, (kind, subject, part)))
    row = {"id": new_id(), "key": key, "kind": kind, "subject": subject, "due_at": due_at}
    row |= {"done_at": None, "attempts": 0, "error": None}
    await _SET.run(session, **row)


async def set_timers(session: AsyncSession, timers: Iterable[tuple[str, str, datetime]]) -> None:
    """As `set_timer` for each kind, subject and time."""
    again = {"done_at": None, "attempts": 0, "error": None}
    rows = [
        {"id": new_id(), "key": f"{kind}:{about}", "kind": kind, "subject": about, "due_at": due_at}
        | again
        for kind, about, due_at in timers
    ]
    if rows:
        await _SET.run_all(session, rows)


async def list_set(
    session: AsyncSession, kinds: Collection[str], subjects: Collection[str] | None = None
) -> set[tuple[str, str]]:
    """Of these kinds what is still to happen, by kind and subject: to all, or to these."""
    waiting = select(col(Timer.kind), col(Timer.subject)).where(
        col(Timer.kind).in_(kinds), col(Timer.done_at).is_(None)
    )
    if subjects is not None:
        waiting = waiting.where(col(Timer.subject).in_(subjects))
    return {(kind, about) for kind, about in await session.execute(waiting)}


async def bring_forward(session: AsyncSession, kind: str, subject: str, due_at: datetime) -> None:
    """Let what is still to happen be due by then: never later than it was."""
    later = update(Timer).where(
        col(Timer.key) == f"{kind}:{subject}",
        col(Timer.done_at).is_(None),
        col(Timer.due_at) > due_at,
    )
    await session.execute(
        later.values(due_at=due_at), execution_options={"synchronize_session": False}
    )


async def cancel_timers(session: AsyncSession, subject: str, *kinds: str) -> None:
    """Forget what was still to happen to `subject`: the named kinds, or all of them."""
    gone = delete(Timer).where(col(Timer.subject) == subject, col(Timer.done_at).is_(None))
    if kinds:
        gone = gone.where(col(Timer.kind).in_(kinds))
    await session.execute(gone)


async def move_timers(
    session: AsyncSession,
    subject: str,
    waited: Mapping[Kind, datetime],
    awaited: Mapping[Kind, datetime],
) -> None:
    """Let `subject` wait for what is `awaited`, by kind, where it `waited` for something else."""
    for kind, due in awaited.items():
        if waited.get(kind) != due:
            await set_timer(session, kind, subject, due)
    over = waited.keys() - awaited.keys()
    if over:
        await cancel_timers(session, subject, *sorted(over))


async def list_due_timers(
    session: AsyncSession, now: datetime, at_most: int = 100, kinds: Kinds = ALL
) -> Sequence[Timer]:
    """What is due of these kinds, the longest overdue first."""
    due = (
        select(Timer)
        .where(col(Timer.done_at).is_(None), col(Timer.due_at) <= now, *kinds.conditions())
        .order_by(col(Timer.due_at))
        .limit(at_most)
    )
    return (await session.scalars(due)).all()


async def find_next_due(session: AsyncSession, kinds: Kinds = ALL) -> datetime | None:
    """When the next timer of these kinds is due, or None."""
    found = (await _next_due(kinds).run(session)).rows
    return found[0].due_at if found else None


async def count_late_timers(
    session: AsyncSession, now: datetime, grace: timedelta = timedelta(seconds=5)
) -> int:
    """How many timers are overdue by more than `grace`."""
    late = select(func.count()).select_from(Timer)
    late = late.where(col(Timer.done_at).is_(None), col(Timer.due_at) < now - grace)
    return await session.scalar(late) or 0


async def look_at_timer(session: AsyncSession, timer_id: UUID) -> Timer | None:
    """The timer as it stands, without taking it."""
    return (await session.scalars(select(Timer).where(col(Timer.id) == timer_id))).first()


async def find_subject(session: AsyncSession, timer_id: UUID) -> str | None:
    """What a timer is about; None where it is gone."""
    return await session.scalar(select(col(Timer.subject)).where(col(Timer.id) == timer_id))


async def claim_timer(session: AsyncSession, timer_id: UUID, now: datetime) -> Timer | None:
    """Take a due timer for this transaction; None when it was moved, done, or is being done."""
    due = (
        select(Timer)
        .where(col(Timer.id) == timer_id, col(Timer.done_at).is_(None), col(Timer.due_at) <= now)
        .with_for_update(skip_locked=True)
    )
    timer = (await session.scalars(due)).first()
    if timer is not None:
        timer.done_at = now
        await session.flush()
    return timer


async def postpone_timer(
    session: AsyncSession, timer_id: UUID, due_at: datetime, error: str
) -> None:
    """After a failure: try again at `due_at`, and keep what went wrong for the operator."""
    later = update(Timer).where(col(Timer.id) == timer_id, col(Timer.done_at).is_(None))
    await session.execute(
        later.values(due_at=due_at, attempts=col(Timer.attempts) + 1, error=error[:500])
    )


async def purge_done_timers(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget timers done before `moment`, a small batch at a time; how many were forgotten."""
    old = select(col(Timer.id)).where(col(Timer.done_at) < moment).limit(at_most)
    result = await session.execute(delete(Timer).where(col(Timer.id).in_(old)))
    return cast(CursorResult[Any], result).rowcount
