"""The whole of an alert: its facts by name, every way to say it, who has it, and its history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.alerts import words
from bot.alerts.area_names import area_names
from bot.alerts.differences import FIELDS
from bot.alerts.phrases import LANGUAGES, first_line, sentence, until
from bot.alerts.shown import What, Whole
from bot.alerts.times import says_a_time
from bot.alerts.views import small_print
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block
from bot.text.phrases import name, words_of
from storage.alerts import Alert, AlertCard, AlertChange, AlertSaying, Basis
from storage.alerts_reach import MarketPlace

MOST_SAYINGS: Final = 20
MOST_CHANGES: Final = 20
TEXT_LONGEST: Final = 1500  # escaped
_FACTS: Final = ("what", "where", "cause", "who", "source")
_PROGRESS: Final = "{posted} of {all} pods have the card."
_SOURCE: Final = "Its source"
_DONE: Final = {
    What.POSTED: "{who} posted it",
    What.UPDATED: "{who} updated it",
    What.EXTENDED: "{who} moved its end",
    What.CORRECTED: "{who} corrected it",
    What.CONFIRMED: "{who} confirmed it",
    What.STILL_ON: "{who} said that it goes on",
    What.ENDED: "{who} ended it",
    What.LAPSED: "It ended: nobody confirmed it",
    What.UNLISTED: "Its source no longer lists it",
}


def whole_modal(whole: Whole, now: datetime) -> Block:
    """Everything that is known, for whoever has the time."""
    shown = whole.shown
    alert = shown.alert
    blocks = [
        kit.section(first_line(alert, shown.market)),
        kit.section(f"{escape(sentence(alert.headline))}\n{until(alert, shown.market, now)}"),
        *_facts(alert, shown.market),
        *_sayings(alert, shown.sayings),
        kit.context(small_print(shown)),
        *_progress(whole.cards),
        *_history(whole.history[-MOST_CHANGES:]),
    ]
    return kit.modal(words.WHOLE, "The alert", blocks, submit=None)


def _history(changes: Sequence[AlertChange]) -> list[Block]:
    known = [each for each in changes if each.what in set(What)]
    return [kit.section("\n".join(map(_entry, known)))] if known else []


def _facts(alert: Alert, market: MarketPlace) -> list[Block]:
    told = [
        f"*{FIELDS[each]}*: {escape(words_of(getattr(alert, each)))}"
        for each in _FACTS
        if words_of(getattr(alert, each))
    ]
    if alert.areas:
        names = ", ".join(area_names(alert.areas, market.areas))
        told.append(f"*{FIELDS['areas']}*: {escape(shorten(names, TEXT_LONGEST))}")
    return [kit.section(shorten("\n".join(told), 2900))] if told else []


def _sayings(alert: Alert, sayings: Sequence[AlertSaying]) -> list[Block]:
    """But for those that promise a time which nobody knows any more."""
    known = alert.basis is not Basis.UNKNOWN
    fit = [
        each for each in sayings if words_of(each.text) and (known or not says_a_time(each.text))
    ]
    said = fit[:MOST_SAYINGS]
    return [
        kit.section(f"“{_text(each)}”\n{name(each.author_name)} · {_in(each)}") for each in said
    ]


def _text(saying: AlertSaying) -> str:
    return shorten(escape(words_of(saying.text)), TEXT_LONGEST)


def _in(saying: AlertSaying) -> str:
    return LANGUAGES[saying.language]


def _progress(cards: Sequence[AlertCard]) -> list[Block]:
    posted = sum(each.ts is not None for each in cards)
    return [kit.context(_PROGRESS.format(posted=posted, all=len(cards)))] if cards else []


def _entry(change: AlertChange) -> str:
    moment, fallback = int(change.at.timestamp()), f"{change.at:%H:%M} UTC"
    at = f"<!date^{moment}^{{date_short_pretty}} {{time}}|{fallback}>"
    who = name(change.who_name) if change.who_name else _SOURCE
    return f"{at} {_DONE[What(change.what)].format(who=who)}"
