"""What matters are asked while a rep waits: does anything go on, and whose thread is joined?"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, cast, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from storage.advice import LIVE, Ask
from storage.alerts_matters import AlertMatterAsk
from storage.alerts_reading import OPEN_STATES
from storage.statements import Prepared, is_sqlite

_TABLES = SQLModel.metadata.tables
_member, _pod = _TABLES["member"], _TABLES["pod"]
_alert, _matter, _ask = _TABLES["alert"], _TABLES["alert_matter"], _TABLES["ask"]


class GoingOn(NamedTuple):
    """Whether a matter was asked about lately in somebody's market, whether an alert is live there,
    and whether one is in a market whose calls their pod takes, or may take at another hour.
    """

    matters: bool
    alerts: bool
    elsewhere: bool = False


NOTHING = GoingOn(matters=False, alerts=False)
_covered = _pod.alias()

_GOING_ON = Prepared(
    select(
        exists()
        .where(
            _matter.c.market_id == _pod.c.market_id,
            _matter.c.last_asked_at > bindparam("since"),
        )
        .label("matters"),
        exists()
        .where(
            _alert.c.market_id == _pod.c.market_id,
            or_(*(_alert.c.state == each for each in OPEN_STATES)),
        )
        .label("alerts"),
        exists()
        .where(
            _covered.c.overflow_pod_id == _pod.c.id,
            _alert.c.market_id == _covered.c.market_id,
            or_(*(_alert.c.state == each for each in OPEN_STATES)),
        )
        .label("elsewhere"),
    )
    .select_from(_member.join(_pod, _pod.c.id == _member.c.pod_id))
    .where(_member.c.team_id == bindparam("the_team"), _member.c.user == bindparam("the_user"))
)
_BIGGEST_KEY = 2**63 - 1
_COMPANY = Prepared(
    select(
        or_(
            exists().where(
                _pod.c.market_id == bindparam("the_market"),
                _ask.c.pod_id == _pod.c.id,
                _ask.c.asked_at > bindparam("since"),
                _ask.c.asker != bindparam("the_asker"),
            ),
            exists().where(
                _matter.c.market_id == bindparam("the_market"),
                _matter.c.last_asked_at > bindparam("quiet_since"),
            ),
        ).label("company")
    )
)


async def find_going_on(session: AsyncSession, team: str, user: str, since: datetime) -> GoingOn:
    """One statement; nothing goes on for somebody without a pod."""
    rows = (await _GOING_ON.run(session, the_team=team, the_user=user, since=since)).rows
    return GoingOn(*map(bool, rows[0])) if rows else NOTHING


async def has_company(
    session: AsyncSession, ask: Ask, market_id: UUID, since: datetime, quiet_since: datetime
) -> bool:
    """Whether anybody else in the market asked since then, or a matter of it is not over: only then
    an ask may be one of several. Of two asks that are made at once the later one sees the other.
    """
    if not is_sqlite(session):
        # Until this commits: what it is asked next is seen as it stands then.
        key = market_id.int & _BIGGEST_KEY
        await session.execute(select(func.pg_advisory_xact_lock(cast(key, BigInteger))))
    values = {"the_market": market_id, "the_asker": ask.asker}
    rows = (await _COMPANY.run(session, since=since, quiet_since=quiet_since, **values)).rows
    return bool(rows[0].company)


async def find_thread_of(session: AsyncSession, matter_id: UUID, pod_id: UUID) -> UUID | None:
    """The oldest ask of a matter that is still to be answered in this pod, and has a card of its
    own.
    """
    own = (
        select(col(Ask.id))
        .join(AlertMatterAsk, col(AlertMatterAsk.ask_id) == col(Ask.id))
        .where(
            col(AlertMatterAsk.matter_id) == matter_id,
            col(AlertMatterAsk.parted_at).is_(None),
            col(AlertMatterAsk.has_left).is_(False),
            col(Ask.pod_id) == pod_id,
            col(Ask.joined_to).is_(None),
            col(Ask.state).in_(LIVE),
        )
        .order_by(col(Ask.asked_at), col(Ask.id))
    )
    return (await session.scalars(own.limit(1))).first()
