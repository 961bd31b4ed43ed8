"""How a pod's asks went: when, and whether a practice helped; never who asked or what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice import Ask, AskState, Reply
from storage.practices import PracticeUse, Way

# What was taken back, or was none, was not asked.
CALLED_OFF = (AskState.WITHDRAWN, AskState.NOT_A_QUESTION)


class Course(NamedTuple):
    """How one ask went. `with_practice`: one was used on it, which a suggestion that nobody took
    is not. `by_practice_alone`: it was accepted before any colleague answered.
    """

    asked_at: datetime
    first_reply_at: datetime | None
    accepted_at: datetime | None
    with_practice: bool
    by_practice_alone: bool


async def list_courses(session: AsyncSession, pod_id: UUID, since: datetime) -> Sequence[Course]:
    """What a pod asked since then and did not call off, the oldest first."""
    asked = (
        select(
            col(Ask.asked_at),
            col(Ask.first_reply_at),
            col(Ask.settled_at),
            col(Ask.state),
            _with_practice(),
            _by_practice_alone(),
        )
        .where(
            col(Ask.pod_id) == pod_id,
            col(Ask.asked_at) >= since,
            col(Ask.state).not_in(CALLED_OFF),
        )
        .order_by(col(Ask.asked_at), col(Ask.id))
    )
    return [_course(*row) for row in await session.execute(asked)]


async def has_practice(session: AsyncSession, ask_id: UUID) -> bool:
    """Whether a practice was used on an ask."""
    asked = select(_with_practice()).where(col(Ask.id) == ask_id)
    return bool(await session.scalar(asked))


def _course(
    asked_at: datetime,
    first_reply_at: datetime | None,
    settled_at: datetime | None,
    state: AskState,
    with_practice: bool,
    alone: bool,
) -> Course:
    accepted_at = settled_at if state is AskState.ACCEPTED else None
    by_practice = accepted_at is not None and alone
    return Course(asked_at, first_reply_at, accepted_at, with_practice or by_practice, by_practice)


def _with_practice() -> ColumnElement[bool]:
    taken = or_(col(PracticeUse.way) != Way.SUGGESTED, col(PracticeUse.helped_at).is_not(None))
    return exists(_one().where(col(PracticeUse.ask_id) == col(Ask.id), taken))


def _by_practice_alone() -> ColumnElement[bool]:
    """What was accepted came from the store, and until then nobody else had a hand in it."""
    accepted = exists(
        _one().where(
            col(Reply.id) == col(Ask.accepted_reply_id), col(Reply.practice_id).is_not(None)
        )
    )
    answered = exists(
        _one().where(
            or_(col(Reply.ask_id) == col(Ask.id), col(Reply.ask_id) == col(Ask.joined_to)),
            col(Reply.practice_id).is_(None),
            col(Reply.author).not_in(("", col(Ask.asker))),
            col(Reply.deleted_at).is_(None),
            col(Reply.at) <= col(Ask.settled_at),
        )
    )
    put_there = exists(
        _one().where(
            col(PracticeUse.ask_id) == col(Ask.id),
            col(PracticeUse.way) == Way.SHARED_IN_THREAD,
            col(PracticeUse.by) != col(Ask.asker),
            col(PracticeUse.at) <= col(Ask.settled_at),
        )
    )
    return and_(accepted, ~answered, ~put_there)


def _one() -> Any:
    return select(1)
