"""What alerts say to one person, in their direct messages, with what to do about it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from bot.alerts import words
from bot.alerts.phrases import facts, first_line, sentence, there, until, until_alone
from bot.alerts.shown import Shown
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Card, Element
from bot.text.phrases import name, pod_name
from storage.alerts import Alert, AlertState
from storage.alerts_reach import MarketPlace

_LONGEST: Final = 200
_SUGGESTED: Final = "{who} suggests an alert for {market}. Nothing has gone out yet."
_POSTED: Final = "{who} posted what you suggested: {headline}"
_CONFIRM: Final = (
    "{who} posted this as unconfirmed. It ends at {time}, unless somebody confirms it."
)
_ENDED_BY: Final = "{who} ended it: {headline}"
_LAPSED: Final = "Nobody confirmed it, so it ended: {headline}"
_OVER: Final = "It is over: {headline}"
_CONFIRMED_BY: Final = "{who} confirmed it: {headline}"
_ANSWERED_BY: Final = "{who} said until when: {headline} {until}."
_ANSWERED: Final = "It says until when: {headline} {until}."
_TAKEN_UP: Final = "{by} suggested this, and {who} posted it: {headline}"
_IS_IT_OVER: Final = "This was expected to be over by {time}: {headline} Is it?"
_ASKED: Final = "Without an answer the card says “end unconfirmed” in 30 minutes."


def suggested(draft_id: UUID, alert: Alert, market: MarketPlace, now: datetime) -> Card:
    """A ready draft, as the `alert` that it would be: one look, and it goes out."""
    told = _SUGGESTED.format(who=name(alert.posted_by_name), market=pod_name(market.name))
    blocks = [
        kit.section(told),
        kit.section(first_line(alert, market)),
        kit.section(f"{facts(alert)}\n{until(alert, market, now)}"),
        kit.actions(kit.button("Look it over", words.LOOK_OVER, str(draft_id), "primary")),
    ]
    aloud = f"{first_line(alert, market, bold=False)}. {shorten(facts(alert), _LONGEST)}"
    return Card(f"{told} {aloud} {until_alone(alert, market, now)}", blocks)


def was_posted(alert: Alert, who: str) -> Card:
    """To whoever suggested it."""
    text = _POSTED.format(who=name(who), headline=_headline(alert.headline))
    return Card(text, [kit.section(text)])


def to_confirm(shown: Shown, ends: datetime, now: datetime) -> Card:
    """To somebody who may; the card in the channel has the same button."""
    alert, market = shown.alert, shown.market
    told = _CONFIRM.format(who=name(alert.posted_by_name), time=there(ends, market, now))
    value = str(alert.id)
    blocks = [
        kit.section(first_line(alert, market)),
        kit.section(f"{facts(alert)}\n{until(alert, market, now)}"),
        kit.section(told),
        kit.actions(
            kit.button("Confirm", words.CONFIRM, value, "primary"),
            kit.button("Show", words.SHOW, value),
            kit.button("All clear", words.END, value),
        ),
    ]
    return Card(f"{first_line(alert, market, bold=False)}. {told}", blocks)


def is_it_over(shown: Shown, now: datetime) -> Card:
    """Once for each expected end."""
    alert, market = shown.alert, shown.market
    time = there(alert.expected_end or now, market, now)
    text = _IS_IT_OVER.format(time=time, headline=_headline(alert.headline))
    value = str(alert.id)
    blocks = [
        kit.section(text),
        kit.context(_ASKED),
        kit.actions(
            kit.button("All clear", words.END, value, "primary"),
            kit.button("Extend", words.EXTEND, value),
            kit.button("It goes on, no time yet", words.STILL_ON, value),
        ),
    ]
    return Card(f"{text} {_ASKED}", blocks)


def answered(
    alert: Alert, market: MarketPlace, who: str | None, now: datetime, *, confirmed: bool
) -> Card:
    """In the place of what was asked, once there is nothing to answer; `confirmed`: it was asked
    whether it is so, else whether it is over.
    """
    told = {"who": name(who) if who else "", "headline": _headline(alert.headline)}
    if alert.state is AlertState.ENDED:
        by = _LAPSED if alert.lapsed and not alert.feed else _OVER
        return _line((_ENDED_BY if who else by).format(**told))
    if confirmed:
        return _line(_CONFIRMED_BY.format(**told))
    until_when = until_alone(alert, market, now)
    text = (_ANSWERED_BY if who else _ANSWERED).format(**told, until=until_when)
    return _line(text, kit.button("Show", words.SHOW, str(alert.id)))


def taken_up(alert: Alert, suggested_by: str, who: str) -> Card:
    """In the place of a draft that was posted."""
    told = {"by": name(suggested_by), "who": name(who), "headline": _headline(alert.headline)}
    return _line(_TAKEN_UP.format(**told), kit.button("Show", words.SHOW, str(alert.id)))


def _line(text: str, button: Element | None = None) -> Card:
    return Card(text, [kit.section(text, button)])


def _headline(typed: str) -> str:
    return escape(shorten(sentence(typed), _LONGEST))
