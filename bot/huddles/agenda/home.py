"""Huddles' section of the Home tab."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.huddles.agenda import halves, phrases, words
from bot.huddles.agenda.shown import AtHome, Line, Seen
from bot.huddles.agenda.views import NONE_PLANNED, join, take_off
from bot.text import kit
from bot.text.kit import Block
from bot.text.phrases import pod_name

MOST_AT_HOME: Final = 3
_HOME_NEXT: Final = "*Next huddle*"
_HOME_NOW: Final = "*Huddle now*"
_ONE_ITEM: Final = "1 item"
_ITEMS: Final = "{count} items"
_SPEAKS: Final = "You speak about this:"
_SPEAKS_NEXT: Final = "You speak about this the next time:"
_MINE: Final = "You put this on its agenda:"
_MINE_NEXT: Final = "You put this on the next agenda:"
_MORE: Final = "{count} more."


def home_section(at_home: AtHome, now: datetime) -> list[Block]:
    """Huddles' part of the Home tab; nothing where the pod has none and nothing is kept."""
    seen = at_home.seen
    if not seen.waves and not at_home.mine:
        return []
    if seen.to_come:
        head = _HOME_NOW if seen.goes_on else _HOME_NEXT
        who = phrases.who_runs_if_known(seen.to_come)
        text = " · ".join((head, phrases.when_seen(seen, now), *who, *_how_many(seen)))
    else:
        text = NONE_PLANNED.format(market=pod_name(seen.market))
    return [
        kit.header("Huddles"),
        kit.section(text),
        *halves.half_line(seen),
        *_listed(_SPEAKS_NEXT if seen.goes_on else _SPEAKS, at_home.speaks),
        *_listed(_MINE_NEXT if seen.goes_on else _MINE, at_home.mine, mine=True),
        kit.actions(
            kit.button("Show the agenda", words.SHOW, words.agenda_value(None)),
            kit.button("Add an item", words.ADD, words.agenda_value(None)),
            *(join(seen) if seen.goes_on else []),
        ),
    ]


def _how_many(seen: Seen) -> list[str]:
    """Nothing of an agenda that is not made yet, or empty."""
    count = len(seen.on)
    return [_ONE_ITEM if count == 1 else _ITEMS.format(count=count)] if count else []


def _listed(title: str, lines: Sequence[Line], *, mine: bool = False) -> list[Block]:
    """The first of them below what they are; nothing where there are none."""
    if not lines:
        return []
    texts = [(each, f"• {phrases.quoted(each.text)}") for each in lines[:MOST_AT_HOME]]
    shown = [
        kit.section(text, take_off(each)) if mine else kit.context(text) for each, text in texts
    ]
    rest = len(lines) - MOST_AT_HOME
    more = [kit.context(_MORE.format(count=rest))] if rest > 0 else []
    return [kit.context(title), *shown, *more]
