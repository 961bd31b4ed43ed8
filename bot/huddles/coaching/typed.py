"""What somebody typed: whom they mean, and words as they may be stored."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from bot.huddles.coaching.errors import NothingTyped, TooLong
from bot.huddles.coaching.facts import LONGEST_LINE
from bot.text.escaping import clean, one_line, plain, shows_something
from bot.text.masking import Masked, Masker
from storage.pods import MemberFacts

# As Slack sends it where `should_escape` is on.
_MENTION = re.compile(r"<@([A-Z0-9]{1,40})(?:\|[^<>]*)?>")


class Meant(NamedTuple):
    """A Slack id, or a name; neither where nobody was named."""

    user: str | None = None
    name: str = ""


def read_meant(text: str) -> Meant:
    """Of what follows our word, as Slack sends it: the first mention, or what was typed."""
    if found := _MENTION.search(text):
        return Meant(found[1])
    name = one_line(clean(plain(text))).lstrip("@ ").strip()
    return Meant(None, name if shows_something(name) else "")


def of_that_name(typed: str, members: Sequence[MemberFacts]) -> list[MemberFacts]:
    """Those whose name it is or, where it is nobody's, begins: "maya", "maya r"."""
    wanted = _folded(typed)
    whole = [each for each in members if _folded(each.name) == wanted]
    return whole or [each for each in members if _begins(wanted, _folded(each.name))]


def line(masker: Masker, text: str, field: str) -> Masked:
    """A line of people's words as it may be stored. Raises `NothingTyped`, `TooLong`."""
    cleaned = one_line(clean(text))
    masked = masker.mask(cleaned if shows_something(cleaned) else "")
    if not masked.text:
        raise NothingTyped(field)
    if len(masked.text) > LONGEST_LINE:
        raise TooLong(len(masked.text), field)
    return masked


def _folded(name: str) -> list[str]:
    """Its words without accents, capitals and signs."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(each if each.isalnum() else " " for each in apart if not _is_accent(each))
    return letters.split()


def _is_accent(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"


def _begins(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Whether each word begins one of the name's, in their order."""
    left = iter(words)
    return bool(wanted) and all(any(each.startswith(one) for each in left) for one in wanted)
