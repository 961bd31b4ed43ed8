"""Which practices somebody may find: conditions that stand inside every query for them."""

from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, exists, false, func, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from storage.pods import Pod
from storage.practices import Narrow, Practice, PracticeState, Reach, Scope

Conditions = list[ColumnElement[bool]]


def visible(reach: Reach) -> Conditions:
    """A draft to its author alone, everything else by its scope.

    Members of a partner see what is meant for partners and what their own pod wrote, no more.
    """
    scope, own_pod = col(Practice.scope), col(Practice.pod_id) == reach.pod_id
    shared = or_(scope == Scope.PARTNERS, own_pod)
    if not reach.is_partner:
        market = select(col(Pod.id)).where(col(Pod.market_id) == reach.market_id)
        in_market = and_(scope == Scope.MARKET, col(Practice.pod_id).in_(market))
        shared = or_(shared, scope == Scope.COMPANY, in_market)
    draft = col(Practice.state) == PracticeState.DRAFT
    mine = col(Practice.author) == reach.user
    return [col(Practice.team_id) == reach.team, or_(and_(draft, mine), and_(~draft, shared))]


def narrowed(narrow: Narrow, on_sqlite: bool) -> Conditions:
    """What the search is narrowed to."""
    if not narrow.states:
        return [false()]
    conditions: Conditions = [col(Practice.state).in_(sorted(narrow.states))]
    wanted: tuple[tuple[Any, Any], ...] = (
        (col(Practice.scope), narrow.scope),
        (col(Practice.pod_id), narrow.pod_id),
        (col(Practice.author), narrow.author),
    )
    conditions += [column == value for column, value in wanted if value is not None]
    if narrow.since is not None:
        conditions.append(col(Practice.updated_at) >= narrow.since)
    if narrow.topic is not None:
        conditions.append(_about(narrow.topic, on_sqlite))
    return conditions


def _about(topic: str, on_sqlite: bool) -> ColumnElement[bool]:
    topics: Any = col(Practice.topics)
    if not on_sqlite:
        return cast(topics, JSONB).contains([topic])
    each = func.json_each(cast(topics, Text)).table_valued("value")
    return exists(select(each.c.value).where(each.c.value == topic))
