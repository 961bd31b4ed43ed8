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
    headline,
    kind,
    kind_inside,
    place,
    sentence,
    subject,
    there,
    until,
    until_alone,
)
from bot.alerts.rules import UNCONFIRMED_FOR
from bot.alerts.shown import Shown
from bot.alerts.words import Choice
from bot.commands import named as with_commands
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block, Card, Element
from bot.text.phrases import name, words_of
from storage.alerts import Alert, AlertKind, AlertState
from storage.alerts_reach import MarketPlace
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
_ALL_CLEAR: Final = "{over} All clear: {kind}, {place}{named}."
_LAPSED: Final = "{over} Not confirmed within an hour, so it ended: {kind}, {place}{named}."
_UNLISTED: Final = (
    "{over} No longer listed by its source: {kind}, {place}{named}. It did not say that it is over."
)
_ENDED_AT: Final = "Over since {time}."
_ONE_CALL_BACK: Final = "1 call-back is open."
_CALL_BACKS: Final = "{count} call-backs are open."
_NAMED: Final = " ({headline})"
_ENDS: Final = (
    "Unconfirmed: it ends at {time}, unless an expert, leader or resource manager confirms it."
)
_LIVE_NOW: Final = "📋 *Alerts going on now: {count}*"
_LIVE_NOW_ALOUD: Final = "📋 Alerts going on now: {count}."
_MORE_LIVE: Final = "{count} more: `{alert} list`"


def card(shown: Shown, now: datetime) -> Card:
    """The living card of a pod; one line once it is over."""
    alert, market = shown.alert, shown.market
    if alert.state is AlertState.ENDED:
        return _ended(shown, now)
    aloud = f"{first_line(alert, market, bold=False)}. {shorten(facts(alert), ALOUD)}"
    blocks = [
        kit.section(first_line(alert, market)),
        kit.section(f"{facts(alert)}\n{until(alert, market, now)}"),
        *ways_to_say_it(shown),
        *_ends(alert, market, now),
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
    """What most people do next, and the "…"; of what is unconfirmed it is that somebody does."""
    value = str(alert.id)
    if alert.state is AlertState.UNCONFIRMED:
        next_one = kit.button("Confirm", words.CONFIRM, value)
    else:
        next_one = kit.button("Add how I say it", words.ADD, value)
    return [kit.button("Got it", words.GOT_IT, value), next_one, more(alert)]


def more(alert: Alert) -> Element:
    """The "…" of the card, which holds five; "Update" moves an end as well as "Extend" does."""
    unconfirmed = alert.state is AlertState.UNCONFIRMED
    options = {
        "Update": Choice.UPDATE,
        **({} if unconfirmed else {"Extend": Choice.EXTEND}),
        "Correct": Choice.CORRECT,
        "All clear": Choice.END,
        **({"Add how I say it": Choice.ADD} if unconfirmed else {}),
        "More": Choice.MORE,
    }
    values = {text: words.choice_value(choice, alert.id) for text, choice in options.items()}
    return kit.overflow(words.MENU, values)


def _ends(alert: Alert, market: MarketPlace, now: datetime) -> list[Block]:
    """Until when somebody must confirm it."""
    if alert.state is not AlertState.UNCONFIRMED:
        return []
    ends = there(alert.posted_at + UNCONFIRMED_FOR, market, now)
    return [kit.context(_ENDS.format(time=ends))]


def _ended(shown: Shown, now: datetime) -> Card:
    """In the place of the card: what it was like is read on demand. How many call-backs are open is
    said once, when it ends: the number would not be true for long.
    """
    over = all_clear(shown._replace(call_backs=0), now)
    menu = {"Report": words.choice_value(Choice.REPORT, shown.alert.id)}
    return Card(over.text, [kit.section(over.text, kit.overflow(words.MENU, menu))])


def all_clear(shown: Shown, now: datetime) -> Card:
    """As the reply that also goes to the channel, and in the place of the card, which is all that
    a pod which was closed then has of it.
    """
    alert = shown.alert
    if alert.lapsed and alert.feed:
        return _unlisted(shown)
    # Green says that all is well, which nobody said of what nobody confirmed.
    ended = (_LAPSED, UNKNOWN) if alert.lapsed else (_ALL_CLEAR, OVER)
    said = [about(ended[0], shown, over=ended[1])]
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
    text = about(_UNLISTED, shown, over=UNKNOWN)
    return Card(text, [kit.section(text)])


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
    happens = escape(shorten(sentence(alert.headline), LINE_LONGEST))
    told = f"{first_line(alert, market)}\n{happens} {until(alert, market, now)}"
    return kit.section(told, kit.button("Show", words.SHOW, str(alert.id)))


def about(template: str, shown: Shown, over: str = "", *, is_named: bool = True) -> str:
    """Of which alert something is said, so that nobody takes it for another one of its kind."""
    alert = shown.alert
    named = is_named and (alert.kind is not AlertKind.OTHER or not over)
    return template.format(
        over=over,
        colour=COLOURS[alert.severity],
        severity=SEVERITIES[alert.severity],
        kind=subject(alert) if over else kind_inside(alert),
        place=place(alert, shown.market),
        named=_NAMED.format(headline=headline(alert)) if named and headline(alert) else "",
    )
