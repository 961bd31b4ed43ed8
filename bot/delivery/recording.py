"""Writes how attempts ended, and where what was posted stands."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from logging import getLogger

from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.delivery.attempt import Result
from bot.delivery.call import RESPONSE_URL
from bot.delivery.outcome import (
    TOKEN_TROUBLE,
    Ambiguous,
    Gone,
    Limited,
    Outcome,
    Refused,
    Sent,
    Unsent,
)
from bot.delivery.pace import Budget, retry_after
from storage.lanes import hold_lane, list_paces, put_paces
from storage.outbox import Act, OutboxRow, RowState, put_posted
from storage.sending import Ending, end_attempts, replace_bodies

log = getLogger(__name__)
OnPosted = Callable[[AsyncSession, OutboxRow, str, datetime], Awaitable[None]]
# A private word that could not be said for this many attempts is not worth saying any more.
WHISPER_ATTEMPTS = 5


async def record(
    session: AsyncSession, now: datetime, results: Sequence[Result], on_posted: OnPosted | None
) -> None:
    """Write how `results` ended, and call the deeds, in the open transaction."""
    await end_attempts(session, [_ending(result, now) for result in results])
    await _record_gone(session, results)
    await _record_posted(session, results)
    for result in results:
        if on_posted and result.attempt.row.act is Act.POST and isinstance(result.outcome, Sent):
            await on_posted(session, result.attempt.row, result.outcome.ts or "", now)


def report(results: Iterable[Result]) -> None:
    """Count and log what an operator should know, once it is committed."""
    for result in results:
        row, outcome = result.attempt.row, result.outcome
        if isinstance(outcome, Refused):
            report_dead(row, outcome.error)
        elif isinstance(outcome, Limited):
            metrics.limited.labels(result.attempt.call.method).inc()
            if outcome.error in TOKEN_TROUBLE:
                log.error("Slack does not take our token", extra={"error": outcome.error})
        elif isinstance(outcome, Ambiguous | Unsent):
            log.warning("not sent", extra=_ids(row) | {"error": outcome.error})


def report_dead(row: OutboxRow, error: str) -> None:
    """Raise the alarm: this will never be said."""
    metrics.dead.inc()
    log.error("dead", extra=_ids(row) | {"error": error})


def next_try(results: Iterable[Result], now: datetime) -> list[datetime]:
    """When what did not go out may be tried again."""
    endings = (_ending(result, now) for result in results)
    waits = [_limit(result.outcome) for result in results]
    tries = [ending.to_not_before for ending in endings if ending.to_state is RowState.WAITING]
    return tries + [now + wait for wait in waits if wait]


def _ids(row: OutboxRow) -> dict[str, str]:
    return {"row": str(row.id), "subject": row.subject, "act": row.act, "channel": row.channel}


def _ending(result: Result, now: datetime) -> Ending:
    row, outcome = result.attempt.row, result.outcome
    seq, attempts = row.seq or 0, row.attempts + 1
    if isinstance(outcome, Sent):
        return Ending(seq, RowState.SENT, now, now, to_attempts=attempts)
    if isinstance(outcome, Refused):
        return Ending(seq, RowState.DEAD, now, to_attempts=attempts, to_error=outcome.error)
    if row.act is Act.WHISPER and isinstance(outcome, Ambiguous):
        # Nobody can look for a private message: rather once, perhaps, than twice.
        return Ending(seq, RowState.SENT, now, now, False, attempts, outcome.error)
    if isinstance(outcome, Gone):
        return Ending(seq, RowState.WAITING, now, to_attempts=row.attempts)
    if isinstance(outcome, Limited):
        later = now if _holds_lane(result) else now + timedelta(seconds=outcome.seconds)
        error, attempts = outcome.error, row.attempts
    else:
        later, error = now + retry_after(attempts), outcome.error
    if row.act is Act.WHISPER and attempts >= WHISPER_ATTEMPTS:
        return Ending(seq, RowState.DEAD, now, to_attempts=attempts, to_error=error)
    return Ending(seq, RowState.WAITING, later, None, result.suspect, attempts, error)


def _limit(outcome: Outcome) -> timedelta | None:
    return timedelta(seconds=outcome.seconds) if isinstance(outcome, Limited) else None


def _holds_lane(result: Result) -> bool:
    """A post that met a limit holds its channel; one that was only looked for holds itself."""
    return result.attempt.row.act is Act.POST and not result.suspect


async def _record_gone(session: AsyncSession, results: Iterable[Result]) -> None:
    bodies = {}
    for result in results:
        if isinstance(result.outcome, Gone):
            row = result.attempt.row
            kept = {key: part for key, part in row.body.items() if key != "response_url"}
            bodies[row.seq or 0] = kept
    if bodies:
        await replace_bodies(session, bodies)


async def record_limits(session: AsyncSession, results: Iterable[Result], now: datetime) -> None:
    """Close the channels and the methods that met a limit. Only in the turn to claim."""
    closed: dict[str, datetime] = {}
    for result in results:
        wait = _limit(result.outcome)
        if wait is None or result.suspect:
            continue
        if result.attempt.row.act is Act.POST:
            await hold_lane(session, result.attempt.row.channel, now + wait)
        elif result.attempt.call.method != RESPONSE_URL:
            closed[result.attempt.call.method] = now + wait
    if closed:
        spent = {method: spent for method, spent, _ in await list_paces(session)}
        budgets = [Budget(method, spent.get(method, {}), at) for method, at in closed.items()]
        await put_paces(session, map(asdict, budgets))


async def _record_posted(session: AsyncSession, results: Iterable[Result]) -> None:
    places = {
        (row.subject, row.part): {
            "subject": row.subject,
            "part": row.part,
            "channel": outcome.channel,
            "ts": outcome.ts,
            "row_id": row.id,
        }
        for row, outcome in ((result.attempt.row, result.outcome) for result in results)
        if isinstance(outcome, Sent) and row.act is Act.POST and row.part
    }
    if places:
        await put_posted(session, list(places.values()))
