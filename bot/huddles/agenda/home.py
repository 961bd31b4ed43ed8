"""Huddles' section of the Home tab."""

from datetime import datetime
from typing import Final

from bot.huddles.agenda import halves, phrases, words
from bot.huddles.agenda.shown import AtHome
from bot.huddles.agenda.views import NONE_PLANNED, join
from bot.text import kit
from bot.text.kit import Block
from bot.text.phrases import pod_name

MOST_AT_HOME: Final = 3
_HOME_NEXT: Final = "*Next huddle*"
_HOME_NOW: Final = "*Huddle now*"
_MINE: Final = "You put this on its agenda:"
_MORE_OF_MINE: Final = "{count} more of yours."


def home_section(at_home: AtHome, now: datetime) -> list[Block]:
    """Huddles' part of the Home tab; nothing where the pod has none and nothing is kept."""
    seen = at_home.seen
    if not seen.waves and not at_home.mine:
        return []
    if seen.to_come:
        head = _HOME_NOW if seen.goes_on else _HOME_NEXT
        who = phrases.who_runs_if_known(seen.to_come)
        text = " · ".join((head, phrases.when_seen(seen, now), *who))
    else:
        text = NONE_PLANNED.format(market=pod_name(seen.market))
    mine = [kit.context(f"• {phrases.quoted(each.text)}") for each in at_home.mine[:MOST_AT_HOME]]
    rest = len(at_home.mine) - MOST_AT_HOME
    more = [kit.context(_MORE_OF_MINE.format(count=rest))] if rest > 0 else []
    return [
        kit.header("Huddles"),
        kit.section(text),
        *halves.half_line(seen),
        *([kit.context(_MINE), *mine, *more] if mine else []),
        kit.actions(
            kit.button("Show the agenda", words.SHOW, words.agenda_value(None)),
            kit.button("Add an item", words.ADD, words.agenda_value(None)),
            *(join(seen) if seen.goes_on else []),
        ),
    ]
