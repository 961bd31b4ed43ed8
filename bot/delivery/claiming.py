"""Which rows a sender takes next: the channel must be free, and the budget must last."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.attempt import Attempt
from bot.delivery.call import call_for, part_needed
from bot.delivery.message import Priority
from bot.delivery.pace import Budget, Limits, Share
from storage.lanes import LaneState, list_paces, put_lanes, put_paces
from storage.outbox import Act, OutboxRow, Posted, RowState
from storage.sending import Ending, end_attempts, list_places, list_sendable, mark_sending

# Longer than looking and sending can take: nobody else sends in the channel meanwhile.
LEASE = timedelta(seconds=15)


@dataclass(slots=True)
class Claim:
    """What was taken, what died, and when something that could not be taken may be.

    `vain`: new looks of what does not stand, because it died or was forgotten since.
    """

    attempts: list[Attempt] = field(default_factory=list)
    vain: list[OutboxRow] = field(default_factory=list)
    dead: list[tuple[OutboxRow, str]] = field(default_factory=list)
    deferred: list[Ending] = field(default_factory=list)
    later: list[datetime] = field(default_factory=list)
    more: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """How many rows may be taken, and how many of these may be no advice."""

    all: int
    others: int


async def claim(
    session: AsyncSession, holder: UUID | None, now: datetime, room: Room, limits: Limits
) -> Claim:
    """Take as many rows as there is room for; they are `sending` once this commits.

    `holder` leases the channels, or is None where no other process could send.
    """
    spent_before = now + limits.ahead
    up_to = Priority.REST if room.others else Priority.ADVICE
    found = await list_sendable(session, holder, now, spent_before, up_to, at_most=2 * room.all)
    if not found:
        return Claim()
    rows = [row for row, _ in found]
    lanes = {row.channel: lane or LaneState(now, now) for row, lane in found}
    budgets = {pace[0]: Budget(*pace) for pace in await list_paces(session)}
    choice = _Choice(await _places(session, rows), lanes, budgets, limits, now)
    claim = choice.choose(rows, room)
    claim.more |= bool(claim.dead or claim.vain)
    await _write(session, holder, now, claim, lanes)
    if claim.attempts and budgets:
        await put_paces(session, map(asdict, budgets.values()))
    return claim


async def _places(
    session: AsyncSession, rows: Iterable[OutboxRow]
) -> Mapping[tuple[str, str], Posted]:
    parts = {part for part in map(part_needed, rows) if part}
    found = await list_places(session, parts) if parts else []
    return {(place.subject, place.part): place for place in found}


@dataclass(slots=True)
class _Choice:
    """Spends lanes and budgets on rows, in the order in which they come."""

    places: Mapping[tuple[str, str], Posted]
    lanes: dict[str, LaneState]
    budgets: dict[str, Budget]
    limits: Limits
    now: datetime
    shares: dict[str, Share] = field(default_factory=dict)

    def choose(self, rows: Sequence[OutboxRow], room: Room) -> Claim:
        claim, others = Claim(more=len(rows) == 2 * room.all), 0
        for row in rows:
            if len(claim.attempts) == room.all:
                break
            if row.priority > Priority.ADVICE and others == room.others:
                claim.more = False  # whoever gives up a place looks again
                break
            need = part_needed(row)
            place = self.places.get(need) if need else None
            if need and place is None and row.act is Act.REPAINT:
                claim.vain.append(row)
            elif need and place is None:
                claim.dead.append((row, f"hangs on {need[1]!r}, which was never posted"))
            elif self._takes(claim, Attempt(row, call_for(row, place))):
                others += row.priority > Priority.ADVICE
        return claim

    def _takes(self, claim: Claim, attempt: Attempt) -> bool:
        """Whether it may go now; else it is noted when it may."""
        row, is_post = attempt.row, attempt.row.act is Act.POST
        lane = self.lanes[row.channel]
        if is_post and lane.spent_until > self.now + self.limits.ahead:
            claim.later.append(lane.spent_until - self.limits.ahead)
            return False
        until = self._spend(attempt.call.method, Priority(row.priority))
        if until is not None:
            claim.later.append(until)
            claim.deferred.append(_deferred(row, until))
            return False
        if is_post:
            spent_until = self.limits.spend_lane(lane.spent_until, self.now)
            self.lanes[row.channel] = LaneState(lane.not_before, spent_until)
        claim.attempts.append(attempt)
        return True

    def _spend(self, method: str, priority: Priority) -> datetime | None:
        """Count a call of `method`; when to ask again, where the budget is spent."""
        limit = self.limits.calls_a_minute(method, priority)
        if limit is None:
            return None
        interval = self.limits.interval(method, priority)
        share = self._share_of_alerts(method) if interval else None
        if share and interval and (turn := share.wait(self.now, interval)):
            return turn
        until = self.budgets.setdefault(method, Budget(method)).take(self.now, limit)
        if until is None and share and interval:
            share.take(self.now, interval)
        return until

    def _share_of_alerts(self, method: str) -> Share:
        """It stands beside the method's budget, under a name of its own."""
        if method not in self.shares:
            name = f"{method} of alerts"
            self.shares[method] = Share(self.budgets.setdefault(name, Budget(name)))
        return self.shares[method]


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
    holder: UUID | None,
    now: datetime,
    claim: Claim,
    lanes: Mapping[str, LaneState],
) -> None:
    dead = [
        Ending(row.seq or 0, RowState.DEAD, now, to_attempts=row.attempts, to_error=reason)
        for row, reason in claim.dead
    ]
    vain = [
        Ending(row.seq or 0, RowState.SENT, now, to_attempts=row.attempts, to_error="nothing there")
        for row in claim.vain
    ]
    if claim.deferred or dead or vain:
        await end_attempts(session, claim.deferred + dead + vain)
    if claim.attempts:
        await mark_sending(session, [attempt.row.seq or 0 for attempt in claim.attempts])
        taken = sorted({attempt.row.channel for attempt in claim.attempts})
        lease = {"leased_by": holder, "leased_until": now + LEASE if holder else None}
        rows = [{"channel": channel, **lanes[channel]._asdict(), **lease} for channel in taken]
        await put_lanes(session, rows)
