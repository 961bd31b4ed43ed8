"""Whoever runs a huddle is asked whether it had better be later: something severe goes on in the
market, or many more than usual ask. Once, with the announcement.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Post
from bot.delivery.outbox import say
from bot.huddles.occurring import notices
from bot.huddles.occurring.facts import Meeting
from bot.huddles.occurring.rules import Surge, surge
from bot.huddles.occurring.runners import in_charge
from bot.huddles.occurring.telling import LATER
from bot.huddles.subjects import agenda_subject
from bot.pods.facts import MemberFacts, PodInMarket
from bot.text.kit import Card
from storage.alerts import Alert, Severity
from storage.alerts_reading import list_live_alerts
from storage.huddles_asked import count_asked, find_first_asked

LATER_BY: Final = timedelta(minutes=45)
HALF_AN_HOUR: Final = timedelta(minutes=30)
WEEKS: Final = 4


async def offer_later(
    session: AsyncSession,
    place: PodInMarket,
    meeting: Meeting,
    members: Sequence[MemberFacts],
    now: datetime,
) -> None:
    """To whoever runs the first wave, else to the leader."""
    who = in_charge(meeting, members)
    if who is None or any(each.offered_later_at for each in meeting.waves):
        return
    card = await _find_reason(session, place, meeting, now)
    if card is None:
        return
    for each in meeting.planned:
        each.offered_later_at = now
    about, part = agenda_subject(meeting.agenda.id), f"{LATER}:{who.user}"
    await say(session, now, Post(about, who.user, card.text, card.blocks, part))


async def _find_reason(
    session: AsyncSession, place: PodInMarket, meeting: Meeting, now: datetime
) -> Card | None:
    live = await list_live_alerts(session, place.pod.team_id, [place.market.id])
    severe = [each for each in live if _is_severe(each, place)]
    if severe:
        worst = max(severe, key=lambda alert: alert.severity.rank)
        return notices.later_for_alert(meeting, place, worst.headline)
    found = await find_surge(session, place, now)
    return notices.later_for_asks(meeting, place, found) if found else None


def _is_severe(alert: Alert, place: PodInMarket) -> bool:
    if alert.severity.rank < Severity.SEVERE.rank or alert.muted_at is not None:
        return False
    return not alert.only_pods or str(place.pod.id) in alert.only_pods


async def find_surge(session: AsyncSession, place: PodInMarket, now: datetime) -> Surge | None:
    """Many more questions in the last half hour than in the same one of the four weeks before.
    Without two weeks behind it a pod has no usual.
    """
    began = await find_first_asked(session, place.pod.id)
    if began is None or now - began < timedelta(weeks=2):
        return None
    ends = [now - timedelta(weeks=back) for back in range(WEEKS + 1)]
    spans = [(end - HALF_AN_HOUR, end) for end in ends]
    lately, *before = [await count_asked(session, place.pod.id, *span) for span in spans]
    return surge(lately, before)
