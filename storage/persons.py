"""Where a person is named in the database: their Slack id, and their name beside it."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    CursorResult,
    Table,
    case,
    delete,
    func,
    null,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from storage.advice import LIVE, Ask, Mark, Mention, Moment, Reply
from storage.alerts import Alert, AlertChange, AlertDraft, AlertReceipt, AlertSaying
from storage.alerts_matters import AlertMatter, AlertMatterTold
from storage.audit import AuditEntry
from storage.former import FORMER
from storage.huddles import AgendaItem, Huddle, HuddleSchedule, HuddleStep
from storage.huddles_action_items import ActionItem
from storage.huddles_agenda import AgendaChange
from storage.huddles_attendance import HuddleAttendance
from storage.huddles_coaching import Coaching, CoachingItem
from storage.huddles_links import HuddleLink
from storage.lanes import Lane
from storage.pods import Member
from storage.practices import (
    Gap,
    Practice,
    PracticeChange,
    PracticeUse,
    PracticeVerdict,
    Saying,
)
from storage.timers import Timer

_NAMELESS: Final[Mapping[str, Any]] = {}


class Trace(NamedTuple):
    """A column that holds a Slack id, and what else of its row goes with the person."""

    table: type[SQLModel]
    column: str
    goes: Mapping[str, Any] = _NAMELESS

    @property
    def rows(self) -> Table:
        return self.table.__table__  # type: ignore[attr-defined, no-any-return]

    @property
    def key(self) -> Column[Any]:
        """Which row it is."""
        (key,) = self.rows.primary_key.columns
        return key


# What somebody asked, answered and said against a practice goes with them; so does where their
# question stands in Slack, from where an edit would bring its words back.
_QUESTION: Final = dict.fromkeys(
    ("response_url", "response_url_until", "source_channel", "source_ts", "source_edited", "case")
)
_TYPED: Final = col(Reply.practice_id).is_(None)  # else a practice said it, which is the pod's
_ANSWER: Final[Mapping[str, Any]] = {
    "author_name": FORMER,
    "text": case((_TYPED, ""), else_=col(Reply.text)),
    "say_now": case((_TYPED, null()), else_=col(Reply.say_now)),
    "deleted_at": case(
        (_TYPED, func.coalesce(col(Reply.deleted_at), col(Reply.at))),
        else_=col(Reply.deleted_at),
    ),
}
IN_ADVICE: Final = (
    Trace(Ask, "asker", {"asker_name": FORMER, "question": "", "case": None, **_QUESTION}),
    Trace(Ask, "claimed_by", {"claimed_by_name": FORMER}),
    Trace(Ask, "helper"),
    Trace(Reply, "author", _ANSWER),
    Trace(Mark, "user"),
    Trace(Mention, "user"),
    Trace(Moment, "who"),
    Trace(Moment, "detail"),
)
IN_PRACTICES: Final = (
    Trace(Practice, "author", {"author_name": FORMER}),
    Trace(Practice, "helper", {"helper_name": FORMER}),
    Trace(Practice, "owner"),
    Trace(Practice, "verified_by"),
    Trace(Saying, "author", {"author_name": FORMER}),
    Trace(PracticeChange, "who", {"who_name": FORMER}),
    Trace(PracticeUse, "user"),
    Trace(PracticeUse, "by"),
    Trace(PracticeVerdict, "user", {"why": None}),
)
# What they posted is the pod's, and goes on without their name.
IN_ALERTS: Final = (
    Trace(Alert, "posted_by", {"posted_by_name": FORMER}),
    Trace(Alert, "confirmed_by"),
    Trace(AlertSaying, "author", {"author_name": FORMER}),
    Trace(AlertReceipt, "user"),
    Trace(AlertChange, "who", {"who_name": FORMER}),
    Trace(AlertDraft, "by", {"by_name": FORMER, "fields": {}}),
    Trace(AlertDraft, "to"),
    Trace(AlertMatter, "decided_by", {"why": None}),
    Trace(AlertMatterTold, "user"),
)
# What they added to an agenda or noted is the pod's. Their talks are not here: `huddles_persons`.
IN_HUDDLES: Final = (
    Trace(HuddleSchedule, "changed_by", {"changed_by_name": FORMER}),
    Trace(Huddle, "changed_by", {"changed_by_name": FORMER}),
    Trace(Huddle, "runs_it", {"runs_it_name": FORMER}),
    Trace(Huddle, "opened_by"),
    Trace(Huddle, "ended_by"),
    Trace(AgendaItem, "by", {"by_name": FORMER}),
    Trace(AgendaItem, "hand_to", {"hand_to_name": FORMER}),
    Trace(AgendaChange, "by", {"by_name": FORMER}),
    Trace(HuddleStep, "by", {"by_name": FORMER}),
    Trace(HuddleAttendance, "user"),
    Trace(HuddleLink, "made_by"),
    Trace(ActionItem, "owner", {"owner_name": FORMER}),
    Trace(ActionItem, "made_by", {"made_by_name": FORMER}),
    Trace(ActionItem, "closed_by"),
    Trace(Coaching, "coach", {"coach_name": FORMER}),
    Trace(Coaching, "rep", {"rep_name": FORMER}),
    Trace(CoachingItem, "by", {"by_name": FORMER}),
)
IN_AUDIT: Final = (Trace(AuditEntry, "about"),)
# Rows that are about nothing but this person.
WHOLE: Final = (Trace(Gap, "user"), Trace(Member, "user"))


async def find_left(session: AsyncSession, user: str) -> Member | None:
    """Their row of the roster, also where they left it."""
    return (await session.scalars(select(Member).where(col(Member.user) == user))).first()


async def has_live_asks(session: AsyncSession, user: str) -> bool:
    """Whether they ask or answer something that is not settled yet."""
    mine = (col(Ask.asker) == user) | (col(Ask.claimed_by) == user)
    live = select(col(Ask.id)).where(col(Ask.state).in_(LIVE), mine).limit(1)
    return (await session.execute(live)).first() is not None


async def count_traces(session: AsyncSession, user: str) -> dict[str, int]:
    """In how many rows of each table they are named; tables without any are left out."""
    found: dict[str, int] = {}
    for trace in (*IN_ADVICE, *IN_PRACTICES, *IN_ALERTS, *IN_HUDDLES, *IN_AUDIT, *WHOLE):
        theirs = select(func.count()).select_from(trace.rows).where(_is(trace, user))
        if count := await session.scalar(theirs):
            name = str(trace.table.__tablename__)
            found[name] = found.get(name, 0) + count
    return found


async def rename_some(
    session: AsyncSession, trace: Trace, user: str, alias: str, at_most: int
) -> int:
    """Let `alias` stand for them in some rows, and forget what goes; how many rows."""
    some = select(trace.key).where(_is(trace, user)).limit(at_most)
    renamed = update(trace.rows).where(trace.key.in_(some))
    return await _run(session, renamed.values({trace.column: alias, **trace.goes}))


async def delete_some(session: AsyncSession, trace: Trace, user: str, at_most: int) -> int:
    """Delete some rows that are theirs alone; how many."""
    some = select(trace.key).where(_is(trace, user)).limit(at_most)
    return await _run(session, delete(trace.rows).where(trace.key.in_(some)))


async def forget_errands(session: AsyncSession, user: str) -> int:
    """What waits for them, or was paced for them: timers of their shifts, their direct lane."""
    shifts = col(Timer.subject).like(f"shift:%:{user}")
    idle = (col(Lane.channel) == user, col(Lane.leased_by).is_(None))
    timers = await _run(session, delete(Timer).where(shifts))
    return timers + await _run(session, delete(Lane).where(*idle))


def _is(trace: Trace, user: str) -> ColumnElement[bool]:
    named: ColumnElement[bool] = trace.rows.c[trace.column] == user
    return named


async def _run(session: AsyncSession, statement: Any) -> int:
    plain = {"synchronize_session": False}
    done = await session.execute(statement, execution_options=plain)
    return cast(CursorResult[Any], done).rowcount
