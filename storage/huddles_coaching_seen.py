"""What a coach and a rep look at together: what the rep did well, and the decisions they asked
about.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice import Ask, AskState, Reply
from storage.advice_stats import CALLED_OFF
from storage.practices import OPEN_STATES, Practice, PracticeUse, Scope
from storage.practices_tallies import by_others
from storage.topics import Topic

_MOST_READ = 40


class Answered(NamedTuple):
    """A question, and what was said to it that worked; both masked, either may be empty."""

    question: str
    said: str


class SharedPractice(NamedTuple):
    """`helped`: how often it helped others, since then."""

    id: UUID
    title: str
    helped: int
    is_new: bool


async def list_answers(
    session: AsyncSession, pod_ids: Collection[UUID], user: str, since: datetime
) -> Sequence[Answered]:
    """What somebody told others of these pods since then that worked for them, the latest first:
    each once, however many it helped.
    """
    worked = (
        select(col(Reply.id), col(Ask.question), col(Reply.say_now), col(Reply.text))
        .join(Reply, col(Reply.id) == col(Ask.accepted_reply_id))
        .where(
            col(Ask.pod_id).in_(pod_ids),
            col(Ask.asked_at) > since,
            col(Ask.state) == AskState.ACCEPTED,
            col(Reply.author) == user,
            col(Reply.practice_id).is_(None),
            col(Reply.deleted_at).is_(None),
        )
        .order_by(col(Ask.settled_at).desc(), col(Ask.id))
        .limit(_MOST_READ)
    )
    each: dict[UUID, Answered] = {}
    for reply, question, say_now, text in await session.execute(worked):
        if say_now or text:
            each.setdefault(reply, Answered(question, say_now or text))
    return list(each.values())


async def list_practices_of(
    session: AsyncSession, team: str, user: str, pod_id: UUID, since: datetime
) -> Sequence[SharedPractice]:
    """What somebody shared since then, or is credited for, and what of theirs helped others; the
    most helpful first. What another pod keeps to itself is left out.
    """
    theirs = _ids_of(team, user, pod_id)
    helped = (
        select(col(PracticeUse.practice_id), func.count().label("times"))
        .join(Practice, col(Practice.id) == col(PracticeUse.practice_id))
        .where(
            col(PracticeUse.practice_id).in_(theirs),
            col(PracticeUse.helped_at) > since,
            *by_others(),
        )
        .group_by(col(PracticeUse.practice_id))
        .subquery()
    )
    times = func.coalesce(helped.c.times, 0)
    found = (
        select(col(Practice.id), col(Practice.title), times, col(Practice.created_at))
        .outerjoin(helped, helped.c.practice_id == col(Practice.id))
        .where(
            col(Practice.id).in_(theirs),
            col(Practice.state).in_(OPEN_STATES),
            or_(col(Practice.scope) != Scope.POD, col(Practice.pod_id) == pod_id),
            or_(times > 0, col(Practice.created_at) > since),
        )
        .order_by(times.desc(), col(Practice.id).desc())
        .limit(_MOST_READ)
    )
    rows = await session.execute(found)
    return [
        SharedPractice(id_, title, int(count), created > since)
        for id_, title, count, created in rows
    ]


async def list_decisions(
    session: AsyncSession, team: str, user: str, since: datetime
) -> Sequence[Answered]:
    """What somebody had to decide since then and asked the pod about, the latest first, each with
    what worked.
    """
    asked = (
        select(col(Ask.question), col(Reply.say_now), col(Reply.text))
        .outerjoin(Reply, col(Reply.id) == col(Ask.accepted_reply_id))
        .where(
            col(Ask.team_id) == team,
            col(Ask.asker) == user,
            col(Ask.asked_at) > since,
            col(Ask.topic) == Topic.DECISION,
            col(Ask.state).not_in(CALLED_OFF),
            col(Ask.question) != "",
        )
        .order_by(col(Ask.asked_at).desc())
        .limit(_MOST_READ)
    )
    rows = await session.execute(asked)
    return [Answered(question, say_now or text or "") for question, say_now, text in rows]


def _ids_of(team: str, user: str, pod_id: UUID) -> Any:
    """By two indexes: what they wrote, and what they are credited for in their pod."""
    wrote = select(col(Practice.id)).where(
        col(Practice.team_id) == team, col(Practice.author) == user
    )
    credited = select(col(Practice.id)).where(
        col(Practice.pod_id) == pod_id, col(Practice.helper) == user
    )
    return wrote.union(credited)
