"""What is written while a customer waits: a new ask, and where its cards stand."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import manager_of_class
from sqlmodel import col

from storage.advice import Ask, Moment
from storage.advice_joined import place_joined
from storage.ids import new_id
from storage.statements import Prepared

_ASKS = cast(Table, Ask.__table__)  # type: ignore[attr-defined]
_ASK_COLUMNS = tuple(column.name for column in _ASKS.columns)
_DEFAULTS = {
    name: field.default for name, field in Ask.model_fields.items() if not field.is_required()
}
_ADD_ASK = Prepared(insert(_ASKS))
_ADD_MOMENT = Prepared(insert(cast(Table, Moment.__table__)))  # type: ignore[attr-defined]
_COUNT_TALKING = Prepared(
    select(func.count().label("asks"))
    .select_from(_ASKS)
    .where(
        _ASKS.c.team_id == bindparam("team"),
        _ASKS.c.asker == bindparam("asker"),
        _ASKS.c.asked_at > bindparam("since"),
        _ASKS.c.began_talking,
    )
)
_THE_TS = bindparam("the_ts", type_=_ASKS.c.card_ts.type)
_PLACE_CARD = Prepared(
    update(_ASKS)
    .where(_ASKS.c.id == bindparam("the_ask"))
    .values(card_ts=_THE_TS, thread_ts=func.coalesce(_ASKS.c.thread_ts, _THE_TS))
    .returning(_ASKS.c.thread_ts, _ASKS.c.source_ts, _ASKS.c.asked_at, _ASKS.c.last_activity_at)
)


def new_ask(**values: Any) -> Ask:
    """An ask as its constructor makes it, for the path on which a customer waits: an eighth of
    the time. It belongs to no session.
    """
    ask = manager_of_class(Ask).new_instance()
    ask.__dict__.update(_DEFAULTS | {"id": new_id()} | values)
    return ask


async def add_ask(session: AsyncSession, ask: Ask, moment: str) -> None:
    """Insert with the first entry of its timeline, without the unit of work: this is the path on
    which a customer waits.
    """
    known = {name: getattr(ask, name) for name in _ASK_COLUMNS}
    # A column that is not named costs nothing, and is NULL.
    await _ADD_ASK.run(
        session, **{name: value for name, value in known.items() if value is not None}
    )
    first = {"id": new_id(), "ask_id": ask.id, "at": ask.asked_at, "what": moment}
    await _ADD_MOMENT.run(session, **first, who=ask.asker)


async def count_talking_asks(session: AsyncSession, team: str, asker: str, since: datetime) -> int:
    """How many asks somebody made while talking with a customer, since then."""
    found = await _COUNT_TALKING.run(session, team=team, asker=asker, since=since)
    return int(found.rows[0].asks)


async def place_card(session: AsyncSession, ask_id: UUID, ts: str) -> tuple[str, str | None]:
    """The card stands at `ts`: the root of the ask's thread, and the message that asked."""
    (placed,) = (await _PLACE_CARD.run(session, the_ask=ask_id, the_ts=ts)).rows
    if placed.last_activity_at > placed.asked_at:  # else nobody can have joined it
        await place_joined(session, ask_id, str(placed.thread_ts))
    return str(placed.thread_ts), placed.source_ts


async def place_overflow_card(session: AsyncSession, ask_id: UUID, ts: str) -> None:
    """The linked card stands at `ts` in the overflow pod's channel."""
    placed = update(Ask).where(col(Ask.id) == ask_id).values(overflow_thread_ts=ts)
    await session.execute(placed, execution_options={"synchronize_session": False})
