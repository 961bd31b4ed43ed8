"""How long what passed through is kept; then it is forgotten in small batches."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.settings import Settings
from storage import (
    advice_threads,
    alerts_feeds_reading,
    alerts_keeping,
    huddles_keeping,
    inbox,
    outbox,
    practices_keeping,
    practices_tallies,
    timers,
)
from storage.database import Database

BATCH = 500
# Between two batches, so that nobody who writes waits for long.
PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long inbox keys (with what feeds said of what is over), timers that fired, settled
    outbox rows, messages that turned out to belong to no ask, and the places of our own messages
    in Slack are kept; and of practices who searched in vain, who used which, who said what against
    them, and what they once said; and of alerts that are over their words, who had them, drafts
    and matters; and of huddles that are over their words, what was done of what was to be done,
    coaching, what was asked again and again, and links that ended."""

    inbox_keys: timedelta = timedelta(hours=48)
    done_timers: timedelta = timedelta(hours=48)
    sent_bodies: timedelta = timedelta(days=7)
    strays: timedelta = timedelta(hours=1)
    places: timedelta = timedelta(days=90)
    gaps: timedelta = timedelta(days=90)
    uses: timedelta = timedelta(days=395)
    verdicts: timedelta = timedelta(days=395)
    history: timedelta = timedelta(days=395)
    alerts: timedelta = timedelta(days=395)
    huddles: timedelta = timedelta(days=395)

    @classmethod
    def of(cls, settings: Settings) -> "Keeping":
        """The periods of the settings."""
        return cls(
            inbox_keys=timedelta(hours=settings.keep_inbox_hours),
            done_timers=timedelta(hours=settings.keep_timers_hours),
            sent_bodies=timedelta(days=settings.keep_sent_days),
            strays=timedelta(minutes=settings.keep_strays_minutes),
            places=timedelta(days=settings.keep_places_days),
            gaps=timedelta(days=settings.keep_gaps_days),
            uses=timedelta(days=settings.keep_uses_days),
            verdicts=timedelta(days=settings.keep_verdicts_days),
            history=timedelta(days=settings.keep_history_days),
            alerts=timedelta(days=settings.keep_alerts_days),
            huddles=timedelta(days=settings.keep_huddles_days),
        )


# The channels one by one, and in each the oldest messages: the index is walked, never the table.
# A message that bears a mark stays: where it stands tells what the mark means.
_PURGE_PLACES = text("""
    DELETE FROM posted WHERE (channel, ts) IN (
        WITH RECURSIVE place (channel) AS (
            SELECT min(channel) FROM posted
            UNION ALL
            SELECT (SELECT min(channel) FROM posted WHERE channel > place.channel)
            FROM place WHERE place.channel IS NOT NULL
        )
        SELECT old.channel, old.ts
        FROM place JOIN posted AS old ON old.channel = place.channel AND old.ts < :moment
        WHERE NOT EXISTS (
            SELECT 1 FROM mark WHERE mark.channel = old.channel AND mark.ts = old.ts
        )
        LIMIT :at_most
    )
""")


async def forget_old(database: Database, now: datetime, keeping: Keeping) -> int:
    """Forget all that was kept long enough; how many rows went."""
    return (
        await _in_batches(database, inbox.purge_before, now - keeping.inbox_keys)
        + await _in_batches(database, alerts_feeds_reading.purge_messages, now - keeping.inbox_keys)
        + await _in_batches(database, alerts_feeds_reading.purge_events, now - keeping.inbox_keys)
        + await _in_batches(database, timers.purge_done_timers, now - keeping.done_timers)
        + await _in_batches(database, outbox.purge_sent_rows, now - keeping.sent_bodies)
        + await _in_batches(database, advice_threads.purge_strays, now - keeping.strays)
        + await _in_batches(database, purge_places, now - keeping.places)
        + await _in_batches(database, practices_keeping.purge_gaps, now - keeping.gaps)
        + await _in_batches(database, practices_tallies.fold_old_uses, now - keeping.uses)
        + await _in_batches(database, practices_keeping.purge_verdicts, now - keeping.verdicts)
        + await _in_batches(database, practices_keeping.purge_old_words, now - keeping.history)
        + await _in_batches(database, alerts_keeping.purge_words, now - keeping.alerts)
        + await _in_batches(database, alerts_keeping.purge_drafts, now - keeping.alerts)
        + await _in_batches(database, alerts_keeping.purge_matters, now - keeping.alerts)
        + await _forget_huddles(database, now - keeping.huddles)
    )


async def _forget_huddles(database: Database, moment: datetime) -> int:
    """Agendas before what is to be done, and that before coaching, which it refers to."""
    return (
        await _in_batches(database, huddles_keeping.purge_agendas, moment)
        + await _in_batches(database, huddles_keeping.purge_kept_items, moment)
        + await _in_batches(database, huddles_keeping.purge_action_items, moment)
        + await _in_batches(database, huddles_keeping.purge_coaching, moment)
        + await _in_batches(database, huddles_keeping.purge_concerns, moment)
        + await _in_batches(database, huddles_keeping.purge_links, moment)
    )


async def purge_places(session: AsyncSession, moment: datetime, at_most: int = 1000) -> int:
    """Forget where messages posted before `moment` stand; how many, of `at_most`.

    What is pressed there is still answered; who edits there changes nothing of ours any more.
    """
    names = {"moment": f"{moment.timestamp():.6f}", "at_most": at_most}
    return cast(CursorResult[Any], await session.execute(_PURGE_PLACES, names)).rowcount


async def _in_batches(
    database: Database,
    purge: Callable[[AsyncSession, datetime, int], Awaitable[int]],
    moment: datetime,
) -> int:
    gone = 0
    while True:
        async with database.write() as session:
            batch = await purge(session, moment, BATCH)
        gone += batch
        if not batch:
            return gone
        await asyncio.sleep(PAUSE_SECONDS)
