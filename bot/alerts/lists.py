"""Lists of what goes on: after a command, on Home, and on the card of a pod."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from bot.alerts import in_force, words
from bot.alerts.bars import said_bars
from bot.alerts.phrases import KINDS, SEVERITIES
from bot.alerts.rules import May
from bot.alerts.shown import Listed, Shown
from bot.alerts.views import line
from bot.commands import named as with_commands
from bot.text import kit
from bot.text.escaping import shorten
from bot.text.kit import Block, Card
from bot.text.phrases import pod_name

MOST_LISTED: Final = 8  # of what a message holds, even where everything must be escaped
MOST_AT_HOME: Final = 5
ALOUD: Final = 900
LONGEST: Final = 11_500  # of the 12,000 characters that a message holds

_NOTHING: Final = "Nothing is known to go on in {market}."
_NONE_LIVE: Final = "No alert is live in {market}."
_ONE: Final = "1 alert is live."
_SEVERAL: Final = "{count} alerts are live."
_MORE: Final = "{count} more are not shown."
_POSTED: Final = "Feeds post here: {bars}. The rest is under {{alert}} list."
_BAR: Final = "{kind} from {severity}"
_REST: Final = "all else from {severity}"
_ALL: Final = "everything from {severity}"
_USUALLY: Final = "all else that is severe, or cuts power or cells"


def list_card(listed: Listed, now: datetime) -> Card:
    """What goes on, the newest first, each with the way to its card; and what is not known."""
    several, text = listed.several, _count(listed)
    aloud = [text, *in_force.aloud(listed.rest), *(kit_text(each, now) for each in several[:3])]
    shown = [
        kit.section(text),
        *listed.notes,
        *(line(each, now) for each in several[:MOST_LISTED]),
        *_rest(several, MOST_LISTED),
    ]
    rest = in_force.lines(listed.rest, now, LONGEST - _length(shown))
    blocks = [*shown, *rest, _open_form(listed)]
    return Card(shorten(" ".join(aloud), ALOUD), blocks)


def home_section(listed: Listed, now: datetime) -> list[Block]:
    """Alerts' part of the Home tab."""
    several = listed.several
    return [
        kit.header("Alerts"),
        kit.section(_count(listed)),
        *listed.notes,
        *(line(each, now) for each in several[:MOST_AT_HOME]),
        *_rest(several, MOST_AT_HOME),
        *in_force.home_line(listed.rest),
        _open_form(listed),
    ]


def pod_lines(
    several: Sequence[Shown], now: datetime, settings: Mapping[str, Any] | None = None
) -> list[Block]:
    """On the pod's own card: what goes on, and which news of feeds are posted there where its
    `settings` say so; nothing where neither is.
    """
    live = [line(each, now) for each in several[:MOST_AT_HOME]]
    return [*live, *_rest(several, MOST_AT_HOME), *_bars(settings or {})]


def kit_text(shown: Shown, now: datetime) -> str:
    """A line of the list, to be heard."""
    told: str = line(shown, now)["text"]["text"]
    return told.replace("*", "").replace("\n", ". ")


def _bars(settings: Mapping[str, Any]) -> list[Block]:
    """From which severity on each kind is posted."""
    named, others = said_bars(settings)
    if not named and others is None:
        return []
    own = [_BAR.format(kind=KINDS[each], severity=SEVERITIES[at]) for each, at in named.items()]
    template = _REST if own else _ALL
    rest = template.format(severity=SEVERITIES[others]) if others else _USUALLY
    return [kit.context(with_commands(_POSTED.format(bars=", ".join([*own, rest]))))]


def _open_form(listed: Listed) -> Block:
    """The form is the same; what becomes of it is not."""
    text = "Suggest an alert" if listed.may is May.SUGGEST else "Post an alert"
    return kit.actions(kit.button(text, words.NEW, words.typed_value()))


def _count(listed: Listed) -> str:
    count = len(listed.several)
    if not count:
        none = _NONE_LIVE if listed.rest else _NOTHING
        return none.format(market=pod_name(listed.market))
    return _ONE if count == 1 else _SEVERAL.format(count=count)


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(each["text"]["text"]) for each in blocks if "text" in each)


def _rest(several: Sequence[Shown], most: int) -> list[Block]:
    rest = len(several) - most
    return [kit.context(_MORE.format(count=rest))] if rest > 0 else []
