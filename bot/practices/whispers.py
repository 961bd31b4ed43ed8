"""Short private answers of practices: what only the person who acted reads."""

from typing import Final

from bot.commands import named as with_commands
from bot.practices import search_words, words
from bot.practices.brief import (
    CARD_LINES,
    credited,
    one_way_to_say_it,
    useful_line,
)
from bot.practices.drafts import Added
from bot.practices.facts import Refused, Shown
from bot.practices.phrases import quoted
from bot.text import kit
from bot.text.escaping import shorten
from bot.text.kit import Card
from bot.text.phrases import mention, name
from storage.practices import Practice, PracticeState, Scope, Word

TITLE_SHOWN: Final = 60

_HELPED: Final = "You said that it helped. {author} sees that in Home."
_HELPED_OWN: Final = "Noted. What counts in Home is what it does for your colleagues."
_TOLD: Final = "Thank you. We told {owner}."
_NOTED: Final = "Thank you, that is noted."
_TOLD_SUSPENDED: Final = (
    "Thank you. We told {owner}. It is not suggested until somebody has looked."
)
_SUSPENDED: Final = "Thank you. It is not suggested until somebody has looked."
_NOT_THIS: Final = "Noted. It comes less often with such questions."
_DRAFT: Final = "Saved as a draft that only you see: {title}"
_SAVED: Final = {
    Scope.POD: "Saved. Your pod finds it now: {title}",
    Scope.MARKET: "Saved. All pods of your market find it now: {title}",
    Scope.COMPANY: "Saved. All our pods find it now: {title}",
    Scope.PARTNERS: "Saved. All our pods and partners find it now: {title}",
}
_MASKED: Final = "What looked like a customer's data was masked."
_ADDED: Final = "Thank you. What you found is part of this one now: {title}"
_SAID_TOO: Final = "Thank you. How you say it stands there with your name: {title}"
_SAID_ALREADY: Final = "These words stand there already: {title}"
_LINKED: Final = "Your way to say it stands in {title} now."
_ANSWERS: Final = "Noted. {title} answers it."
_AS_IT_WAS: Final = "Its situation and what worked stay as they were."
_STILL_HOLDS: Final = "Thank you. It holds, and colleagues see that: {title}"
_ARCHIVED: Final = "Archived. It is kept, and no longer found: {title}"
_OFFER: Final = "Keep this as a practice, so that the next one finds it?"
_HELP_ALOUD: Final = "{practice} and a few words finds what worked for others, for you alone."
_HELP: Final = (
    "*{practice}* and a few words finds what worked for others. Only you see it.\n"
    "*{practice}* alone opens the search, with filters.\n"
    "*{practice} new* saves what worked for you.",
    "“Save as a practice” in the menu of a message does the same, and so does a 💡 on it.",
    "In a thread, where commands do not work, *@{app} practice* and a few words finds it, too. "
    "Only you see what is found.",
    "*{practice} top* shows what helped most.\n"
    "*{practice} gaps* shows coaches what was looked for and not found.",
)


def it_helped(shown: Shown, user: str) -> Card:
    """To `user`, in place of the private message that was pressed: its words stay, to be read."""
    told = _noted(shown, user)
    said = one_way_to_say_it(shown, 1)
    blocks = [
        useful_line(shown.practice, CARD_LINES - 2 - len(said)),
        *said,
        kit.context(told),
    ]
    return Card(told, blocks)


def thanked(shown: Shown, user: str) -> Card:
    """To `user`, after "Helped" under what everybody sees."""
    return _plain(_noted(shown, user))


def _noted(shown: Shown, user: str) -> str:
    """Whoever wrote it, or said it, hears what counts."""
    practice = shown.practice
    if user in (practice.author, practice.helper):
        return _HELPED_OWN
    return _HELPED.format(author=name(credited(practice)))


def refused(noted: Refused, word: Word) -> Card:
    """After "Wrong or old": who looks at it."""
    if word is Word.NOT_THIS:
        return _plain(_NOT_THIS)
    template = _TOLD if noted.told else _NOTED
    if noted.suspended:
        template = _TOLD_SUSPENDED if noted.told else _SUSPENDED
    return _plain(template.format(owner=mention(noted.practice.owner)))


def saved(practice: Practice, *, masked: bool = False) -> Card:
    """To whoever saved it: who finds it from now on, and whether some of it was masked."""
    template = _DRAFT if practice.state is PracticeState.DRAFT else _SAVED[practice.scope]
    return _with_a_look(template, practice, masked)


def still_holds(practice: Practice) -> Card:
    return _plain(_STILL_HOLDS.format(title=quoted(practice.title)))


def archived(practice: Practice) -> Card:
    return _plain(_ARCHIVED.format(title=quoted(practice.title)))


def added(practice: Practice, *, masked: bool = False) -> Card:
    """Instead of a second one: all of it is part of the first, which is found by its words."""
    return _with_a_look(_ADDED, practice, masked)


def linked(practice: Practice, *, with_words: bool, masked: bool = False) -> Card:
    """Instead of a second one, another way to say the first: nothing else was kept. Without
    words of their own, what it was written for has its answer.
    """
    if not with_words:
        return _with_a_look(_ANSWERS, practice, masked)
    return _with_a_look(_LINKED, practice, masked, _AS_IT_WAS)


def said_too(added: Added) -> Card:
    """After "Add how I say it"."""
    template = _SAID_TOO if added.is_new else _SAID_ALREADY
    return _with_a_look(template, added.practice, bool(added.masked))


def offered(place: str) -> Card:
    """After a 💡 on a message, to whoever put it there; `place` is a `words.place_value`."""
    button = kit.button("Save as a practice", words.SAVE_MESSAGE, place)
    return Card(_OFFER, [kit.section(f"💡 {_OFFER}"), kit.actions(button)])


def help_card() -> Card:
    """`/practice help`."""
    told = [kit.section(with_commands(each)) for each in _HELP]
    search = kit.button("Search", search_words.SEARCH, words.PREFILL)
    save = kit.button("Save a practice", words.NEW, words.PREFILL)
    return Card(with_commands(_HELP_ALOUD), [*told, kit.actions(search, save)])


def _with_a_look(template: str, practice: Practice, masked: bool, *small: str) -> Card:
    told = template.format(title=quoted(shorten(practice.title, TITLE_SHOWN)))
    look = kit.button("Look at it", words.MORE, str(practice.id))
    more = [kit.context(each) for each in (*small, *([_MASKED] if masked else []))]
    return Card(told, [kit.section(told), *more, kit.actions(look)])


def _plain(sentence: str) -> Card:
    return Card(sentence, [kit.section(sentence)])
