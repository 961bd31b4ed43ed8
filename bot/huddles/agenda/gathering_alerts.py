"""What went on in the market, and what customers asked about it."""

from typing import Final

from bot.huddles.agenda import lines
from bot.huddles.agenda.facts import USUAL_SECONDS, Candidate
from bot.huddles.agenda.week import MOST_OF_EACH, Week
from storage.alerts import Alert, AlertState, Severity
from storage.huddles import ItemSource
from storage.huddles_gathering import count_asks_about, list_alerts

TOLD_FROM: Final = Severity.SEVERE
"""What nobody asked about is worth a line only from here on."""


async def alerts(week: Week) -> list[Candidate]:
    """Those that are on, and those that ended since the last huddle: what was asked about most
    first. What its pods do not see is not theirs to talk about.
    """
    place = week.place
    found = await list_alerts(week.session, place.pod.team_id, place.market.id, week.floor)
    theirs = [each for each in found if _is_for(each, week)]
    asks = await count_asks_about(week.session, week.pod_id, [each.id for each in theirs])
    told = [
        _line(week, each, asks.get(each.id, 0))
        for each in theirs
        if _is_news(week, each) and _is_told(each, asks.get(each.id, 0))
    ]
    return sorted(told, key=lambda each: (-each.weight, each.key))[:MOST_OF_EACH]


def _is_for(alert: Alert, week: Week) -> bool:
    return not alert.only_pods or str(week.pod_id) in alert.only_pods


def _is_told(alert: Alert, asks: int) -> bool:
    """Something stronger stands where it was muted."""
    loud = alert.severity.rank >= TOLD_FROM.rank and alert.muted_at is None
    return asks > 0 or loud


def _is_news(week: Week, alert: Alert) -> bool:
    if alert.state is AlertState.LIVE:
        return True
    key = f"alert:{alert.id}"
    shown, ended = week.past.shown.get(key), alert.ended_at or week.now
    return ended > shown if shown else week.past.waits_since(key, ended)


def _line(week: Week, alert: Alert, asks: int) -> Candidate:
    key = f"alert:{alert.id}"
    is_live = alert.state is AlertState.LIVE
    if is_live:
        text, detail = lines.live_alert(alert.headline), lines.still_on(asks)
    else:
        text = lines.ended_alert(alert.headline)
        detail = lines.over_since(asks, week.day(alert.ended_at or week.now))
    again = lines.STILL_ON if is_live else lines.OVER_NOW
    return Candidate(
        source=ItemSource.ALERT,
        key=key,
        text=text,
        detail=detail,
        refs={"alert": str(alert.id)},
        seconds=USUAL_SECONDS[ItemSource.ALERT],
        weight=asks + alert.severity.rank * 10,
        again=again if key in week.past.shown else "",
    )
