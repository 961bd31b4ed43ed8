"""Which practices somebody may find: conditions that stand inside every query for them."""

from typing import Any

from sqlalchemy import ColumnElement, String, Text, and_, cast, exists, false, func, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col

from storage.pods import Pod
from storage.practices import Narrow, Practice, PracticeChange, PracticeState, Reach, Scope
from storage.practices_history import opened

Conditions = list[ColumnElement[bool]]


class Unindexed(FunctionElement[str]):
    """A column by which SQLite looks nothing up: without statistics it takes any index for a
    narrow one, and would read all practices of a team for the few that are asked for.
    """

    type = String()
    inherit_cache = True


@compiles(Unindexed)
def _as_it_is(element: Any, compiler: Any, **given: Any) -> str:
    return str(compiler.process(element.clauses, **given))


@compiles(Unindexed, "sqlite")
def _with_a_plus(element: Any, compiler: Any, **given: Any) -> str:
    """The unary plus keeps a term from using an index: sqlite.org/optoverview.html#uplus."""
    return f"+{compiler.process(element.clauses, **given)}"


def visible(reach: Reach) -> Conditions:
    """A draft to its author alone, also in the archive; everything else by its scope.

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
    kept = col(Practice.state) != PracticeState.ARCHIVED
    opened_once = exists(select(col(PracticeChange.id)).where(*opened(col(Practice.id))))
    shared = and_(shared, or_(kept, mine, col(Practice.owner) == reach.user, opened_once))
    in_team = Unindexed(col(Practice.team_id)) == reach.team
    return [in_team, or_(and_(draft, mine), and_(~draft, shared))]


def narrowed(narrow: Narrow, on_sqlite: bool) -> Conditions:
    """What the search is narrowed to."""
    if not narrow.states:
        return [false()]
    # Not IN: a prepared statement has no lists.
    conditions: Conditions = [or_(*(col(Practice.state) == each for each in sorted(narrow.states)))]
    wanted: tuple[tuple[Any, Any], ...] = (
        (col(Practice.scope), narrow.scope),
        (col(Practice.pod_id), narrow.pod_id),
    )
    conditions += [column == value for column, value in wanted if value is not None]
    if narrow.author is not None:
        mine = (col(Practice.author) == narrow.author, col(Practice.helper) == narrow.author)
        conditions.append(or_(*mine))
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
