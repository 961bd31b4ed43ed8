"""The report of an alert that is over, in sentences. Nothing is said of what nobody knows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.alerts import words
from bot.alerts.phrases import kind, place, sentence, there, when
from bot.alerts.report_facts import Asked, Promised, Report
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block, Card
from bot.text.phrases import name, pod_name, words_of
from storage.alerts import Alert

MOST_PODS: Final = 5
MOST_NAMES: Final = 8
HEADLINE_LONGEST: Final = 150
OPTION_LONGEST: Final = 70
_TITLE: Final = "📋 *Report: {alert}, {place}*"
_LASTED: Final = "It lasted {time}: from {start} until {end}."
_NOT_KNOWN: Final = "It began at {start}. Nobody knows when it was over."
_NO_QUESTION: Final = "No question is known to be about it."
_ONE_QUESTION: Final = "1 question was about it."
_QUESTIONS: Final = "{count} questions were about it."
_SAID: Final = "Of {said} somebody said so, of {words} their words."
_ANNOUNCED: Final = "It was announced {time} after the first question."
_AHEAD: Final = "It was announced {time} before anybody asked."
_NO_POD: Final = "No pod got its card while it went on."
_ONE_POD: Final = "1 pod got its card: {names}."
_PODS: Final = "{count} pods got its card: {names}."
_AND_MORE: Final = "{names} and {count} more"
_WITHOUT: Final = "{count} did not get it."
_GOT_IT: Final = {0: "Nobody pressed “Got it”.", 1: "1 person pressed “Got it”."}
_SEVERAL_GOT_IT: Final = "{count} people pressed “Got it”."
_CHANGED: Final = {0: "Nothing was changed after it was posted.", 1: "It was changed once."}
_CHANGED_OFTEN: Final = "It was changed {count} times."
_NO_CALL_BACK: Final = "No call-back was promised for it."
_CALL_BACKS: Final = "Call-backs: {all} promised, {kept} kept, {open} open."
_NOT_TOLD: Final = "Of {count} nobody said what became of them."
_OPEN_WITH: Final = "Open with {names}."
_POSTED_BY: Final = "posted by {who}"
_CHANGED_BY: Final = "changed by {names}"
_ANOTHER: Final = "Another alert"
_OPTION: Final = "{kind} · {headline}"


def report_card(report: Report, now: datetime) -> Card:
    """For whoever asks for it; with names only for those who post there."""
    alert = report.alert
    title = _TITLE.format(alert=kind(alert), place=place(alert, report.market))
    headline = escape(shorten(sentence(alert.headline), HEADLINE_LONGEST))
    lines = [
        _time(report, now),
        _questions(report.asked),
        _reach(report),
        _changes(report),
        _call_backs(report.promised, named=report.named),
    ]
    blocks = [
        kit.section(f"{title}\n{headline}"),
        kit.section("\n".join(f"• {each}" for each in lines)),
        *_names(report),
        *_others(report.others),
    ]
    return Card(" ".join([title.replace("*", "") + ".", headline, *lines]), blocks)


def long(time: timedelta) -> str:
    """ "3 h 40 min", "2 days 3 h"."""
    minutes = int(time.total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        parts = (f"{days} days" if days > 1 else "1 day", f"{hours} h" if hours else "")
    elif hours:
        parts = (f"{hours} h", f"{rest} min" if rest else "")
    else:
        return f"{rest} min" if rest else "less than a minute"
    return " ".join(filter(None, parts))


def _time(report: Report, now: datetime) -> str:
    alert, market = report.alert, report.market
    if report.lasted is None or alert.ended_at is None:
        return _NOT_KNOWN.format(start=there(alert.starts_at, market, now))
    start = when(alert.starts_at, now, market.timezone)
    end = there(alert.ended_at, market, now)
    return _LASTED.format(time=long(report.lasted), start=start, end=end)


def _questions(asked: Asked) -> str:
    if asked.before_announced is None:
        return _NO_QUESTION
    counted = _ONE_QUESTION if asked.questions == 1 else _QUESTIONS
    told = counted.format(count=asked.questions)
    by_words = asked.questions - asked.said
    said = _SAID.format(words=by_words, said=asked.said) if asked.said and by_words else ""
    after = asked.before_announced
    first = _ANNOUNCED if after >= timedelta() else _AHEAD
    return " ".join(filter(None, (told, said, first.format(time=long(abs(after))))))


def _reach(report: Report) -> str:
    count, some = len(report.pods), [pod_name(each) for each in report.pods[:MOST_PODS]]
    if not count:
        return _NO_POD
    names = ", ".join(some)
    if count > MOST_PODS:
        names = _AND_MORE.format(names=names, count=count - MOST_PODS)
    told = (_ONE_POD if count == 1 else _PODS).format(count=count, names=names)
    without = _WITHOUT.format(count=report.without) if report.without else ""
    got_it = _GOT_IT.get(report.got_it) or _SEVERAL_GOT_IT.format(count=report.got_it)
    return " ".join(filter(None, (told, without, got_it)))


def _changes(report: Report) -> str:
    return _CHANGED.get(report.changed) or _CHANGED_OFTEN.format(count=report.changed)


def _call_backs(promised: Promised, *, named: bool) -> str:
    if not promised.all:
        return _NO_CALL_BACK
    told = [_CALL_BACKS.format(all=promised.all, kept=promised.kept, open=promised.open)]
    if promised.unknown:
        told.append(_NOT_TOLD.format(count=promised.unknown))
    if named and promised.open:
        owing = [f"{name(who)} ({count})" for who, count in promised.open_with.items()]
        told.append(_OPEN_WITH.format(names=", ".join(owing[:MOST_NAMES])))
    return " ".join(told)


def _names(report: Report) -> list[Block]:
    if not report.named:
        return []
    alert = report.alert
    by = _POSTED_BY.format(who=name(alert.posted_by_name)) if alert.posted_by_name else ""
    others = ", ".join(name(each) for each in report.changed_by[:MOST_NAMES])
    told = " · ".join(filter(None, (by, _CHANGED_BY.format(names=others) if others else "")))
    return [kit.context(told)] if told else []


def _others(ended: Sequence[Alert]) -> list[Block]:
    if not ended:
        return []
    options = [kit.option(_option(each), str(each.id)) for each in ended]
    return [kit.actions(kit.menu(words.REPORT_OF, _ANOTHER, options))]


def _option(alert: Alert) -> str:
    said = _OPTION.format(kind=kind(alert), headline=words_of(alert.headline))
    return shorten(said, OPTION_LONGEST)
