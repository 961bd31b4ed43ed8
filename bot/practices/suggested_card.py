"""Practices that were put before somebody unasked, as they read them; and what solved an ask."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.practices import words
from bot.practices.brief import (
    SMALL_LINES,
    credited,
    menu,
    one_way_to_say_it,
    small_print,
    useful_line,
    useful_lines,
    whole_words,
)
from bot.practices.facts import Shown, Used
from bot.practices.found import Suggested, Suggestion
from bot.practices.words import Choice
from bot.text import kit
from bot.text.fitting import SMALL, lines
from bot.text.kit import Block, Card, Element
from bot.text.phrases import name, start

ALOUD: Final = 200
# Nobody else's window is narrowed by it, and what worked is read mid-call: all that seven hold.
_FIRST_LINES: Final = 7
_LATER_LINES: Final = 5
_MOST_WORDS: Final = 2

_ONE: Final = "1 practice may fit:"
_SEVERAL: Final = "{count} practices may fit:"
_NONE_LEFT: Final = "Noted. It comes less often with such questions."
_NOTHING: Final = "Nothing is suggested here any more."
# The first, and the others; by none, one or two of the question's words.
_WHY: Final = ("💡 May fit by its meaning", "💡 May fit: “{0}”", "💡 May fit: “{0}”, “{1}”")
_WHY_ELSE: Final = (
    "May fit, too, by its meaning",
    "May fit, too: “{0}”",
    "May fit, too: “{0}”, “{1}”",
)
_PUT: Final = "It's in the question's thread now."
_SOLVED: Final = "Settled. {author} sees in Home that it helped."


def to_read(suggested: Suggested, now: datetime) -> Card:
    """The best with most room, each with why it is suggested; what is refused goes away.

    Its asker settles with it; anybody else puts it into the thread.
    """
    several = suggested.suggestions
    if not several:
        return _plain(_NOTHING)
    count = _ONE if len(several) == 1 else _SEVERAL.format(count=len(several))
    blocks: list[Block] = []
    for place, each in enumerate(several):
        said, room = (_WHY_ELSE, _LATER_LINES) if place else (_WHY, _FIRST_LINES)
        blocks += [kit.divider()] if place else []
        blocks += [kit.small_words(why(said, each.telling))]
        blocks += _one(each, suggested, now, room - 1)
    worked = start(several[0].shown.practice.what_worked, ALOUD)
    return Card(f"{count} {worked}", blocks)


def left(suggested: Suggested, now: datetime) -> Card:
    """After one was refused."""
    return to_read(suggested, now) if suggested.suggestions else _plain(_NONE_LEFT)


def put(used: Used) -> Card:
    """After "Put it in the thread"."""
    if not used.permalink:
        return _plain(_PUT)
    link = kit.link_button("Open the thread", words.OPEN_LINK, used.permalink)
    return Card(_PUT, [kit.section(_PUT), kit.actions(link)])


def solved(shown: Shown) -> Card:
    """In place of what was pressed, all of it: it may be read to a customer now."""
    told = _SOLVED.format(author=name(credited(shown.practice)))
    worked = whole_words(shown.practice.what_worked)
    return Card(told, [*worked, *one_way_to_say_it(shown), kit.context(told)])


def why(templates: Sequence[str], telling: Sequence[str]) -> str:
    """Why it is suggested: the words that it shares, as many as one line holds, or its meaning."""
    for count in range(min(len(telling), _MOST_WORDS), 0, -1):
        said = templates[count].format(*telling)
        if lines(said, SMALL) == 1:
            return said
    return templates[0]


def _one(suggestion: Suggestion, suggested: Suggested, now: datetime, room: int) -> list[Block]:
    shown = suggestion.shown
    small = max(SMALL_LINES, room - useful_lines(shown.practice, room - SMALL_LINES))
    return [
        useful_line(shown.practice, room - SMALL_LINES),
        kit.context(small_print(shown, now, small)),
        kit.actions(*_buttons(shown, suggested), menu(shown.practice, Choice.MORE, Choice.REFUSE)),
    ]


def _buttons(shown: Shown, suggested: Suggested) -> list[Element]:
    value = words.in_ask_value(shown.practice.id, suggested.ask_id)
    if not suggested.is_live:
        return []
    if suggested.is_mine:
        solves = kit.button("This solves it", words.SOLVES, value, "primary")
        return [solves, kit.button("Not this", words.NOT_THIS, value)]
    return [kit.button("Put it in the thread", words.PUT, value)]


def _plain(sentence: str) -> Card:
    return Card(sentence, [kit.section(sentence)])
