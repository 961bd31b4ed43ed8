"""`/advise stats`: how the pod is served, for everybody in it; nobody is ranked or counted."""

from datetime import timedelta
from typing import Final

from bot.advice.phrases import pod_name
from bot.advice.stats import Figures, Spread
from bot.text import kit
from bot.text.kit import Card

_TODAY: Final = "{pod}, today"
_WEEK: Final = "{pod}, this week"
_ASKS: Final = "{period} · {asks} asks"
_ONE_ASK: Final = "{period} · 1 ask"
_NO_ASKS: Final = "{period} · no asks yet"
_FIRST: Final = "First answer: half within {half}, nine in ten within {most}"
_FIRST_OF_ONE: Final = "First answer: after {half}"
_NO_FIRST: Final = "First answer: none yet"
_WORKED: Final = "“This worked”: {share}, half within {half}, nine in ten within {most}"
_WORKED_ONCE: Final = "“This worked”: {share}, after {half}"
_NONE_WORKED: Final = "“This worked”: none yet"
_PRACTICES: Final = "Practices: found or saved for {share}"
_PRACTICES_ALONE: Final = "Practices: found or saved for {share}, the whole answer to {alone}"
_NO_PRACTICES: Final = "Practices: none yet"
_SINCE_MONDAY: Final = (
    "This week is since Monday, {market} time. Of the pod as a whole: nobody's own numbers."
)
_SINCE_TODAY: Final = (
    "The week began today, {market} time. Of the pod as a whole: nobody's own numbers."
)
# From how many asks on a percentage says more than it hides.
_ENOUGH: Final = 10


def stats_card(pod: str, market: str, today: Figures, week: Figures | None) -> Card:
    """`week` is None on its first day, when it is no more than today."""
    place = pod_name(pod)
    shown = [(_first_line(_TODAY.format(pod=place), today), today)]
    if week is not None:
        shown.append((_first_line(_WEEK.format(pod=place), week), week))
    since = _SINCE_TODAY if week is None else _SINCE_MONDAY
    blocks = [kit.section("\n".join([f"*{first}*", *_lines(each)])) for first, each in shown]
    return Card(shown[0][0], [*blocks, kit.context(since.format(market=pod_name(market)))])


def duration(took: timedelta) -> str:
    """In the unit that tells something: "1 second", "90 seconds", "4 minutes", "2 hours"."""
    seconds = max(1, round(took.total_seconds()))
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{round(seconds / size)} {unit}"
    return "1 second" if seconds == 1 else f"{seconds} seconds"


def _first_line(period: str, figures: Figures) -> str:
    template = {0: _NO_ASKS, 1: _ONE_ASK}.get(figures.asks, _ASKS)
    return template.format(period=period, asks=figures.asks)


def _lines(figures: Figures) -> list[str]:
    """Nothing of what nobody asked."""
    if not figures.asks:
        return []
    return [_first_reply(figures.first_reply), _accepted(figures), _practices(figures)]


def _first_reply(spread: Spread | None) -> str:
    if spread is None:
        return _NO_FIRST
    template = _FIRST_OF_ONE if spread.times == 1 else _FIRST
    return template.format(half=duration(spread.half), most=duration(spread.most))


def _accepted(figures: Figures) -> str:
    spread = figures.accept
    if spread is None:
        return _NONE_WORKED
    template = _WORKED_ONCE if spread.times == 1 else _WORKED
    share = f"{figures.accepted} of {figures.asks}{_percent(figures.accepted, figures.asks)}"
    return template.format(share=share, half=duration(spread.half), most=duration(spread.most))


def _practices(figures: Figures) -> str:
    used, alone, asks = figures.with_practice, figures.by_practice_alone, figures.asks
    template = _PRACTICES_ALONE if alone else _PRACTICES if used else _NO_PRACTICES
    share = f"{used} of {asks}{_percent(used, asks)}"
    return template.format(share=share, alone=f"{alone}{_percent(alone, asks)}")


def _percent(part: int, whole: int) -> str:
    return f" ({round(100 * part / whole)} %)" if whole >= _ENOUGH else ""
