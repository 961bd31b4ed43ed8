"""The list of whoever promised calls for what is over: one line and one press each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from bot.alerts import words
from bot.alerts.phrases import place, subject, there
from bot.text import kit
from bot.text.escaping import escape
from bot.text.kit import Block, Card
from bot.text.phrases import start, words_of
from storage.advice import Ask
from storage.alerts import Alert
from storage.alerts_reach import MarketPlace

MOST_LISTED: Final = 12  # of what a message holds, even where everything must be escaped
QUESTION_SHOWN: Final = 90
_ONE: Final = "📞 It is over: {alert}, {place}. You promised 1 customer a call."
_SEVERAL: Final = "📞 It is over: {alert}, {place}. You promised {count} customers a call."
_MORE: Final = "{count} more stand in Home."
_CASE: Final = "*Case {case}*"
_BY: Final = "by {time}"
_NO_TIME: Final = "no time given"
_OPEN: Final = "<{address}|Open the thread>"


def call_backs_card(
    alert: Alert,
    market: MarketPlace,
    owed: Sequence[Ask],
    links: Mapping[UUID, str],
    now: datetime,
) -> Card:
    """What one person promised, what is due first first; `links` lead to the threads."""
    template = _ONE if len(owed) == 1 else _SEVERAL
    text = template.format(alert=subject(alert), place=place(alert, market), count=len(owed))
    first = sorted(owed, key=lambda ask: ask.call_back_at or now)
    rest = len(owed) - MOST_LISTED
    blocks = [
        kit.section(text),
        *(_line(each, market, links.get(each.id), now) for each in first[:MOST_LISTED]),
        *([kit.context(_MORE.format(count=rest))] if rest > 0 else []),
    ]
    return Card(text, blocks)


def _line(ask: Ask, market: MarketPlace, address: str | None, now: datetime) -> Block:
    case = words_of(ask.case or "")
    by = _BY.format(time=there(ask.call_back_at, market, now)) if ask.call_back_at else _NO_TIME
    parts = [_CASE.format(case=escape(case))] if case else []
    lines = [" · ".join([*parts, by]), start(ask.question, QUESTION_SHOWN)]
    if address:
        lines.append(_OPEN.format(address=address))
    return kit.section("\n".join(lines), kit.button("Done", words.CALLED_BACK, str(ask.id)))
