"""What went on in the market, and what customers asked about it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from bot.huddles.agenda import lines
from bot.huddles.agenda.facts import USUAL_SECONDS, Candidate
from bot.huddles.agenda.week import MOST_OF_EACH, Week
from storage.alerts import Alert, AlertState, Severity
from storage.huddles import ItemSource
from storage.huddles_gathering import list_alerts, list_asked_about

TOLD_FROM: Final = Severity.SEVERE
"""What nobody asked about is worth a line only from here on, and while it goes on."""


async def alerts(week: Week) -> list[Candidate]:
    """Those that are on, and those that ended since the last huddle: what was asked about most
    first. What its pods do not see is not theirs to talk about.
    """
    place = week.place
    found = await list_alerts(week.session, place.pod.team_id, place.market.id, week.floor)
    theirs = [each for each in found if _is_for(each, week)]
    asks = await list_asked_about(week.session, week.pod_id, [each.id for each in theirs])
    told = [_line(week, each, asks[each.id]) for each in theirs if _is_told(week, each, asks)]
    return sorted(told, key=lambda each: (-each.weight, each.key))[:MOST_OF_EACH]


def _is_for(alert: Alert, week: Week) -> bool:
    return not alert.only_pods or str(week.pod_id) in alert.only_pods


def _is_told(week: Week, alert: Alert, asks: Mapping[UUID, Sequence[datetime]]) -> bool:
    """Something stronger stands where it was muted. What was talked about while it goes on comes
    again where it was asked about since, or is told to everybody anyway.
    """
    about, shown = asks[alert.id], week.past.shown.get(_key(alert))
    if alert.state is AlertState.LIVE:
        loud = alert.severity.rank >= TOLD_FROM.rank and alert.muted_at is None
        return loud or (_since(about, shown) > 0 if shown else bool(about))
    ended = alert.ended_at or week.now
    is_news = ended > shown if shown else week.past.waits_since(_key(alert), ended)
    return is_news and bool(about)


def _key(alert: Alert) -> str:
    return f"alert:{alert.id}"


def _since(asks: Sequence[datetime], since: datetime) -> int:
    return sum(each > since for each in asks)


def _again(week: Week, alert: Alert, asks: Sequence[datetime]) -> str:
    shown = week.past.shown.get(_key(alert))
    if shown and (more := _since(asks, shown)):
        return lines.more_since(more, week.day(shown))
    return week.talked_about(_key(alert))


def _line(week: Week, alert: Alert, asks: Sequence[datetime]) -> Candidate:
    if alert.state is AlertState.LIVE:
        text, detail = lines.live_alert(alert.headline, len(asks)), lines.still_on(len(asks))
    else:
        text = lines.ended_alert(alert.headline)
        detail = lines.over_since(len(asks), week.day(alert.ended_at or week.now))
    return Candidate(
        source=ItemSource.ALERT,
        key=_key(alert),
        text=text,
        detail=detail,
        refs={"alert": str(alert.id)},
        seconds=USUAL_SECONDS[ItemSource.ALERT],
        weight=len(asks) + alert.severity.rank * 10,
        again=_again(week, alert, asks),
    )
