"""What the week of a pod brought that its next huddle may talk about. Nothing is changed here."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice import LIVE, Ask, AskState, Moment, Reply
from storage.advice_stats import CALLED_OFF
from storage.alerts import Alert, AlertAsk, AlertState
from storage.huddles import AgendaItem
from storage.pods import Member, Pod
from storage.practices import (
    OPEN_STATES,
    Practice,
    PracticeChange,
    PracticeState,
    PracticeUse,
    Reach,
)
from storage.practices_reach import visible
from storage.practices_tallies import by_others

CORRECTED: Final = "corrected"
"""The entry in an ask's timeline that says that what worked for it was corrected."""

# No parameter: the index holds only these.
_WRITTEN_OUT: Final = literal(CORRECTED, literal_execute=True)
_UNANSWERED: Final = (*LIVE, AskState.LAPSED)


class Wait(NamedTuple):
    """How long an ask waited for its first answer; None is still without one."""

    ask_id: UUID
    asked_at: datetime
    first_reply_at: datetime | None


class Said(NamedTuple):
    """An ask in its masked words. `asker_name` is there to be kept out of what is shown."""

    id: UUID
    question: str
    asker_name: str
    asked_at: datetime
    channel: str
    thread_ts: str | None


class Shared(NamedTuple):
    """A practice, with the name of whoever shared it."""

    id: UUID
    pod_id: UUID
    title: str
    author: str
    author_name: str
    at: datetime
    link: str | None


class Helpful(NamedTuple):
    """A practice, and how often it helped others."""

    id: UUID
    pod_id: UUID
    title: str
    helped: int


class Answered(NamedTuple):
    """An answer that worked. `names` are to be kept out of what is shown."""

    text: str
    names: tuple[str, str]


class Corrected(NamedTuple):
    """An ask of which what worked was corrected, the last time at `at`."""

    ask_id: UUID
    at: datetime


class Helper(NamedTuple):
    """Somebody whose answers worked."""

    user: str
    name: str


async def list_new_practices(
    session: AsyncSession, reach: Reach, since: datetime, at_most: int
) -> list[Shared]:
    """What others can find since then of what the market's pods wrote, the pod's own first, the
    newest first; also what was a draft until then.
    """
    was_draft: Any = col(PracticeChange.before)
    shared_since = exists(
        select(col(PracticeChange.id)).where(
            col(PracticeChange.practice_id) == col(Practice.id),
            col(PracticeChange.at) > since,
            was_draft["state"].as_string() == PracticeState.DRAFT,
        )
    )
    new = (
        select(
            *(col(Practice.id), col(Practice.pod_id), col(Practice.title)),
            *(col(Practice.author), col(Practice.author_name), col(Practice.updated_at)),
            col(Practice.link),
        )
        .where(
            *_of_market(reach),
            col(Practice.updated_at) > since,
            or_(col(Practice.created_at) > since, shared_since),
        )
        .order_by(*_own_first(reach), col(Practice.id).desc())
    )
    return [Shared._make(row) for row in await session.execute(new.limit(at_most))]


async def map_what_worked(
    session: AsyncSession, reach: Reach, practice_ids: Collection[UUID]
) -> dict[UUID, str]:
    """What these practices say, as far as the pod may find them still."""
    if not practice_ids:
        return {}
    its = select(col(Practice.id), col(Practice.what_worked)).where(
        *_of_market(reach), col(Practice.id).in_(practice_ids)
    )
    return {practice_id: said for practice_id, said in await session.execute(its)}  # noqa: C416


async def list_answers(session: AsyncSession, ask_ids: Collection[UUID]) -> dict[UUID, Answered]:
    """What worked for these asks, as it reads now."""
    if not ask_ids:
        return {}
    names = col(Ask.asker_name), col(Reply.author_name)
    its = (
        select(col(Ask.id), col(Reply.say_now), col(Reply.text), *names)
        .join(Reply, col(Reply.id) == col(Ask.accepted_reply_id))
        .where(
            col(Ask.id).in_(ask_ids),
            col(Ask.state) == AskState.ACCEPTED,
            col(Reply.deleted_at).is_(None),
        )
    )
    return {
        ask_id: Answered(" ".join(filter(None, (say_now, text))), (asker, author))
        for ask_id, say_now, text, asker, author in await session.execute(its)
    }


async def list_most_helpful(
    session: AsyncSession, reach: Reach, since: datetime, least: int, at_most: int
) -> list[Helpful]:
    """What helped others `least` times and more since then, the most often first."""
    helped = func.count(col(PracticeUse.helped_at))
    top = (
        select(col(Practice.id), col(Practice.pod_id), col(Practice.title), helped)
        .join(PracticeUse, col(PracticeUse.practice_id) == col(Practice.id))
        .where(
            *_of_market(reach),
            *by_others(),
            col(PracticeUse.at) > since,
            col(PracticeUse.helped_at).is_not(None),
        )
        .group_by(col(Practice.id), col(Practice.pod_id), col(Practice.title))
        .having(helped >= least)
        .order_by(helped.desc(), col(Practice.id))
    )
    return [Helpful._make(row) for row in await session.execute(top.limit(at_most))]


async def list_waits(
    session: AsyncSession, pod_id: UUID, since: datetime, open_since: datetime
) -> list[Wait]:
    """How long a pod's asks since then waited for an answer, and those without one that were asked
    since `open_since`; but what joined another ask or is about an alert: nobody had to answer it.
    """
    answered = col(Ask.first_reply_at).is_not(None)
    its = select(col(Ask.id), col(Ask.asked_at), col(Ask.first_reply_at)).where(
        col(Ask.pod_id) == pod_id,
        col(Ask.asked_at) > open_since,
        col(Ask.joined_to).is_(None),
        col(Ask.alert_id).is_(None),
        or_(
            and_(answered, col(Ask.asked_at) > since, col(Ask.state).not_in(CALLED_OFF)),
            and_(~answered, col(Ask.state).in_(_UNANSWERED)),
        ),
    )
    return [Wait._make(row) for row in await session.execute(its)]


