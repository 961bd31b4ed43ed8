"""What senders ask the outbox: what may go out now, and how it ended."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, or_, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.lanes import LANES, Lane, LaneState
from storage.outbox import ROWS, OutboxRow, Posted, RowState
from storage.statements import Prepared, is_sqlite

# One claim at a time: any constant of our own serves as the name of the lock.
_CLAIMING = 7_051_946


class Ending(NamedTuple):
    """How an attempt ended for a row: the columns that change."""

    row_seq: int
    to_state: RowState
    to_not_before: datetime
    to_sent_at: datetime | None = None
    to_suspect: bool = False
    to_attempts: int = 0
    to_error: str | None = None


def _sendable() -> Any:
    """Waiting rows whose channel is free, and which no earlier row of their subject holds.

    A post holds all that follows in its subject. An edit or a whisper holds it too,
    unless it has to wait for a budget or for another try: then it lets others pass.
    """
    now, earlier = bindparam("now", type_=ROWS.c.not_before.type), ROWS.alias("earlier")
    # Words in the SQL itself: with a bound one, SQLite plans the statement anew every time,
    # because it might match the condition of a partial index.
    post_or_sending = text("earlier.act = 'post' OR earlier.state = 'sending'")
    held = exists().where(
        earlier.c.subject == ROWS.c.subject,
        earlier.c.seq < ROWS.c.seq,
        text("earlier.state IN ('waiting', 'sending')"),
        or_(post_or_sending, earlier.c.not_before <= now),
    )
    free = or_(
        LANES.c.leased_until.is_(None),
        LANES.c.leased_until <= now,
        LANES.c.leased_by == bindparam("holder", type_=LANES.c.leased_by.type),
    )
    spent_before = bindparam("spent_before", type_=LANES.c.spent_until.type)
    in_pace = or_(
        LANES.c.channel.is_(None),
        text("outbox.act <> 'post'"),
        and_(LANES.c.not_before <= now, LANES.c.spent_until <= spent_before),
    )
    lane = LANES.c.not_before.label("closed_until"), LANES.c.spent_until
    return (
        select(*ROWS.c, *lane)
        .select_from(ROWS.outerjoin(LANES, LANES.c.channel == ROWS.c.channel))
        .where(text("outbox.state = 'waiting'"), ROWS.c.not_before <= now)
        .where(ROWS.c.priority <= bindparam("up_to"))
        .where(free, in_pace, ~held)
        .order_by(ROWS.c.priority, ROWS.c.seq)
        .limit(bindparam("at_most"))
        # What a service is about to remove or replace is not waited for.
        .with_for_update(of=ROWS, skip_locked=True)
    )


_SENDABLE = Prepared(_sendable())
_MARK_SENDING = Prepared(
    update(ROWS)
    .where(ROWS.c.seq == bindparam("row_seq"))
    .values(state=RowState.SENDING, attempts=ROWS.c.attempts + 1)
)
_END = Prepared(
    update(ROWS)
    .where(ROWS.c.seq == bindparam("row_seq"))
    .values(
        state=bindparam("to_state"),
        not_before=bindparam("to_not_before"),
        sent_at=bindparam("to_sent_at"),
        suspect=bindparam("to_suspect"),
        attempts=bindparam("to_attempts"),
        error=bindparam("to_error"),
    )
)
_REPLACE_BODY = Prepared(
    update(ROWS).where(ROWS.c.seq == bindparam("row_seq")).values(body=bindparam("to_body"))
)


async def take_turn_to_claim(session: AsyncSession) -> None:
    """Let no other replica claim until this transaction ends."""
    if not is_sqlite(session):  # there the transaction itself is the only one that writes
        await session.execute(text(f"SELECT pg_advisory_xact_lock({_CLAIMING})"))


async def list_sendable(
    session: AsyncSession,
    holder: UUID | None,
    now: datetime,
    spent_before: datetime,
    up_to: int,
    at_most: int,
) -> Sequence[tuple[OutboxRow, LaneState | None]]:
    """What `holder` may send now, what matters most first, each with its channel's lane.

    The rows are to be read only: they stand for no object of the session, which costs less.
    `up_to`: nothing of a higher priority number.
    `spent_before`: a channel may get a post while its lane is spent no further than this.
    """
    found = await _SENDABLE.run(
        session,
        holder=holder,
        now=now,
        spent_before=spent_before,
        up_to=int(up_to),
        at_most=at_most,
    )
    return [(cast(OutboxRow, row), _lane(row)) for row in found.rows]


def _lane(row: Any) -> LaneState | None:
    return LaneState(row.closed_until, row.spent_until) if row.closed_until else None


async def list_places(session: AsyncSession, parts: Iterable[tuple[str, str]]) -> Sequence[Posted]:
    """Where the given (subject, part) stand, those that were posted."""
    key = tuple_(col(Posted.subject), col(Posted.part))
    return (await session.scalars(select(Posted).where(key.in_(list(parts))))).all()


async def mark_sending(session: AsyncSession, seqs: Iterable[int]) -> None:
    """From now on these rows may have reached Slack."""
    await _MARK_SENDING.run_all(session, [{"row_seq": seq} for seq in seqs])


async def end_attempts(session: AsyncSession, endings: Iterable[Ending]) -> None:
    """Write how attempts ended."""
    await _END.run_all(session, [ending._asdict() for ending in endings])


async def replace_bodies(session: AsyncSession, bodies: dict[int, dict[str, Any]]) -> None:
    """Give rows (by seq) another body: without the response_url that is dead."""
    rows = [{"row_seq": seq, "to_body": body} for seq, body in bodies.items()]
    await _REPLACE_BODY.run_all(session, rows)


async def suspect_orphans(
    session: AsyncSession,
    holder: UUID | None,
    now: datetime,
    look_at: datetime,
    under_way: Iterable[int],
) -> int:
    """Take over what was being sent by whoever holds the channel no more; how many rows.

    `under_way`: what `holder` itself is sending.

    They may have reached Slack: they are looked for from `look_at` on, then sent if missing.
    """
    leased = exists().where(
        col(Lane.channel) == col(OutboxRow.channel),
        col(Lane.leased_until) > now,
        col(Lane.leased_by) != holder,
    )
    orphans = update(OutboxRow).where(col(OutboxRow.state) == RowState.SENDING, ~leased)
    orphans = orphans.where(col(OutboxRow.seq).not_in(list(under_way)))
    waiting = orphans.values(state=RowState.WAITING, suspect=True, not_before=look_at)
    result = await session.execute(waiting.execution_options(synchronize_session=False))
    return result.rowcount  # type: ignore[attr-defined, no-any-return]
