"""The phrases that the views of alerts share: kinds, severities, places and times."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.alerts.area_names import area_name
from bot.pods.views import clock_words
from bot.text.escaping import escape, shorten
from bot.text.phrases import pod_name, words_of
from storage.alerts import Alert, AlertKind, AlertState, Basis, Severity
from storage.alerts_reach import MarketPlace
from storage.languages import Language

KINDS: Final = {
    AlertKind.NETWORK_OUTAGE: "network outage",
    AlertKind.POWER_OUTAGE: "power outage",
    AlertKind.WEATHER: "weather",
    AlertKind.WILDFIRE: "wildfire",
    AlertKind.STORE: "store",
    AlertKind.BILLING: "billing",
    AlertKind.POLICY: "policy",
    AlertKind.FRAUD: "fraud",
    AlertKind.OTHER: "other",
}
SEVERITIES: Final = {
    Severity.MINOR: "minor",
    Severity.MODERATE: "moderate",
    Severity.SEVERE: "severe",
    Severity.EXTREME: "extreme",
}
COLOURS: Final = {
    Severity.MINOR: "🟦",
    Severity.MODERATE: "🟨",
    Severity.SEVERE: "🟥",
    Severity.EXTREME: "🟪",
}
OVER: Final = "🟩"
UNKNOWN: Final = "⬜"
BASES: Final = {
    Basis.STATED: "They stated it",
    Basis.ESTIMATED: "Their estimate",
    Basis.UNKNOWN: "No time yet",
}
LANGUAGES: Final[dict[Language, str]] = {"en": "English", "es": "Spanish"}
UNCONFIRMED: Final = "unconfirmed"
MUTED: Final = "a stronger alert covers it"
NO_TIME: Final = "No time yet"

_NO_KIND: Final = "alert"
_SUBJECT_LONGEST: Final = 150
_NAME_LONGEST: Final = 80
_MOST_NAMED: Final = 3  # areas; more are not read on a call
_FACTS_LONGEST: Final = 900  # escaped
_UNTIL: Final = {
    Basis.STATED: "Until {time}, {market} time",
    Basis.ESTIMATED: "Until about {time}, {market} time (their estimate)",
}
_END_UNCONFIRMED: Final = "Expected until {time}, {market} time; end unconfirmed"
_SINCE: Final = "since {time}"
_FROM: Final = "from {time} on"
_SINCE_THERE: Final = "since {time}, {market} time"
_FROM_THERE: Final = "from {time} on, {market} time"
_THERE: Final = "{time}, {market} time"


def kind(alert: Alert) -> str:
    """As it begins a line: "Network outage"."""
    return kind_inside(alert).capitalize()


def kind_inside(alert: Alert) -> str:
    """Within a sentence: "network outage". That it is none of the others tells nobody anything."""
    return _NO_KIND if alert.kind is AlertKind.OTHER else KINDS[alert.kind]


def subject(alert: Alert) -> str:
    """What is over, where its facts are not told beside it; for mrkdwn."""
    if alert.kind is not AlertKind.OTHER:
        return KINDS[alert.kind]
    return escape(shorten(words_of(alert.headline).rstrip("."), _SUBJECT_LONGEST))


def headline(alert: Alert) -> str:
    """What is going on, in the few words by which one alert is told from another; for mrkdwn."""
    return escape(shorten(words_of(alert.headline).rstrip("."), _NAME_LONGEST))


def place(alert: Alert, market: MarketPlace) -> str:
    """Where, in words, for mrkdwn."""
    if said := words_of(alert.areas_words):
        return escape(said)
    names = {area_name(code, market.areas) for code in alert.areas}
    if names and all(names) and len(names) <= _MOST_NAMED:
        return escape(", ".join(sorted(names)))
    return f"parts of {pod_name(market.name)}" if alert.areas else pod_name(market.name)


def first_line(alert: Alert, market: MarketPlace, *, bold: bool = True) -> str:
    """ "🟥 *Network outage* · severe · parts of eastern San Diego County"."""
    name = f"*{kind(alert)}*" if bold else kind(alert)
    state = UNCONFIRMED if alert.state is AlertState.UNCONFIRMED else ""
    muted = MUTED if alert.muted_at else ""
    parts = (name, SEVERITIES[alert.severity], state, muted, place(alert, market))
    return f"{COLOURS[alert.severity]} {' · '.join(filter(None, parts))}"


def facts(alert: Alert) -> str:
    """What is happening, in sentences as they were typed, for mrkdwn."""
    where = "" if words_of(alert.areas_words) else alert.where
    said = (alert.headline, alert.what, where, alert.cause, alert.who)
    whole = " ".join(sentence(each) for each in said if words_of(each))
    return shorten(escape(whole), _FACTS_LONGEST)


def sentence(typed: str) -> str:
    """With a full stop where its writer left it out."""
    said = words_of(typed)
    return said if said[-1:] in ".!?…)”\"'" else f"{said}."


def until(alert: Alert, market: MarketPlace, now: datetime) -> str:
    """Until when, in the market's time and for customers; and since when."""
    zone, name = market.timezone, pod_name(market.name)
    told, ahead = _until(alert, now, zone, name), alert.starts_at > now
    # Of two times that stand together, the first says whose they are.
    alone = (_FROM_THERE if ahead else _SINCE_THERE) if told == NO_TIME else None
    began = alone or (_FROM if ahead else _SINCE)
    return f"{told} · {began.format(time=when(alert.starts_at, now, zone), market=name)}"


def until_alone(alert: Alert, market: MarketPlace, now: datetime) -> str:
    return _until(alert, now, market.timezone, pod_name(market.name))


def there(moment: datetime, market: MarketPlace, now: datetime) -> str:
    """ "9 AM tomorrow, San Diego time": for readers whose own clock shows something else."""
    time = when(moment, now, market.timezone)
    return _THERE.format(time=time, market=pod_name(market.name))


def when(moment: datetime, now: datetime, zone: str) -> str:
    """ "9 AM", "9 AM tomorrow", "8:20 AM yesterday", on the market's clocks."""
    local, at = now.astimezone(ZoneInfo(zone)), moment.astimezone(ZoneInfo(zone))
    days = (at.date() - local.date()).days
    if days >= 0:
        return clock_words(at, local)
    time = clock_words(at, at)
    if days == -1:
        return f"{time} yesterday"
    return f"{time} on {at:%A}" if days > -7 else f"{time} on {at:%B} {at.day}"


def _until(alert: Alert, now: datetime, zone: str, market: str) -> str:
    if alert.expected_end is None or alert.basis is Basis.UNKNOWN:
        return NO_TIME
    template = _END_UNCONFIRMED if alert.end_unconfirmed_at else _UNTIL[alert.basis]
    return template.format(time=when(alert.expected_end, now, zone), market=market)
