"""People's words on their way into a practice: plain, clean, masked, and not too many."""

import re
from typing import Final

from bot.practices.errors import NotALink, TooManyWords
from bot.text.escaping import clean, one_line, plain, shows_something
from bot.text.masking import Masked, Masker

LONGEST: Final = {
    "title": 120,
    "situation": 3000,
    "what_worked": 3000,
    "say_it": 600,
    "why": 500,
}
LONGEST_LINK: Final = 500
_LINK = re.compile(r"https?://[^\s<>|\"]+")


def typed(masker: Masker, text: str) -> Masked:
    """What was typed by a person; nothing where none of it would be seen."""
    cleaned = clean(text).strip()
    return masker.mask(cleaned if shows_something(cleaned) else "")


def from_slack(masker: Masker, text: str) -> Masked:
    """What a message or a command says."""
    return typed(masker, plain(text))


def field(masker: Masker, name: str, text: str) -> Masked:
    """One field of a form. Raises `TooManyWords`."""
    masked = typed(masker, one_line(text) if name == "title" else text)
    if len(masked.text) > LONGEST[name]:
        raise TooManyWords(name, len(masked.text), LONGEST[name])
    return masked


def link(masker: Masker, text: str | None) -> str | None:
    """An address of a web page, without customers' data in it. Raises `NotALink`."""
    address = (text or "").strip()
    if not address:
        return None
    if not _LINK.fullmatch(address) or len(address) > LONGEST_LINK:
        raise NotALink(field="link")
    return address if not masker.mask(address).kinds else None