async def list_said(session: AsyncSession, ask_ids: Collection[UUID]) -> dict[UUID, Said]:
    """These asks in their words, by their ids; without those whose words are kept no longer."""
    if not ask_ids:
        return {}
    its = select(
        *(col(Ask.id), col(Ask.question), col(Ask.asker_name), col(Ask.asked_at)),
        *(col(Ask.channel), col(Ask.thread_ts)),
    ).where(col(Ask.id).in_(ask_ids), col(Ask.question) != "")
    return {row.id: Said._make(row) for row in await session.execute(its)}


async def list_about_alerts(session: AsyncSession, ask_ids: Collection[UUID]) -> set[UUID]:
    """Those of these asks for which an alert speaks."""
    if not ask_ids:
        return set()
    linked = select(col(AlertAsk.ask_id)).where(
        col(AlertAsk.ask_id).in_(ask_ids), col(AlertAsk.refused_at).is_(None)
    )
    return set(await session.scalars(linked))


async def list_alerts(
    session: AsyncSession, team: str, market_id: UUID, since: datetime
) -> Sequence[Alert]:
    """What goes on in a market, or ended there since then and was not only forgotten; the newest
    first.
    """
    its = select(Alert).where(
        col(Alert.team_id) == team,
        col(Alert.market_id) == market_id,
        or_(
            col(Alert.state) == AlertState.LIVE,
            and_(
                col(Alert.state) == AlertState.ENDED,
                col(Alert.ended_at) > since,
                col(Alert.lapsed).is_(False),
            ),
        ),
        col(Alert.headline) != "",
    )
    return (await session.scalars(its.order_by(col(Alert.id).desc()))).all()


async def list_asked_about(
    session: AsyncSession, pod_id: UUID, alert_ids: Collection[UUID]
) -> dict[UUID, list[datetime]]:
    """When a pod asked about each of these alerts."""
    found: dict[UUID, list[datetime]] = {each: [] for each in alert_ids}
    if not alert_ids:
        return found
    its = (
        select(col(AlertAsk.alert_id), col(Ask.asked_at))
        .join(Ask, col(Ask.id) == col(AlertAsk.ask_id))
        .where(
            col(AlertAsk.alert_id).in_(alert_ids),
            col(AlertAsk.refused_at).is_(None),
            col(Ask.pod_id) == pod_id,
            col(Ask.state).not_in(CALLED_OFF),
        )
    )
    for alert_id, at in await session.execute(its):
        found[alert_id].append(at)
    return found


async def list_corrected(
    session: AsyncSession, pod_id: UUID, since: datetime, at_most: int
) -> list[Corrected]:
    """The pod's asks of which what worked was corrected since then, the latest first."""
    last = func.max(col(Moment.at))
    its = (
        select(col(Moment.ask_id), last)
        .join(Ask, col(Ask.id) == col(Moment.ask_id))
        .where(
            col(Moment.what) == _WRITTEN_OUT,
            col(Moment.at) > since,
            col(Ask.pod_id) == pod_id,
            col(Ask.state).not_in(CALLED_OFF),
        )
        .group_by(col(Moment.ask_id))
        .order_by(last.desc(), col(Moment.ask_id))
    )
    return [Corrected._make(row) for row in await session.execute(its.limit(at_most))]


async def list_helpers(
    session: AsyncSession, team: str, pod_id: UUID, asked: datetime, since: datetime
) -> list[Helper]:
    """Whose answers worked for the pod since then, of what was asked since `asked`: everybody who
    is still there, by name. How often, nobody counts.
    """
    helped = (
        select(col(Ask.helper))
        .where(
            col(Ask.pod_id) == pod_id,
            col(Ask.asked_at) > asked,
            col(Ask.state) == AskState.ACCEPTED,
            col(Ask.settled_at) > since,
            col(Ask.helper).is_not(None),
            col(Ask.helper) != col(Ask.asker),
        )
        .distinct()
    )
    its = select(col(Member.user), col(Member.name)).where(
        col(Member.team_id) == team, col(Member.user).in_(helped), col(Member.left_at).is_(None)
    )
    found = [Helper._make(row) for row in await session.execute(its)]
    return sorted(found, key=lambda each: (each.name.casefold(), each.user))


async def list_thanked(
    session: AsyncSession, pod_id: UUID, keys: Collection[str]
) -> dict[str, list[str]]:
    """By person, the lines under these keys in which a pod thanked them."""
    found: dict[str, list[str]] = {}
    if not keys:
        return found
    its = select(col(AgendaItem.key), col(AgendaItem.refs)).where(
        col(AgendaItem.pod_id) == pod_id, col(AgendaItem.key).in_(keys)
    )
    for key, refs in await session.execute(its):
        for user in refs.get("people", ()):
            found.setdefault(user, []).append(key)
    return found


def _of_market(reach: Reach) -> list[ColumnElement[bool]]:
    """What the pod may find of what the pods of its market wrote, and may be suggested."""
    market = select(col(Pod.id)).where(
        col(Pod.team_id) == reach.team, col(Pod.market_id) == reach.market_id
    )
    return [
        col(Practice.pod_id).in_(market),
        col(Practice.state).in_(OPEN_STATES),
        col(Practice.merged_into).is_(None),
        col(Practice.suspended_at).is_(None),
        *visible(reach),
    ]


def _own_first(reach: Reach) -> list[ColumnElement[Any]]:
    return [(col(Practice.pod_id) != reach.pod_id).asc()]
