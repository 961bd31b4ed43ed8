"""The form that makes two practices one: which other one says the same, then both side by side."""

from typing import Final, NamedTuple
from uuid import UUID

from bot.errors import Outdated
from bot.practices.brief import credited
from bot.practices.facts import Whole
from bot.practices.phrases import FOUND_BY, helped, line, state
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block
from bot.text.phrases import name
from storage.practices import OPEN_STATES, Narrow

# Modals; of the first one the metadata is the practice's id, of the second one `Both`.
CHOOSE_FORM: Final = "practices.same_choose"
BOTH_FORM: Final = "practices.same_both"
OTHER: Final = "practices.same_other"  # asks for practices; its block's id, too

TITLE: Final = "Same as another one"
NARROW: Final = Narrow(states=OPEN_STATES)  # to what others find
LONGEST: Final = 600  # of a situation, and of what worked

_WHAT_HAPPENS: Final = (
    "This one becomes part of the other: the words of both find that one, and both authors keep "
    "their credit. “Undo the last change” makes two of them again."
)
_BECOMES_PART: Final = "*“{title}” becomes part of this one:*"


class Both(NamedTuple):
    """The practice that becomes part of the other."""

    part: UUID
    whole: UUID

    def __str__(self) -> str:
        return f"{self.part}:{self.whole}"


def read_both(value: str) -> Both:
    """Raises `Outdated` for another version's."""
    try:
        part, whole = value.split(":")
        return Both(UUID(part), UUID(whole))
    except ValueError:
        raise Outdated from None


def choose_form(part: Whole) -> Block:
    """What is looked for while somebody types is the other one, which stays."""
    practice = part.practice
    menu = kit.asking_menu(OTHER, "A few words of the other one", from_letters=2)
    blocks = [*_side(part), kit.field_of(OTHER, "Which one says the same?", menu)]
    return kit.modal(CHOOSE_FORM, TITLE, blocks, "Compare", str(practice.id))


def both_form(part: Whole, whole: Whole) -> Block:
    """Enough of both to see whether they are one."""
    becomes = _BECOMES_PART.format(title=escape(line(part.practice.title)))
    blocks = [
        *_side(part),
        kit.divider(),
        kit.section(becomes),
        *_side(whole),
        kit.context(_WHAT_HAPPENS),
    ]
    both = Both(part.practice.id, whole.practice.id)
    return kit.modal(BOTH_FORM, TITLE, blocks, "Make them one", str(both))


def _side(whole: Whole) -> list[Block]:
    practice = whole.practice
    found_by = FOUND_BY[practice.scope]
    about = (state(practice), helped(whole.reuse.helped), name(credited(practice)), found_by)
    return [
        kit.section(f"*{escape(line(practice.title))}*"),
        kit.context(" · ".join(filter(None, about))),
        kit.words(shorten(line(practice.situation), LONGEST)),
        kit.words(shorten(line(practice.what_worked), LONGEST)),
    ]
