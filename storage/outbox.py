"""The outbox: what is committed to be said, in order per subject, and what stands in Slack."""

from collections.abc import Collection
from collections.abc import Sequence as Many
from datetime import datetime
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    CursorResult,
    Index,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from storage.columns import KEYED, Json, Sequence, choice, where
from storage.ids import new_id
from storage.statements import Prepared, is_sqlite, upsert

NOTIFICATIONS = "podline_outbox"


class Act(StrEnum):
    """What a row does in Slack."""

    POST = "post"  # chat.postMessage
    REPAINT = "repaint"  # response_url where one is alive, else chat.update
    WHISPER = "whisper"  # response_url where one is alive, else chat.postEphemeral


class RowState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"


class OutboxRow(SQLModel, table=True):
    """One thing to say. `seq` orders rows of a subject; `id` travels in the message metadata.

    `priority`: 0 asks and answers, 1 the rest of advice, 2 to 5 alerts by their severity, 6 all
    else; between subjects the lower goes first.
    `part` names what is posted, so that edits and replies find it ("card", "claim").
    `suspect`: Slack may have accepted it already, so look before sending it again.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_open",
            *("subject", "seq"),
            **where("state IN ('waiting', 'sending')"),
        ),
        Index("ix_outbox_dead", "subject", **where("state = 'dead'")),
        Index("ix_outbox_turn", "priority", "seq", **where("state = 'waiting'")),
    )

    seq: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    id: UUID = Field(default_factory=new_id)
    subject: str = Field(max_length=120)
    part: str = Field(default="", max_length=120)
    channel: str = Field(max_length=40)
    act: Act = Field(sa_type=choice(Act))
    priority: int = 6
    body: dict[str, Any] = Field(sa_type=Json)
    state: RowState = Field(default=RowState.WAITING, sa_type=choice(RowState))
    suspect: bool = False
    attempts: int = 0
    not_before: datetime
    written_at: datetime
    sent_at: datetime | None = None
    error: str | None = None


class Posted(SQLModel, table=True):
    """What stands in Slack: where a part of a subject was posted."""

    __tablename__ = "posted"
    __table_args__ = (UniqueConstraint("channel", "ts"), KEYED)

    subject: str = Field(primary_key=True, max_length=120)
    part: str = Field(primary_key=True, max_length=120)
    channel: str = Field(max_length=40)
    ts: str = Field(max_length=40)
    row_id: UUID


ROWS: Any = OutboxRow.__table__  # type: ignore[attr-defined]
_posted: Any = Posted.__table__  # type: ignore[attr-defined]
_OPEN = col(OutboxRow.state).in_((RowState.WAITING, RowState.SENDING))
_ADD = Prepared(insert(ROWS))
_PUT_POSTED = Prepared.per_dialect(lambda insert: upsert(insert, _posted, "subject", "part"))
_SUPERSEDE = Prepared(
    delete(ROWS)
    .where(
        ROWS.c.subject == bindparam("the_subject"),
        ROWS.c.part == bindparam("the_part"),
        ROWS.c.act == Act.REPAINT,
        ROWS.c.state == RowState.WAITING,
        # In the words of the partial index: else SQLite walks all that waits.
        sql("outbox.state IN ('waiting', 'sending')"),
    )
    .returning(ROWS.c.body)
)


async def add_rows(session: AsyncSession, rows: Many[dict[str, Any]]) -> None:
    """Write rows (as columns) in their order, and have every sender woken by the commit."""
    await _ADD.run_all(session, rows)
    if not is_sqlite(session):
        await session.execute(sql(f"NOTIFY {NOTIFICATIONS}"))


async def take_over_repaints(session: AsyncSession, subject: str, part: str) -> str | None:
    """Remove the repaints of a part that still wait; the newest response_url that they had."""
    gone = (await _SUPERSEDE.run(session, the_subject=subject, the_part=part)).rows
    urls = [row.body["response_url"] for row in gone if row.body.get("response_url")]
    return urls[-1] if urls else None


async def take_over_all_repaints(
    session: AsyncSession, part: str, subjects: Collection[str]
) -> dict[str, str]:
    """As `take_over_repaints`, of one part of many subjects at once; by subject."""
    gone = (
        delete(ROWS)
        .where(
            ROWS.c.subject.in_(subjects),
            ROWS.c.part == part,
            ROWS.c.act == Act.REPAINT,
            ROWS.c.state == RowState.WAITING,
            sql("outbox.state IN ('waiting', 'sending')"),
        )
        .returning(ROWS.c.subject, ROWS.c.seq, ROWS.c.body)
    )
    rows = sorted((await session.execute(gone)).all(), key=lambda row: row.seq)
    return {row.subject: row.body["response_url"] for row in rows if row.body.get("response_url")}


async def put_posted(session: AsyncSession, places: Many[dict[str, Any]]) -> None:
    """Remember where parts stand now (Posted, as columns)."""
    await _PUT_POSTED.run_all(session, places)


async def find_posted_at(session: AsyncSession, channel: str, ts: str) -> Posted | None:
    """Which part of which subject a message is, or None where it is not ours."""
    here = select(Posted).where(col(Posted.channel) == channel, col(Posted.ts) == ts)
    return (await session.scalars(here)).first()


async def list_parts(session: AsyncSession, subject: str, start: str) -> list[str]:
    """The parts of a subject whose names begin so: those that stand, and those on their way."""
    standing = select(col(Posted.part)).where(
        col(Posted.subject) == subject, col(Posted.part).startswith(start, autoescape=True)
    )
    on_their_way = select(col(OutboxRow.part)).where(
        col(OutboxRow.subject) == subject,
        col(OutboxRow.part).startswith(start, autoescape=True),
        col(OutboxRow.act) == Act.POST,
        _OPEN,
    )
    return sorted(await session.scalars(standing.union(on_their_way)))


async def outbox_depth(session: AsyncSession) -> int:
    """How many rows wait or are being sent."""
    return await session.scalar(select(func.count()).select_from(OutboxRow).where(_OPEN)) or 0


async def oldest_waiting(session: AsyncSession) -> datetime | None:
    """When the oldest row that is not sent yet was written, or None."""
    return await session.scalar(select(func.min(col(OutboxRow.written_at))).where(_OPEN))


async def measure_outbox(session: AsyncSession) -> tuple[int, datetime | None]:
    """How many rows are not sent yet, and since when the oldest of them waits."""
    return await outbox_depth(session), await oldest_waiting(session)


async def purge_sent_rows(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget what was settled and written before `moment`; how many rows went, of `at_most`.

    Rows stand in the order in which they were written, so only the oldest settled ones are
    looked at; those that wait, however many and for however long, are passed over.
    """
    settled = ROWS.c.state.in_((RowState.SENT, RowState.DEAD))
    oldest = select(ROWS).where(settled).order_by(ROWS.c.seq).limit(at_most).subquery()
    old = select(oldest.c.seq).where(oldest.c.written_at < moment)
    result = await session.execute(delete(ROWS).where(ROWS.c.seq.in_(old)))
    return cast(CursorResult[Any], result).rowcount
