"""What is looked at when a question may not be only one rep's: the last minutes' asks of a market,
its matters that are not over, and how much was asked at this hour in past weeks.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice import Ask, AskState
from storage.alerts import Alert, AlertAsk, AlertState
from storage.alerts_matters import AlertMatter, AlertMatterAsk, AlertMatterTold
from storage.pods import Pod
from storage.topics import Topic

MOST_ASKS: Final = 150
_CALLED_OFF: Final = (AskState.WITHDRAWN, AskState.NOT_A_QUESTION)
_ASK = (
    col(Ask.id),
    col(Ask.asker),
    col(Ask.asked_at),
    col(Ask.question),
    col(Ask.topic),
    col(Ask.pod_id),
    col(Ask.asker_name),
    col(Ask.joined_to),
)

Span = tuple[datetime, datetime]


class RecentAsk(NamedTuple):
    """An ask that counts, in its masked words as they stand now; `joined_to` another's thread."""

    id: UUID
    asker: str
    asked_at: datetime
    question: str
    topic: Topic
    pod_id: UUID
    asker_name: str
    joined_to: UUID | None


class StoredMatter(NamedTuple):
    """A matter that is not over, with its asks."""

    matter: AlertMatter
    asks: Sequence[AlertMatterAsk]


async def list_recent_asks(
    session: AsyncSession,
    pod_ids: Collection[UUID],
    since: datetime,
    also: Collection[UUID] = (),
    at_most: int = MOST_ASKS,
) -> list[RecentAsk]:
    """The pods' asks since then that were not called off, and are not about what is over by now,
    the newest first; and of those `also` named what still is the pods' and counts.
    """
    counts = (col(Ask.pod_id).in_(pod_ids), col(Ask.state).not_in(_CALLED_OFF))
    newest = select(*_ASK).where(*counts, col(Ask.asked_at) > since, ~_is_about_what_is_over())
    rows = await session.execute(newest.order_by(col(Ask.asked_at).desc()).limit(at_most))
    found = [RecentAsk._make(row) for row in rows]
    older = set(also) - {each.id for each in found}
    if older:
        more = await session.execute(select(*_ASK).where(*counts, col(Ask.id).in_(older)))
        found += [RecentAsk._make(row) for row in more]
    return found


def _is_about_what_is_over() -> ColumnElement[bool]:
    """It was asked before the all-clear of an alert that speaks for it."""
    theirs = (
        select(col(AlertAsk.id))
        .join(Alert, col(Alert.id) == col(AlertAsk.alert_id))
        .where(
            col(AlertAsk.ask_id) == col(Ask.id),
            col(AlertAsk.refused_at).is_(None),
            col(Alert.state) == AlertState.ENDED,
            col(Alert.lapsed).is_(False),
            col(Alert.ended_at) >= col(Ask.asked_at),
        )
    )
    return theirs.exists()


async def list_matters(
    session: AsyncSession, market_id: UUID, since: datetime
) -> list[StoredMatter]:
    """The market's matters of which somebody asked since then, but those whose alert is over, the
    oldest first.
    """
    live = (
        select(AlertMatter)
        .outerjoin(Alert, col(Alert.id) == col(AlertMatter.alert_id))
        .where(
            col(AlertMatter.market_id) == market_id,
            col(AlertMatter.last_asked_at) > since,
            or_(col(Alert.id).is_(None), col(Alert.state) != AlertState.ENDED),
        )
    )
    matters = (await session.scalars(live.order_by(col(AlertMatter.id)))).all()
    asks: dict[UUID, list[AlertMatterAsk]] = defaultdict(list)
    if matters:
        its = col(AlertMatterAsk.matter_id).in_([each.id for each in matters])
        theirs = select(AlertMatterAsk).where(its).order_by(col(AlertMatterAsk.id))
        for ask in await session.scalars(theirs, execution_options={"populate_existing": True}):
            asks[ask.matter_id].append(ask)
    return [StoredMatter(each, asks[each.id]) for each in matters]


async def look_at_matter(session: AsyncSession, matter_id: UUID) -> AlertMatter | None:
    """The matter as it stands, without its lock."""
    return (
        await session.scalars(select(AlertMatter).where(col(AlertMatter.id) == matter_id))
    ).first()


async def list_asks_of_matter(session: AsyncSession, matter_id: UUID) -> list[RecentAsk]:
    """Those that count, the oldest first."""
    its = (
        select(*_ASK)
        .join(AlertMatterAsk, col(AlertMatterAsk.ask_id) == col(Ask.id))
        .where(
            col(AlertMatterAsk.matter_id) == matter_id,
            col(AlertMatterAsk.parted_at).is_(None),
            col(AlertMatterAsk.has_left).is_(False),
            col(Ask.state).not_in(_CALLED_OFF),
        )
    )
    rows = await session.execute(its.order_by(col(Ask.asked_at), col(Ask.id)))
    return [RecentAsk._make(row) for row in rows]


