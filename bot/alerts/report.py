"""The report of an alert that is over: what it was like for those who answered for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.changes import Tools, show_alert
from bot.alerts.errors import NothingEnded, StillGoingOn
from bot.alerts.report_facts import Report, asked_about, lasted, promised_for
from bot.alerts.rules import May, is_for, may
from bot.alerts.seeing import covers
from bot.alerts.shown import What
from bot.inbox import Person
from bot.pods.facts import Home
from bot.pods.service import get_home
from storage.alerts import Alert, AlertChange, AlertState
from storage.alerts_asks import list_related_asks
from storage.alerts_cards import count_receipts, list_cards
from storage.alerts_reach import get_market
from storage.alerts_reading import list_changes, list_ended_alerts
from storage.pods import list_pods

ENDED_WITHIN: Final = timedelta(days=14)
MOST_OFFERED: Final = 20
_CHANGES: Final = frozenset(
    {What.UPDATED, What.EXTENDED, What.CORRECTED, What.CONFIRMED, What.STILL_ON}
)


async def report(
    tools: Tools, person: Person, now: datetime, alert_id: UUID | None = None
) -> Report:
    """Of that alert, or of what ended last in the person's market. Raises `Gone`, `StillGoingOn`
    and `NothingEnded`.
    """
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        ended = await _list_ended(session, home, now)
        if alert_id is not None:
            alert = await show_alert(session, alert_id, home, now)
        elif ended:
            alert = ended[0]
        else:
            raise NothingEnded(home.market.name)
        if alert.state is not AlertState.ENDED:
            raise StillGoingOn
        others = [each for each in ended if each.id != alert.id]
        return await _of(session, home, alert, others, now)


async def _list_ended(session: AsyncSession, home: Home, now: datetime) -> list[Alert]:
    since, team = now - ENDED_WITHIN, home.member.team_id
    ended = await list_ended_alerts(session, team, [home.market.id], since, MOST_OFFERED)
    return [each for each in ended if is_for(each.only_pods, [home.pod.id])]


async def _of(
    session: AsyncSession, home: Home, alert: Alert, others: Sequence[Alert], now: datetime
) -> Report:
    asks = await list_related_asks(session, alert.id)
    cards = await list_cards(session, alert.id)
    have = await count_receipts(session, alert.id)
    changes = _changes(await list_changes(session, alert.id))
    reached = {each.pod_id for each in cards if each.ts is not None}
    covered = await covers(session, home, alert.market_id, now)
    return Report(
        alert=alert,
        market=await get_market(session, alert.market_id),
        lasted=lasted(alert),
        asked=asked_about(asks, alert.posted_at),
        promised=promised_for(asks),
        pods=sorted(each.pod.name for each in await list_pods(session, reached)),
        without=len(cards) - len(reached),
        got_it=sum(have.values()),
        changed=len(changes),
        changed_by=list(dict.fromkeys(filter(None, (each.who_name for each in changes)))),
        named=may(home, alert.market_id, covered) is May.POST,
        others=others,
    )


def _changes(history: Sequence[AlertChange]) -> list[AlertChange]:
    return [each for each in history if each.what in _CHANGES]
