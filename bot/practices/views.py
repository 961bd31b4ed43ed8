"""What somebody on a call sees of practices: what was found, and one that was put into a thread.

Short private answers stand in `whispers.py`, forms in `modals.py`, the whole of a practice in
`whole.py`, lists in `lists.py`, Home in `home.py`, what its owner is told in `notices.py`.
"""

from datetime import datetime
from typing import Final

from bot.practices import words
from bot.practices.brief import (
    CARD_LINES,
    SMALL_LINES,
    buttons,
    credited,
    helped_button,
    one_way_to_say_it,
    small_print,
    spoken,
    use_button,
    useful_line,
    useful_lines,
    whole_words,
)
from bot.practices.facts import Results, Shown, Used
from bot.practices.phrases import quoted
from bot.text import kit
from bot.text.escaping import plain, shorten
from bot.text.fitting import SMALL, lines
from bot.text.kit import Block, Card
from bot.text.phrases import name, start

MOST_FOUND: Final = 3
ALOUD: Final = 200
WORDS_SHOWN: Final = 80

_LATER_LINES: Final = 4
_NOTHING: Final = (
    "No practice fits {words} yet. Your pod may know. "
    "It is noted as a gap, so that somebody can fill it."
)
_NEAREST: Final = "No practice fits {words} for sure. Your pod may know. The nearest:"
_FOR_YOU: Final = "For your call. Only you see this."
_IN_THREAD: Final = "For your call, and in the thread of your question."
_USES: Final = "{who} uses what worked for {author}"
_USES_ALOUD: Final = "{who} uses what worked for {author}: {worked}"
_ALOUD: Final = "{worked} ({about})"


def found(results: Results, now: datetime) -> Card:
    """The best practices for what somebody typed, the first with most room; and where none may
    fit, that it is so and the way to the pod.
    """
    if not results.shown:
        return nothing_found(results.words)
    best = results.shown[:MOST_FOUND]
    first = [_said(_NEAREST, results.words)] if results.is_gap else []
    blocks = [kit.context(each) for each in first]
    for place, shown in enumerate(best):
        room = _LATER_LINES if place else CARD_LINES
        small = max(SMALL_LINES, room - useful_lines(shown.practice, room - SMALL_LINES))
        blocks += [kit.divider()] if place else []
        blocks += [
            useful_line(shown.practice, room - SMALL_LINES),
            kit.context(small_print(shown, now, small)),
            buttons(shown, use_button(shown.practice), helped_button(shown.practice)),
        ]
    if results.is_gap:
        blocks.append(_ask_or_save(results.words))
    return Card(" ".join([*first, *(_aloud(shown, now) for shown in best)]), blocks)


def nothing_found(typed: str) -> Card:
    """It is kept as a gap; the pod may know."""
    sentence = _said(_NOTHING, typed)
    return Card(sentence, [kit.section(sentence), _ask_or_save(typed)])


def to_use(used: Used, now: datetime) -> Card:
    """After "Use on this call": the whole of what worked, for whoever has a customer waiting."""
    shown, link = used.shown, used.permalink
    happened = _IN_THREAD if used.ask_id else _FOR_YOU
    links = [kit.link_button("Open the thread", words.OPEN_LINK, link)] if link else []
    blocks = [
        *whole_words(shown.practice.what_worked),
        *one_way_to_say_it(shown),
        kit.context(small_print(shown, now)),
        kit.context(happened),
        buttons(shown, helped_button(shown.practice), *links),
    ]
    return Card(f"{happened} {_aloud(shown, now)}", blocks)


def in_thread(shown: Shown, by: str) -> Card:
    """The note in the thread of a question; `by` is the name of whoever put it there, who is not
    mentioned: they need no notification of their own press.
    """
    values = {"who": name(by), "author": name(credited(shown.practice))}
    first = f"💡 {_USES.format(**values)}"
    said = one_way_to_say_it(shown, 1)
    blocks = [
        kit.context(first),
        useful_line(shown.practice, CARD_LINES - lines(plain(first), SMALL) - len(said)),
        *said,
        buttons(shown, helped_button(shown.practice)),
    ]
    worked = start(shown.practice.what_worked, ALOUD)
    return Card(_USES_ALOUD.format(**values, worked=worked), blocks)


def _said(template: str, typed: str) -> str:
    return template.format(words=quoted(shorten(typed, WORDS_SHOWN)))


def _ask_or_save(typed: str) -> Block:
    ask = kit.button("Ask the pod", words.ASK_THE_POD, words.prefill_value(typed), "primary")
    return kit.actions(ask, kit.button("Save a practice", words.NEW, words.prefill_value(typed)))


def _aloud(shown: Shown, now: datetime) -> str:
    worked = start(shown.practice.what_worked, ALOUD)
    return _ALOUD.format(worked=worked, about=spoken(shown, now))