async def find_market_of_matter(session: AsyncSession, matter_id: UUID) -> UUID | None:
    """Whose lock a matter is under."""
    its = select(col(AlertMatter.market_id)).where(col(AlertMatter.id) == matter_id)
    return await session.scalar(its)


async def find_matter_of_ask(session: AsyncSession, ask_id: UUID) -> UUID | None:
    """The matter to which an ask belongs."""
    its = select(col(AlertMatterAsk.matter_id)).where(
        col(AlertMatterAsk.ask_id) == ask_id,
        col(AlertMatterAsk.parted_at).is_(None),
        col(AlertMatterAsk.has_left).is_(False),
    )
    return (await session.scalars(its)).first()


async def list_unaware(session: AsyncSession, ask_ids: Collection[UUID]) -> set[UUID]:
    """Of these asks, those that have a card of their own and whose askers were never told that it
    is not only theirs: of no matter, also of one that is over.
    """
    noted = select(col(AlertMatterAsk.id)).where(
        col(AlertMatterAsk.ask_id) == col(Ask.id), col(AlertMatterAsk.noted_at).is_not(None)
    )
    unaware = select(col(Ask.id)).where(
        col(Ask.id).in_(ask_ids), col(Ask.joined_to).is_(None), ~noted.exists()
    )
    return set(await session.scalars(unaware))


async def list_parted(session: AsyncSession, team: str, asker: str, since: datetime) -> set[UUID]:
    """The matters of which somebody said, of what they asked since then, that theirs is not it."""
    said = (
        select(col(AlertMatterAsk.matter_id))
        .join(Ask, col(Ask.id) == col(AlertMatterAsk.ask_id))
        .where(
            col(Ask.team_id) == team,
            col(Ask.asker) == asker,
            col(Ask.asked_at) > since,
            col(AlertMatterAsk.parted_at).is_not(None),
        )
    )
    return set(await session.scalars(said))


async def list_told(session: AsyncSession, matter_id: UUID) -> Sequence[AlertMatterTold]:
    """Who was told of a matter, in the order of time."""
    told = select(AlertMatterTold).where(col(AlertMatterTold.matter_id) == matter_id)
    return (await session.scalars(told.order_by(col(AlertMatterTold.at)))).all()


async def count_by_topic(
    session: AsyncSession, pod_ids: Collection[UUID], spans: Sequence[Span]
) -> Mapping[Topic, int]:
    """How many asks of each topic these pods made within some spans of time."""
    if not spans:
        return {}
    at = col(Ask.asked_at)
    within = or_(*(and_(at >= start, at < end) for start, end in spans))
    asked = (
        select(col(Ask.topic), func.count())
        .where(col(Ask.pod_id).in_(pod_ids), within)
        .group_by(col(Ask.topic))
    )
    return {topic: int(asks) for topic, asks in await session.execute(asked)}


async def find_first_asked_at(session: AsyncSession, pod_ids: Collection[UUID]) -> datetime | None:
    """When these pods asked for the first time; None where they never did."""
    first = select(func.min(col(Ask.asked_at))).where(col(Ask.pod_id).in_(pod_ids))
    return await session.scalar(first)


async def list_past_asks(
    session: AsyncSession,
    pod_ids: Collection[UUID],
    since: datetime,
    before: datetime,
    at_most: int,
) -> list[tuple[str, Topic]]:
    """The words and topics of the pods' asks between these, the newest first."""
    at = col(Ask.asked_at)
    past = (
        select(col(Ask.question), col(Ask.topic))
        .where(col(Ask.pod_id).in_(pod_ids), at >= since, at < before)
        .where(col(Ask.state).not_in(_CALLED_OFF))
        .order_by(at.desc())
        .limit(at_most)
    )
    return [(question, topic) for question, topic in await session.execute(past)]


async def find_market_of_pod(session: AsyncSession, pod_id: UUID) -> UUID | None:
    """The market that a pod serves."""
    return await session.scalar(select(col(Pod.market_id)).where(col(Pod.id) == pod_id))


async def map_linked(session: AsyncSession, ask_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Which of these asks each live alert speaks for."""
    linked = (
        select(col(AlertAsk.alert_id), col(AlertAsk.ask_id))
        .join(Alert, col(Alert.id) == col(AlertAsk.alert_id))
        .where(
            col(AlertAsk.ask_id).in_(ask_ids),
            col(AlertAsk.refused_at).is_(None),
            col(Alert.state) != AlertState.ENDED,
        )
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for alert_id, ask_id in await session.execute(linked):
        found[alert_id].add(ask_id)
    return dict(found)
