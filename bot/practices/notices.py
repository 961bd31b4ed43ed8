"""What a practice's owner is told, in their direct messages: what was said, and what to do."""

from typing import Final

from bot.practices import words
from bot.practices.facts import What
from bot.practices.phrases import quoted
from bot.text import kit
from bot.text.kit import Card, Element
from bot.text.phrases import name as brief
from bot.text.phrases import start
from storage.practices import Practice, Word

_WHY_SHOWN: Final = 300
_REFUSED: Final = {
    Word.WRONG: "{who} says that your practice {title} is wrong.",
    Word.OLD: "{who} says that your practice {title} is old.",
}
_REFUSED_WHY: Final = {
    Word.WRONG: "{who} says that your practice {title} is wrong: {why}",
    Word.OLD: "{who} says that your practice {title} is old: {why}",
}
_SUSPENDED: Final = "It is not suggested to anybody until somebody has looked at it."
_STILL: Final = "Nobody has used your practice {title} for 90 days. Does it still hold?"
_STAYS: Final = "Without an answer in 14 days it is marked as old. It is never deleted."
_SETTLED: Final = {
    What.CONFIRMED: "You said that it still holds: {title}",
    What.ARCHIVED: "You archived it: {title} It is kept, and no longer found.",
}
_CORRECTED: Final = "The answer that your practice {title} came from was corrected."


def refused(practice: Practice, who: str, word: Word, why: str) -> Card:
    """Somebody called it wrong or old; `why` in their own words, which are masked."""
    template = (_REFUSED_WHY if why else _REFUSED)[word]
    text = template.format(who=brief(who), title=_title(practice), why=start(why, _WHY_SHOWN))
    return _card(practice, text, _SUSPENDED if practice.suspended_at is not None else None)


def still_holds(practice: Practice) -> Card:
    """Once, after 90 days without a use."""
    return _card(practice, _STILL.format(title=_title(practice)), _STAYS)


def answer_corrected(practice: Practice) -> Card:
    """Whoever accepted the answer took that back."""
    return _card(practice, _CORRECTED.format(title=_title(practice)), _SUSPENDED)


def settled(practice: Practice, what: What) -> Card:
    """In the place of what asked: what became of it, and no button that does it again."""
    text = _SETTLED[what].format(title=_title(practice))
    look = kit.button("Look at it", words.MORE, str(practice.id))
    return Card(text, [kit.section(text), kit.actions(look)])


def _card(practice: Practice, text: str, small: str | None) -> Card:
    blocks = [kit.section(text)]
    if small is not None:
        blocks.append(kit.context(small))
    blocks.append(kit.actions(*_controls(practice)))
    return Card(f"{text} {small}" if small else text, blocks)


def _controls(practice: Practice) -> list[Element]:
    value = str(practice.id)
    return [
        kit.button("It still holds", words.STILL_HOLDS, value),
        kit.button("Look at it", words.MORE, value),
        kit.button("Archive it", words.ARCHIVE, value),
    ]


def _title(practice: Practice) -> str:
    return quoted(practice.title)
