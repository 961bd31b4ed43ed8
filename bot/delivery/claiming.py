"""Which rows a sender takes next: the channel must be free, and the budget must last."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.attempt import Attempt
from bot.delivery.call import call_for, part_needed
from bot.delivery.message import Priority
from bot.delivery.pace import BURST_AHEAD, Budget, has_budget, spend_lane
from storage.lanes import list_lanes, list_paces, put_lanes, put_paces
from storage.outbox import Act, OutboxRow, Posted, RowState
from storage.sending import (
    Ending,
    end_attempts,
    list_places,
    list_sendable,
    mark_sending,
    take_turn_to_claim,
)

# Longer than looking and sending can take: nobody else sends in the channel meanwhile.
LEASE = timedelta(seconds=15)


@dataclass(slots=True)
class Claim:
    """What was taken, what died, and when something that could not be taken may be."""

    attempts: list[Attempt] = field(default_factory=list)
    dead: list[tuple[OutboxRow, str]] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    later: list[datetime] = field(default_factory=list)
    more: bool = False


async def claim(session: AsyncSession, holder: UUID, now: datetime, room: int) -> Claim:
    """Take up to `room` rows for `holder`; they are `sending` once this commits."""
    await take_turn_to_claim(session)
    rows = await list_sendable(session, holder, now, now + BURST_AHEAD, at_most=2 * room)
    if not rows:
        return Claim()
    places = await _places(session, rows)
    budgets = {pace.method: Budget(**pace.model_dump()) for pace in await list_paces(session)}
    lanes = await _lanes(session, {row.channel for row in rows}, now)
    claim = _choose(rows, places, lanes, budgets, now, room)
    claim.more = len(rows) == 2 * room or bool(claim.dead)
    await _write(session, holder, now, claim, lanes, budgets.values())
    return claim


@dataclass(slots=True)
class _Spent:
    not_before: datetime
    spent_until: datetime


async def _places(
    session: AsyncSession, rows: Iterable[OutboxRow]
) -> dict[tuple[str, str], Posted]:
    parts = {part for part in map(part_needed, rows) if part}
    found = await list_places(session, parts) if parts else []
    return {(place.subject, place.part): place for place in found}


async def _lanes(session: AsyncSession, channels: set[str], now: datetime) -> dict[str, _Spent]:
    known = await list_lanes(session, channels)
    lanes = {lane.channel: _Spent(lane.not_before, lane.spent_until) for lane in known}
    return {channel: lanes.get(channel) or _Spent(now, now) for channel in channels}


def _choose(
    rows: Sequence[OutboxRow],
    places: dict[tuple[str, str], Posted],
    lanes: dict[str, _Spent],
    budgets: dict[str, Budget],
    now: datetime,
    room: int,
) -> Claim:
    claim = Claim()
    for row in rows:
        if len(claim.attempts) == room:
            break
        need = part_needed(row)
        place = places.get(need) if need else None
        if need and place is None:
            claim.dead.append((row, f"hangs on {need[1]!r}, which was never posted"))
            continue
        attempt = Attempt(row, call_for(row, place))
        later = _wait(attempt, lanes[row.channel], budgets, now)
        if later is None:
            claim.attempts.append(attempt)
        elif later[1]:
            claim.endings.append(_deferred(row, later[0]))
        if later is not None:
            claim.later.append(later[0])
    return claim


def _wait(
    attempt: Attempt, lane: _Spent, budgets: dict[str, Budget], now: datetime
) -> tuple[datetime, bool] | None:
    """None when it may go now; else until when, and whether that is written on the row."""
    method = attempt.call.method
    is_post = attempt.row.act is Act.POST
    if is_post and lane.spent_until > now + BURST_AHEAD:
        return lane.spent_until - BURST_AHEAD, False
    if has_budget(method):
        budget = budgets.setdefault(method, Budget(method))
        later = budget.take(now, first=attempt.row.priority == Priority.ADVICE)
        if later is not None:
            return later, True
    if is_post:
        lane.spent_until = spend_lane(lane.spent_until, now)
    return None


def _deferred(row: OutboxRow, until: datetime) -> Ending:
    return Ending(
        row_seq=row.seq or 0,
        to_state=RowState.WAITING,
        to_not_before=until,
        to_suspect=row.suspect,
        to_attempts=row.attempts,
        to_error=row.error,
    )


async def _write(
    session: AsyncSession,
    holder: UUID,
    now: datetime,
    claim: Claim,
    lanes: dict[str, _Spent],
    budgets: Iterable[Budget],
) -> None:
    dead = [
        Ending(row.seq or 0, RowState.DEAD, now, to_attempts=row.attempts, to_error=reason)
        for row, reason in claim.dead
    ]
    if claim.endings or dead:
        await end_attempts(session, claim.endings + dead)
    if not claim.attempts:
        return
    await mark_sending(session, [attempt.row.seq or 0 for attempt in claim.attempts])
    taken = sorted({attempt.row.channel for attempt in claim.attempts})
    lease = {"leased_by": holder, "leased_until": now + LEASE}
    await put_lanes(session, [{"channel": at, **asdict(lanes[at]), **lease} for at in taken])
    if budgets:
        await put_paces(session, map(asdict, budgets))
