"""What people are told in the channel when an alert says something else: that alone, not all of it
once more, which is on its card."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Final

from bot.alerts.draft import Draft
from bot.alerts.phrases import KINDS, sentence, until_alone
from bot.alerts.shown import Shown
from bot.alerts.views import about
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Card
from bot.text.phrases import words_of
from storage.alerts import AlertKind

_RISES: Final = "{colour} Now {severity}: {kind}, {place}{named}."
_CHANGED: Final = "{colour} Changed: {kind}, {place}{named}."
_CORRECTED: Final = "{colour} Corrected: {kind}, {place}{named}."
_CONFIRMED: Final = "{colour} Confirmed: {kind}, {place}{named}."
_SAYS: Final = {
    "headline": "Now: {said}",
    "what": "Customers notice: {said}",
    "where": "Where: {said}",
    "cause": "Cause: {said}",
    "who": "On it: {said}",
}
_TAKEN_OUT: Final = {
    "what": "What customers notice is not known any more.",
    "where": "Where exactly is not known any more.",
    "cause": "The cause is not known any more.",
    "who": "Who works on it is not known any more.",
}
_KIND_BEFORE: Final = "Before, it was said to be: {kind}."
_LONGEST: Final = 900  # escaped

Say = Callable[[Shown, datetime], Card]


def risen(before: Draft) -> Say:
    """It is worse than it was."""
    return partial(_told, _RISES, before)


def changed(before: Draft) -> Say:
    """Customers hear something else from now on."""
    return partial(_told, _CHANGED, before)


def corrected(before: Draft) -> Say:
    """What was said before was wrong."""
    return partial(_told, _CORRECTED, before)


def confirmed(shown: Shown, now: datetime) -> Card:
    """It is certain by now, and says what it said."""
    return _card(about(_CONFIRMED, shown))


def _told(template: str, before: Draft, shown: Shown, now: datetime) -> Card:
    is_named = before.headline == shown.alert.headline
    said = " ".join(_changes(before, shown, now))
    return _card(f"{about(template, shown, is_named=is_named)} {shorten(said, _LONGEST)}".strip())


def _changes(before: Draft, shown: Shown, now: datetime) -> Iterator[str]:
    alert = shown.alert
    if before.kind not in (alert.kind, AlertKind.OTHER, None):
        yield _KIND_BEFORE.format(kind=KINDS[before.kind])
    for field, template in _SAYS.items():
        said = getattr(alert, field)
        if words_of(said) and said != getattr(before, field):
            yield template.format(said=escape(sentence(said)))
        elif words_of(getattr(before, field)) and not words_of(said):
            yield _TAKEN_OUT.get(field, "")
    if (before.expected_end, before.basis) != (alert.expected_end, alert.basis):
        yield f"{until_alone(alert, shown.market, now)}."


def _card(text: str) -> Card:
    return Card(text, [kit.section(text)])
