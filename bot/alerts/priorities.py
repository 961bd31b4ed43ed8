"""Which alert goes first where not all can go at once."""

from typing import Final

from bot.delivery.message import Priority
from storage.alerts import Alert, Severity

_PRIORITIES: Final = {
    Severity.EXTREME: Priority.ALERT,
    Severity.SEVERE: Priority.SEVERE_ALERT,
    Severity.MODERATE: Priority.MODERATE_ALERT,
    Severity.MINOR: Priority.MINOR_ALERT,
}


def priority(alert: Alert) -> Priority:
    """What is worse overtakes what still waits for its turn."""
    return _PRIORITIES[alert.severity]
