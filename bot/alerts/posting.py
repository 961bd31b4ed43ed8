"""What is posted to a pod, and what is only listed."""

from typing import Final

from bot.alerts.facts import AlertKind, Severity
from bot.alerts.facts import Bars as Bars

USUAL_BAR: Final = Severity.SEVERE
MOST_AT_ONCE: Final = 5  # new cards, or replies, of one poll; more are told in one message

# What by its name cuts power or cells, or tells people to leave, whatever severity it is given.
# Names of the Weather Service (https://www.weather.gov/help-map) and of SAME (47 CFR 11.31).
CUTS_POWER_OR_CELLS: Final = frozenset(
    {
        *("tornado warning", "extreme wind warning", "high wind warning"),
        *("severe thunderstorm warning", "dust storm warning", "derecho warning"),
        *("hurricane warning", "typhoon warning", "tropical storm warning"),
        *("storm surge warning", "hurricane force wind warning", "tsunami warning"),
        *("ice storm warning", "blizzard warning", "winter storm warning"),
        *("lake effect snow warning", "flash flood warning"),
        *("fire warning", "red flag warning", "extreme fire danger"),
        *("earthquake warning", "volcano warning", "ashfall warning"),
        *("evacuation immediate", "911 telephone outage", "power outage", "network outage"),
    }
)


def is_posted(kind: AlertKind, severity: Severity, event: str, bars: Bars | None = None) -> bool:
    """Whether a pod is told; the rest it finds in its list.

    `bars` are those that a pod has set: for a kind that has one, it alone decides.
    """
    own = (bars or {}).get(kind)
    if own is not None:
        return severity.rank >= own.rank
    return severity.rank >= USUAL_BAR.rank or event.lower() in CUTS_POWER_OR_CELLS
