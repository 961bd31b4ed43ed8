"""The small print of an ask's cards: call state, topic and times, as much as one line holds."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.advice.facts import Around
from bot.advice.phrases import (
    TOPICS,
    at_minute,
    at_second,
    by,
    call_state,
    label,
    name,
    pod_name,
    same_day,
)
from bot.text.escaping import escape
from bot.text.fitting import SMALL, columns_of, lines
from storage.advice import Ask, AskState, CallState

Values = Mapping[str, object]

ASKED: Final = "{topic} · asked {second}"
WITH_STATE: Final = ("{state} · {topic} · {minute}", "{state} · {topic}")
HELD: Final = ("{state} · {topic} · {held}", "{state} · {held}", "{held}")
_SEEN_THERE_TOO: Final = (
    "{topic} · asked {minute} · {pod} sees it too",
    "{topic} · {minute} · {pod} sees it too",
    "{topic} · {minute} · {pod} sees it",
    "{topic} · {pod} sees it too",
    ASKED,
)
_HELD_BY: Final = "{claimer} until {time}"
_HELD_BY_SOMEONE: Final = "someone until {time}"
_CALLERS: Final = "{callers} callers"
ABOUT_AN_ALERT: Final = (
    "About an alert: {alert} · nobody is called",
    "{alert} · nobody is called",
    "About an alert · nobody is called",
    "Nobody is called",
)
_LATEST: Final = "12:59 AM"
_BESIDE_NOTES: Final = 12  # columns before "3 notes" and its button


def values_of(ask: Ask, zone: str, around: Around, *, partner: bool = False) -> dict[str, object]:
    """What the templates of a live card name; a partner organisation is told no names."""
    held = _HELD_BY_SOMEONE if partner else _HELD_BY
    until = at_minute(around.held_until, zone) if around.held_until else ""
    return {
        "state": call_state(ask),
        "topic": TOPICS[ask.topic],
        "claimer": name(ask.claimed_by_name),
        "second": at_second(ask.asked_at, zone),
        "minute": at_minute(ask.asked_at, zone),
        "due": _due(ask, zone),
        "pod": pod_name(around.overflow or ""),
        "callers": around.callers,
        "alert": escape(around.alert or ""),
        "held": held.format(claimer=_first_name(ask), time=until),
    }


def fullest(choice: Sequence[str], ask: Ask, values: Values, zone: str) -> str:
    """The first template that fits a line of small print, filled in."""
    widest = {**values, **longest(ask, values, zone)}
    fitting = (each for each in choice if lines(each.format(**widest), SMALL) == 1)
    return next(fitting, choice[-1]).format(**values)


def longest(ask: Ask, values: Values, zone: str) -> dict[str, object]:
    """Dates as long as they can become for a reader."""
    due = "by 12:59 AM Nov 30, 2026" if _due_another_day(ask, zone) else "by 12:59 AM"
    held = str(values["held"]).partition("<!date")[0] + _LATEST
    return {"minute": _LATEST, "second": "12:59:59 AM", "due": due, "held": held}


def small_prints(ask: Ask, answers: int, around: Around, *, beside: bool) -> Sequence[str]:
    """What the home card may say below its question, the fullest first; `beside`: the call state
    stands nowhere else on it.
    """
    plain = _small_prints(ask, answers, around, beside=beside)
    if around.callers == 1:
        return plain
    return (*(f"{_CALLERS} · {each}" for each in plain), _CALLERS)


def before_notes(ask: Ask, around: Around, values: Values, zone: str) -> str:
    """What a card must not lose where the notes that may fit take the place of its small print:
    by when the customer is called, else how many ask the same.
    """
    due = str(longest(ask, values, zone)["due"])
    promised = ask.call_state is CallState.CALL_BACK and ask.call_back_at is not None
    if promised and columns_of(due) <= _BESIDE_NOTES:
        return str(values["due"])
    return _CALLERS.format(**values) if around.callers > 1 else ""


def _small_prints(ask: Ask, answers: int, around: Around, *, beside: bool) -> Sequence[str]:
    due = ask.call_state is CallState.CALL_BACK and ask.call_back_at is not None
    if ask.state is AskState.CLAIMED and around.held_until and not due:
        return HELD
    if around.alert is not None and ask.state is AskState.OPEN and not due:
        return ABOUT_AN_ALERT if around.alert else ABOUT_AN_ALERT[2:]
    if beside and not due:
        return WITH_STATE
    if beside:
        return "{state} · {topic} · {due}", "{topic} · {due}", "{due}"
    if due:
        return "{topic} · {due} · asked {minute}", "{topic} · {due}", "{due}"
    if answers > 1:
        return "{topic} · asked {minute} · {count} answers", "{topic} · {count} answers"
    if answers:
        return "{topic} · asked {minute} · answered", "{topic} · answered"
    return _SEEN_THERE_TOO if around.overflow else (ASKED,)


def _first_name(ask: Ask) -> str:
    return escape(label(ask.claimed_by_name).split()[0])


def _due(ask: Ask, zone: str) -> str:
    if ask.call_back_at is None:
        return ""
    return by(ask.call_back_at, zone, day=_due_another_day(ask, zone))


def _due_another_day(ask: Ask, zone: str) -> bool:
    if ask.call_state is not CallState.CALL_BACK or ask.call_back_at is None:
        return False
    return not same_day(ask.call_back_at, ask.asked_at, zone)
