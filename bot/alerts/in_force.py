"""What feeds say and nobody was told of: listed in short, and shown to whoever asks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.alerts import words
from bot.alerts.phrases import COLOURS, SEVERITIES, facts, first_line, until, until_alone
from bot.alerts.shown import InForce
from bot.alerts.standing import State
from bot.commands import named as with_commands
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block, Card
from bot.text.phrases import words_of

MOST: Final = 10
LONGEST: Final = 260  # escaped: of a line
_HEADLINE: Final = 70

_HEADING: Final = "*Also in force, not posted: {count}*"
_ALOUD: Final = "Also in force, not posted: {count}."
_MORE: Final = "And {count} more."
_AT_HOME: Final = "Also in force, not posted: {count}. `{alert} list` shows what."
_LINE: Final = "{colour} {headline} · {severity} · {until} · {source}"
_SOURCE: Final = "source: {source}"
_LINK: Final = "<{link}|what they say>"
_WHY: Final = {
    State.LISTED: "Not posted: it is below what your pod is told of.",
    State.MUTED: "Not posted: a stronger alert stands in all of its areas.",
    State.LIVE: "Not posted yet: your pod gets the worst first, so many at a time.",
}


def lines(rest: Sequence[InForce], now: datetime, room: int) -> list[Block]:
    """A line for each below a short heading, the most severe first, as far as `room` (characters)
    reaches; nothing where there is nothing."""
    if not rest:
        return []
    heading = _HEADING.format(count=len(rest))
    several = [_line(each, now) for each in rest[:MOST]]
    while several and len(heading) + sum(_length(each) for each in several) > room:
        several.pop()
    more = len(rest) - len(several)
    after = [kit.context(_MORE.format(count=more))] if more else []
    return [kit.section(heading), *several, *after]


def aloud(rest: Sequence[InForce]) -> list[str]:
    """How many they are, to be heard."""
    return [_ALOUD.format(count=len(rest))] if rest else []


def home_line(rest: Sequence[InForce]) -> list[Block]:
    """How many they are, and where they stand."""
    if not rest:
        return []
    return [kit.context(with_commands(_AT_HOME).format(count=len(rest)))]


def card(one: InForce, now: datetime) -> Card:
    """All that is known of it, and why nobody was told."""
    alert, market = one.alert, one.market
    told = f"{facts(alert)}\n{until(alert, market, now)}"
    link = [_LINK.format(link=alert.link)] if alert.link and _is_plain(alert.link) else []
    small = " · ".join([_SOURCE.format(source=escape(alert.source or one.label)), *link])
    aloud = f"{first_line(alert, market, bold=False)}. {shorten(facts(alert), 300)}"
    blocks = [
        kit.section(first_line(alert, market)),
        kit.section(told),
        kit.context(small),
        kit.context(_WHY[one.state]),
    ]
    return Card(f"{aloud} {until_alone(alert, market, now)}. {_WHY[one.state]}", blocks)


def _line(one: InForce, now: datetime) -> Block:
    alert = one.alert
    told = _LINE.format(
        colour=COLOURS[alert.severity],
        headline=escape(shorten(words_of(alert.headline).rstrip("."), _HEADLINE)),
        severity=SEVERITIES[alert.severity],
        until=until_alone(alert, one.market, now),
        source=escape(shorten(one.label, 40)),
    )
    value = words.in_force_value(alert.market_id, alert.feed or "", alert.event_key or "")
    return kit.section(shorten(told, LONGEST), kit.button("Show", words.SHOW_IN_FORCE, value))


def _length(block: Block) -> int:
    return len(block["text"]["text"])


def _is_plain(link: str) -> bool:
    """No sign in it that would end a link of Slack's."""
    return not set("<>|") & set(link)
