"""What an alert waits for."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.alerts.rules import UNANSWERED_FOR, UNCONFIRMED_FOR
from bot.alerts.shown import Due
from bot.alerts.sources import ALERTMANAGER, INTAKE
from bot.pods.opening import on_the_clock
from storage.alerts import Alert, AlertState


def due_times(alert: Alert, zone: str, now: datetime) -> dict[Due, datetime]:
    """By its kind, when each timer is due. At the market's midnight "tomorrow" on the card reads
    otherwise.
    """
    if alert.state is AlertState.ENDED:
        return {}
    asked, unanswered = alert.asked_end_at, alert.end_unconfirmed_at is None
    times = {
        Due.END: alert.expected_end if asked is None and not _is_read(alert) else None,
        Due.UNANSWERED: asked + UNANSWERED_FOR if asked and unanswered else None,
        Due.NEW_DAY: midnight(now, zone),
    }
    if alert.state is AlertState.UNCONFIRMED:
        times[Due.LAPSE] = alert.posted_at + UNCONFIRMED_FOR
    return {kind: due for kind, due in times.items() if due is not None}


def _is_read(alert: Alert) -> bool:
    """Whether it is over tells its source, which is read all the time; of one that only comes to
    us, somebody may know what it does not say.
    """
    return alert.feed is not None and alert.feed not in (INTAKE, ALERTMANAGER)


def midnight(now: datetime, zone: str) -> datetime:
    """The next one on the market's clocks."""
    local = now.astimezone(ZoneInfo(zone))
    return on_the_clock(datetime.combine(local.date() + timedelta(days=1), time()), local)
