"""An alert as everybody in a pod sees it: its living card, and what is said when it changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.alerts import words
from bot.alerts.draft import first_words
from bot.alerts.phrases import (
    COLOURS,
    OVER,
    SEVERITIES,
    UNKNOWN,
    facts,
    first_line,
    kind,
    kind_inside,
    place,
    sentence,
    subject,
    there,
    until,
    until_alone,
)
from bot.alerts.shown import Shown
from bot.alerts.words import Choice
from bot.commands import named as with_commands
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block, Card, Element
from bot.text.phrases import name, words_of
from storage.alerts import Alert, AlertState
from storage.languages import Language

SAY_LONGEST: Final = 900  # escaped
ALOUD: Final = 300
MOST_TOGETHER: Final = 8  # in one message
LINE_LONGEST: Final = 150
OVER_LONGEST: Final = 1400  # escaped; so that `MOST_TOGETHER` are a message

_SAY: Final[dict[Language, str]] = {
    "en": "One way to say it: “{words}”",
    "es": "One way to say it in Spanish: “{words}”",
}
_FROM: Final = "from {who}"
_SOURCE: Final = "source: {source}"
_HAVE: Final = "{have} of {members} have it"
_ASK: Final = "1 related ask"
_ASKS: Final = "{count} related asks"
_ALL_CLEAR: Final = "{over} All clear: {kind}, {place}."
_LAPSED: Final = "{over} Not confirmed within an hour, so it ended: {kind}, {place}."
_UNLISTED: Final = (
    "{over} No longer listed by its source: {kind}, {place}. It did not say that it is over."
)
_ENDED_AT: Final = "Over since {time}."
_ONE_CALL_BACK: Final = "1 call-back is open."
_CALL_BACKS: Final = "{count} call-backs are open."
_RISES: Final = "{colour} Now {severity}: {kind}, {place}."
_CHANGED: Final = "{colour} Changed: {kind}, {place}."
_CORRECTED: Final = "{colour} Corrected: {kind}, {place}."
_CONFIRMED: Final = "{colour} Confirmed: {kind}, {place}."
_LIVE_NOW: Final = "📋 *Alerts going on now: {count}*"
_LIVE_NOW_ALOUD: Final = "📋 Alerts going on now: {count}."
_MORE_LIVE: Final = "{count} more: `{alert} list`"


def card(shown: Shown, now: datetime) -> Card:
    """The living card of a pod; one line once it is over."""
    alert, market = shown.alert, shown.market
    if alert.state is AlertState.ENDED:
        return all_clear(shown, now)
    aloud = f"{first_line(alert, market, bold=False)}. {shorten(facts(alert), ALOUD)}"
    blocks = [
        kit.section(first_line(alert, market)),
        kit.section(f"{facts(alert)}\n{until(alert, market, now)}"),
        *ways_to_say_it(shown),
        kit.context(small_print(shown)),
        kit.actions(*controls(alert)),
    ]
    return Card(f"{aloud} {until_alone(alert, market, now)}", blocks)


def ways_to_say_it(shown: Shown) -> list[Block]:
    """One for each language in which there is one."""
    said = {language: first_words(shown.sayings, language) for language in _SAY}
    return [
        kit.section(_SAY[language].format(words=shorten(escape(words_of(text)), SAY_LONGEST)))
        for language, text in said.items()
        if words_of(text)
    ]


def small_print(shown: Shown) -> str:
    """Who says so, how many have it, what was asked."""
    alert = shown.alert
    by = _FROM.format(who=name(alert.posted_by_name)) if alert.posted_by_name else ""
    source = words_of(alert.source)
    asks = _ASK if shown.asks == 1 else _ASKS.format(count=shown.asks)
    parts = (
        by,
        _SOURCE.format(source=escape(source)) if source else "",
        _HAVE.format(have=shown.have, members=shown.members) if shown.have else "",
        asks if shown.asks else "",
    )
    return " · ".join(filter(None, parts)) or kind(alert)


def controls(alert: Alert) -> list[Element]:
    value = str(alert.id)
    unconfirmed = alert.state is AlertState.UNCONFIRMED
    confirm = [kit.button("Confirm", words.CONFIRM, value)] if unconfirmed else []
    return [
        kit.button("Got it", words.GOT_IT, value),
        *confirm,
        kit.button("Add how I say it", words.ADD, value),
        more(alert),
    ]


def more(alert: Alert) -> Element:
    """The "…" of the card."""
    options = {
        "Update": Choice.UPDATE,
        "Extend": Choice.EXTEND,
        "Correct": Choice.CORRECT,
        "All clear": Choice.END,
        "More": Choice.MORE,
    }
    values = {text: words.choice_value(choice, alert.id) for text, choice in options.items()}
    return kit.overflow(words.MENU, values)


def all_clear(shown: Shown, now: datetime) -> Card:
    """In the place of the card, and as the reply that also goes to the channel."""
    alert = shown.alert
    if alert.lapsed and alert.feed:
        return _unlisted(shown)
    # Green says that all is well, which nobody said of what nobody confirmed.
    ended = (_LAPSED, UNKNOWN) if alert.lapsed else (_ALL_CLEAR, OVER)
    said = [_about(ended[0], shown, over=ended[1])]
    if words_of(alert.end_words):
        said.append(escape(sentence(alert.end_words)))
    elif alert.ended_at and not alert.lapsed:
        said.append(_ENDED_AT.format(time=there(alert.ended_at, shown.market, now)))
    if shown.call_backs:
        one = shown.call_backs == 1
        said.append(_ONE_CALL_BACK if one else _CALL_BACKS.format(count=shown.call_backs))
    text = " ".join(said)
    return Card(text, [kit.section(text)])


def _unlisted(shown: Shown) -> Card:
    """No all-clear, and nobody is to be called back for it."""
    text = _about(_UNLISTED, shown, over=UNKNOWN)
    return Card(text, [kit.section(text)])


def risen(shown: Shown, now: datetime) -> Card:
    """It is worse than it was: told in the channel."""
    return _told(_RISES, shown, now)


def changed(shown: Shown, now: datetime) -> Card:
    """Customers hear something else from now on: told in the channel."""
    return _told(_CHANGED, shown, now)


def corrected(shown: Shown, now: datetime) -> Card:
    """What was said before was wrong: told in the channel."""
    return _told(_CORRECTED, shown, now)


def confirmed(shown: Shown, now: datetime) -> Card:
    """It is certain by now: told in the channel."""
    return _told(_CONFIRMED, shown, now)


def digest(several: Sequence[Shown], now: datetime) -> Card:
    """What went on when a pod opened, in one message; each line is kept up to date."""
    live = sum(each.alert.state is not AlertState.ENDED for each in several)
    rest = len(several) - MOST_TOGETHER
    blocks = [
        kit.section(_LIVE_NOW.format(count=live)),
        *(line(each, now) for each in several[:MOST_TOGETHER]),
        *([kit.context(with_commands(_MORE_LIVE).format(count=rest))] if rest > 0 else []),
    ]
    aloud = ". ".join(first_line(each.alert, each.market, bold=False) for each in several)
    return Card(f"{_LIVE_NOW_ALOUD.format(count=live)} {shorten(aloud, ALOUD)}", blocks)


def line(shown: Shown, now: datetime) -> Block:
    """An alert in a list, with the way to its card."""
    alert, market = shown.alert, shown.market
    if alert.state is AlertState.ENDED:
        return kit.section(shorten(all_clear(shown, now).text, OVER_LONGEST))
    headline = escape(shorten(sentence(alert.headline), LINE_LONGEST))
    told = f"{first_line(alert, market)}\n{headline} {until(alert, market, now)}"
    return kit.section(told, kit.button("Show", words.SHOW, str(alert.id)))


def _told(template: str, shown: Shown, now: datetime) -> Card:
    alert = shown.alert
    text = f"{_about(template, shown)} {facts(alert)} {until_alone(alert, shown.market, now)}."
    return Card(text, [kit.section(text)])


def _about(template: str, shown: Shown, over: str = "") -> str:
    alert = shown.alert
    return template.format(
        over=over,
        colour=COLOURS[alert.severity],
        severity=SEVERITIES[alert.severity],
        kind=subject(alert) if over else kind_inside(alert),
        place=place(alert, shown.market),
    )
