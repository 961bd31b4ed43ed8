"""A practice in a few lines, the same wherever it is shown: what worked first, then whose it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from bot.practices import words
from bot.practices.facts import Shown
from bot.practices.phrases import age, helped, line, state
from bot.practices.words import Choice
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.fitting import SMALL, fit, lines
from bot.text.kit import Block, Element
from bot.text.phrases import WORDLESS, label
from storage.practices import Practice, Saying

CARD_LINES: Final = 5  # at 320 px, above the buttons
SMALL_LINES: Final = 2  # at least

_SMALL: Final = (
    "{title} · {state} · {helped} · {author} · {age}",
    "{title} · {state} · {helped} · {author}",
    "{title} · {state} · {helped}",
)
_SMALL_UNTRIED: Final = (
    "{title} · {state} · {author} · {age}",
    "{title} · {state} · {author}",
    "{title} · {state}",
)
CHOICES: Final = {
    Choice.MORE: "More",
    Choice.ADD: "Add how I say it",
    Choice.REFUSE: "Wrong or old",
    Choice.SHARE: "Share it",
    Choice.VERIFY: "Verify it",
    Choice.CONFIRM: "It still holds",
    Choice.UNDO: "Undo the last change",
    Choice.SAME: "Same as another one",
    Choice.ARCHIVE: "Archive it",
}
_DOUBTFUL: Final = "may not fit · "
_TITLE_AT_LEAST: Final = 14
_TITLE_AT_MOST: Final = 60
_SAY_IT: Final = "One way to say it: “{said}”"


def useful_line(practice: Practice, most: int) -> Block:
    """What worked, as it was typed, in at most `most` lines."""
    return kit.words(fit(line(practice.what_worked), most))


def useful_lines(practice: Practice, most: int) -> int:
    """How many lines `useful_line` takes."""
    return lines(fit(line(practice.what_worked), most))


def whole_words(typed: str) -> list[Block]:
    """What somebody typed, in as many sections as one message or modal has room for."""
    parts = kit.messages(typed)
    return [kit.words(part) for part in (parts[0] if parts else [WORDLESS])]


def way_to_say_it(shown: Shown) -> Saying | None:
    """None where nobody said how, or in words of what worked."""
    saying = shown.saying
    if saying is None or line(saying.text) in line(shown.practice.what_worked):
        return None
    return saying


def one_way_to_say_it(shown: Shown, most: int | None = None) -> list[Block]:
    """In at most `most` lines; nothing where `way_to_say_it` has nothing."""
    saying = way_to_say_it(shown)
    if saying is None:
        return []
    said = _SAY_IT.format(said=line(saying.text))
    if most is None:
        return [kit.words(shorten(said, kit.PART))]
    return [kit.small_words(fit(said, most, SMALL, more="”"))]


def small_print(
    shown: Shown, now: datetime, most: int = SMALL_LINES, *, doubtful: bool = False
) -> str:
    """Title, state, how often it helped, author and age, as much as `most` lines hold; first of
    all that it may not fit, where that is `doubtful`.
    """
    values = _values(shown, now)
    template, title = _fullest(_templates(values, doubtful), values, most)
    escaped = {key: escape(value) for key, value in values.items()}
    return template.format(**{**escaped, "title": f"*{escape(title)}*"})


def spoken(shown: Shown, now: datetime, *, doubtful: bool = False) -> str:
    """The small print for a message's text, without marks."""
    values = _values(shown, now)
    return escape(_templates(values, doubtful)[0].format(**values))


def credited(practice: Practice) -> str:
    """The full name of whose find it is: the helper's, or else the author's."""
    return practice.helper_name or practice.author_name


def buttons(shown: Shown, *first: Element) -> Block:
    """`first`, and the "…" with what is needed less often."""
    return kit.actions(*first, menu(shown.practice, Choice.MORE, Choice.ADD, Choice.REFUSE))


def use_button(practice: Practice) -> Element:
    return kit.button("Use on this call", words.USE, str(practice.id))


def helped_button(practice: Practice, ask_id: UUID | None = None) -> Element:
    """`ask_id`: on the call of this ask."""
    value = words.in_ask_value(practice.id, ask_id) if ask_id else str(practice.id)
    return kit.button("Helped", words.HELPED, value)


def menu(practice: Practice, *choices: Choice) -> Element:
    """The "…": at most five choices."""
    options = {
        CHOICES[each]: words.choice_value(each, practice.id, practice.version) for each in choices
    }
    return kit.overflow(words.MENU, options)


def _values(shown: Shown, now: datetime) -> dict[str, str]:
    practice = shown.practice
    return {
        "title": line(practice.title),
        "state": state(practice),
        "helped": helped(shown.reuse.helped),
        "author": label(credited(practice)),
        "age": age(practice.updated_at, now),
    }


def _templates(values: Mapping[str, str], doubtful: bool) -> Sequence[str]:
    templates = _SMALL if values["helped"] else _SMALL_UNTRIED
    return [_DOUBTFUL + each for each in templates] if doubtful else templates


def _fullest(templates: Sequence[str], values: Mapping[str, str], most: int) -> tuple[str, str]:
    """The first template that leaves the title room, with as much of the title as then fits."""
    title = values["title"]
    for template in templates:
        for columns in range(_TITLE_AT_MOST, _TITLE_AT_LEAST - 1, -4):
            cut = fit(title, 1, columns)
            if lines(template.format(**{**values, "title": cut}), SMALL) <= most:
                return template, cut
    return templates[-1], fit(title, 1, _TITLE_AT_LEAST)
