"""What alerts say to one person, in their direct messages, with what to do about it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from bot.alerts import words
from bot.alerts.draft import Draft
from bot.alerts.phrases import COLOURS, KINDS, SEVERITIES, facts, first_line, sentence, there
from bot.alerts.shown import Shown
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Card
from bot.text.phrases import name, pod_name
from storage.alerts import Alert

_LONGEST: Final = 200
_SUGGESTED: Final = "{colour} {who} suggests an alert for {market}: {kind} · {severity}. {headline}"
_POSTED: Final = "{who} posted what you suggested: {headline}"
_CONFIRM: Final = (
    "{who} posted this as unconfirmed. It ends at {time}, unless somebody confirms it."
)
_IS_IT_OVER: Final = "This was expected to be over by {time}: {headline} Is it?"
_ASKED: Final = "Without an answer the card says “end unconfirmed” in 30 minutes."


def suggested(draft_id: UUID, who: str, draft: Draft, market: str) -> Card:
    """A ready draft: one look, and it goes out."""
    text = _SUGGESTED.format(
        colour=COLOURS[draft.severity],
        who=name(who),
        market=pod_name(market),
        kind=KINDS[draft.kind],
        severity=SEVERITIES[draft.severity],
        headline=_headline(draft.headline),
    )
    look = kit.button("Look it over", words.LOOK_OVER, str(draft_id), "primary")
    return Card(text, [kit.section(text), kit.actions(look)])


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
        kit.section(f"{first_line(alert, market)}\n{facts(alert)}"),
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


def _headline(typed: str) -> str:
    return escape(shorten(sentence(typed), _LONGEST))
