"""Practices' section of the Home tab: what mine did for colleagues, and my drafts."""

from collections.abc import Sequence
from typing import Final

from bot.commands import named as with_commands
from bot.practices import search_words, words
from bot.practices.brief import credited
from bot.practices.facts import Author, Shown, Tended, Waiting
from bot.practices.lists import did
from bot.practices.phrases import helped, line, state, used, waits_for
from bot.practices.search_form import suggesting
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block
from bot.text.phrases import name, start
from storage.practices import OPEN_STATES, Practice, PracticeState, Word
from storage.practices_tending import Against

MOST_SHOWN: Final = 5  # of each list; a Home tab holds 100 blocks of all features
TITLE_SHOWN: Final = 60
MOST_SAID: Final = 2
WHY_SHOWN: Final = 120

_FIND: Final = "{practice} and a few words finds what worked for others, while you are on a call."
_NONE: Final = "You have shared none yet. What worked for you may be what a colleague needs next."
_DID: Final = "Yours were {used} by colleagues, and {helped}."
_WERE_USED: Final = "Yours were {used} by colleagues."
_LOOK: Final = "*Does this still hold?* A look of yours settles it."
_SAID: Final = {
    Word.WRONG: "{who} says that it is wrong.",
    Word.OLD: "{who} says that it is old.",
}
_SAID_WHY: Final = {
    Word.WRONG: "{who} says that it is wrong: {why}",
    Word.OLD: "{who} says that it is old: {why}",
}
_DRAFTS: Final = "*Your drafts*, which only you see"
_WAIT: Final = "Nobody needed yours yet. They are found when somebody does."


def home_section(author: Author, to_look_at: Sequence[Waiting] = ()) -> list[Block]:
    """What counts is what colleagues made of it: no goals, no ranks. `to_look_at` waits for the
    person's eye.
    """
    shared = [each for each in author.shown if each.practice.state in OPEN_STATES]
    drafts = [each for each in author.shown if each.practice.state is PracticeState.DRAFT]
    search = kit.button("Search", search_words.SEARCH, words.PREFILL)
    save = kit.button("Save a practice", words.NEW, words.PREFILL)
    return [
        kit.header("Practices"),
        kit.actions(suggesting("Find what worked"), search, save),
        kit.context(with_commands(_FIND)),
        kit.section(_summary(author, shared)),
        *map(did, shared[:MOST_SHOWN]),
        *_and_more(shared),
        *_waiting(to_look_at),
        *_listed(_DRAFTS, drafts),
    ]


def _summary(author: Author, shared: Sequence[Shown]) -> str:
    if not shared:
        return _NONE
    counted = {"used": used(author.reuse.used), "helped": helped(author.reuse.helped)}
    if author.reuse.helped:
        return _DID.format(**counted)
    return _WERE_USED.format(**counted) if author.reuse.used else _WAIT


def _waiting(waiting: Sequence[Waiting]) -> list[Block]:
    """With the way to the others: a pod may have many."""
    if not waiting:
        return []
    shown = [_to_look_at(each) for each in waiting[:MOST_SHOWN]]
    rest = len(waiting) - MOST_SHOWN
    see = kit.button("See all", search_words.TEND, Tended.IN_DOUBT)
    more = [kit.section(f"{rest} more wait for a look.", see)] if rest > 0 else []
    return [kit.section(_LOOK), *shown, *more]


def _to_look_at(waiting: Waiting) -> Block:
    """What it is about, whose it is, why it waits; below it who said what."""
    practice = waiting.shown.practice
    title = f"*{escape(shorten(line(practice.title), TITLE_SHOWN))}*"
    parts = (title, waits_for(practice), name(credited(practice)))
    said = [_said(each) for each in waiting.said[:MOST_SAID]]
    told = "\n".join((" · ".join(filter(None, parts)), *said))
    return kit.section(told, kit.button("Look at it", words.MORE, str(practice.id)))


def _said(against: Against) -> str:
    values = {"who": name(against.who), "why": start(against.why or "", WHY_SHOWN)}
    return (_SAID_WHY if against.why else _SAID)[against.word].format(**values)


def _listed(title: str, practices: Sequence[Shown]) -> list[Block]:
    """Said only to those who have some."""
    if not practices:
        return []
    shown = [_to_open(each.practice) for each in practices[:MOST_SHOWN]]
    return [kit.section(title), *shown, *_and_more(practices)]


def _to_open(practice: Practice) -> Block:
    told = f"*{escape(shorten(line(practice.title), TITLE_SHOWN))}* · {state(practice)}"
    return kit.section(told, kit.button("Look at it", words.MORE, str(practice.id)))


def _and_more(listed: Sequence[Shown]) -> list[Block]:
    rest = len(listed) - MOST_SHOWN
    return [kit.context(f"{rest} more are not shown.")] if rest > 0 else []
