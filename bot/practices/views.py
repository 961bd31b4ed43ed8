"""What somebody on a call sees of practices: what was found, and one that was put into a thread.

Short private answers stand in `whispers.py`, forms in `modals.py`, the whole of a practice in
`whole.py`, lists in `lists.py`, Home in `home.py`, what its owner is told in `notices.py`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from bot.commands import named as with_commands
from bot.practices import search_words, words
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
from bot.practices.facts import Helping, Shown, Used
from bot.practices.fitting import HARDLY
from bot.practices.found import Results
from bot.practices.phrases import quoted
from bot.practices.sub_commands import meant_word
from bot.practices.worth_noting import worth_noting
from bot.text import kit
from bot.text.escaping import plain, shorten
from bot.text.fitting import SMALL, lines
from bot.text.kit import Block, Card, Element
from bot.text.phrases import mention, name, pod_name, start
from storage.practices import Practice

MOST_FOUND: Final = 3
ALOUD: Final = 200
WORDS_SHOWN: Final = 80

_LATER_LINES: Final = 4
# In a thread, where the customer's rep reads it: what can be said stands there whole.
_THREAD_LINES: Final = 10
_SAID_LINES: Final = 6
_WHOLE_NAME: Final = f"💡 {'n' * 13} {'n' * 31}"  # all of it, as a mention shows it
_NOTHING: Final = "No practice fits {words} yet. Your pod may know."
_NOTHING_AND_NOTED: Final = (
    "No practice fits {words} yet. Your pod may know. "
    "It is noted as a gap, so that somebody can fill it."
)
_NEAREST: Final = "Nothing fits {words} well. Your pod may know. The closest:"
_DID_YOU_MEAN: Final = "Did you mean `{practice} {word}`? "
_FOR_YOU: Final = "For your call. Only you see this."
_IN_THREAD: Final = "For your call, and in the thread of your question."
_USES: Final = "{who} uses what worked for {author}"
# By a colleague of the asker's pod, and by one of another pod.
_FOUND: Final = (
    "{who} found what worked for {author}",
    "{who} from {pod} found what worked for {author}",
)
_FOUND_OUT: Final = ("{who} shares what worked", "{who} from {pod} shares what worked")
_TO: Final = "{to} — {told}"
_IN_THREAD_ALOUD: Final = "{told}: {worked}"
_ALOUD: Final = "{worked} ({about})"


def found(results: Results, now: datetime, to_ask: str = "", for_ask: UUID | None = None) -> Card:
    """The best practices for what somebody typed, the first with most room; and where none may
    fit, that it is so and the way to the pod.

    `to_ask` is what may have been meant for the pod; `for_ask` a colleague's question, in whose
    thread it was looked for.
    """
    if not results.shown:
        return nothing_found(results.words, to_ask, for_ask, noted=results.is_gap)
    best, fits = worth_a_look(results.shown)[:MOST_FOUND], any(each.fits for each in results.shown)
    first = [nearest(results.words)] if results.is_gap else []
    blocks = [kit.context(each) for each in first]
    for place, shown in enumerate(best):
        room = _LATER_LINES if place else CARD_LINES
        small = max(SMALL_LINES, room - useful_lines(shown.practice, room - SMALL_LINES))
        blocks += [kit.divider()] if place else []
        blocks += [
            useful_line(shown.practice, room - SMALL_LINES),
            kit.context(small_print(shown, now, small, doubtful=fits and not shown.fits)),
            buttons(shown, *_uses_of(shown, for_ask)),
        ]
    blocks.append(_ways_on(results.words, to_ask, for_ask, is_gap=results.is_gap))
    aloud = [_aloud(shown, now, doubtful=fits and not shown.fits) for shown in best]
    return Card(" ".join([*first, *aloud]), blocks)


def worth_a_look(found: Sequence[Shown]) -> list[Shown]:
    """Beside what fits, nothing that hardly can; where nothing may fit, the nearest."""
    fits = any(each.fits for each in found)
    return [each for each in found if each.fits or not fits or each.sure >= HARDLY]


def nothing_found(
    typed: str, to_ask: str = "", for_ask: UUID | None = None, *, noted: bool = True
) -> Card:
    """The pod may know; `noted`: it is kept as a gap."""
    sentence = nothing_fits(typed, noted=noted)
    return Card(sentence, [kit.section(sentence), _ways_on(typed, to_ask, for_ask, is_gap=True)])


def nothing_fits(typed: str, *, noted: bool) -> str:
    """`noted`: it is kept as a gap, if it tells anything."""
    noted = noted and worth_noting(typed)
    return _meant(typed) + _said(_NOTHING_AND_NOTED if noted else _NOTHING, typed)


def nearest(typed: str) -> str:
    """Above what is found where none may fit."""
    return _meant(typed) + _said(_NEAREST, typed)


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
        buttons(shown, helped_button(shown.practice, used.ask_id), *links),
    ]
    return Card(f"{happened} {_aloud(shown, now)}", blocks)


def in_thread(shown: Shown, by: str, ask_id: UUID, helping: Helping | None = None) -> Card:
    """The practice in the thread of a question; `by` is the name of whoever put it there, who is
    not mentioned: they need no notification of their own press. `helping` where they do not ask.
    """
    told = _put_by(shown, by, helping) if helping is not None else _used_by(shown, by)
    first, taken = kit.context(f"💡 {told}"), lines(plain(told), SMALL)
    if helping is not None and helping.to:
        taken = lines(_TO.format(to=_WHOLE_NAME, told=plain(told)))
        told = _TO.format(to=mention(helping.to), told=told)
        first = kit.section(f"💡 {told}")
    said = one_way_to_say_it(shown, _SAID_LINES)
    taken += sum(lines(each["elements"][0]["text"], SMALL) for each in said)
    blocks = [
        first,
        useful_line(shown.practice, _THREAD_LINES - taken),
        *said,
        buttons(shown, helped_button(shown.practice, ask_id)),
    ]
    worked = start(shown.practice.what_worked, ALOUD)
    return Card(_IN_THREAD_ALOUD.format(told=told, worked=worked), blocks)


def _used_by(shown: Shown, by: str) -> str:
    return _USES.format(who=name(by), author=name(credited(shown.practice)))


def _put_by(shown: Shown, by: str, helping: Helping) -> str:
    template = (_FOUND_OUT if helping.is_own else _FOUND)[helping.pod is not None]
    author = name(credited(shown.practice))
    return template.format(who=name(by), author=author, pod=pod_name(helping.pod or ""))


def _meant(typed: str) -> str:
    word = meant_word(typed)
    return with_commands(_DID_YOU_MEAN).format(word=word) if word else ""


def _said(template: str, typed: str) -> str:
    return template.format(words=quoted(shorten(typed, WORDS_SHOWN)))


def put_button(practice: Practice, for_ask: UUID) -> Element:
    """For whoever looks on a colleague's behalf."""
    value = words.in_ask_value(practice.id, for_ask)
    return kit.button("Put it in the thread", words.PUT, value)


def _uses_of(shown: Shown, for_ask: UUID | None) -> list[Element]:
    practice = shown.practice
    if for_ask is None:
        return [use_button(practice), helped_button(practice)]
    return [put_button(practice, for_ask)]


def _ways_on(typed: str, to_ask: str, for_ask: UUID | None, *, is_gap: bool) -> Block:
    """To the pod where it may be asked, and to the search."""
    prefill, asked = words.prefill_value(typed), words.prefill_value(to_ask or typed)
    style: Literal["primary"] | None = "primary" if is_gap else None
    ask = kit.button("Ask the pod", words.ASK_THE_POD, asked, style)
    save = kit.button("Save a practice", words.NEW, prefill)
    further = search_words.open_value(typed, for_ask)
    search = kit.button("Search further", search_words.SEARCH, further)
    asks = [ask] if is_gap or to_ask else []
    return kit.actions(*asks, *([save] if is_gap else []), search)


def _aloud(shown: Shown, now: datetime, *, doubtful: bool = False) -> str:
    worked = start(shown.practice.what_worked, ALOUD)
    return _ALOUD.format(worked=worked, about=spoken(shown, now, doubtful=doubtful))
