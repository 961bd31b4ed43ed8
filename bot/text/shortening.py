"""Cuts a text to a length without breaking a word, an emoji or an escape sequence."""

from __future__ import annotations

import re
import unicodedata

_ZERO_WIDTH_JOINER = "\u200d"
_ATOM = re.compile(r"&(?:amp|lt|gt);|<[^<>\n]{1,2000}>")
_LONGEST_ATOM = 2002
_ELLIPSIS = "…"
_HANGING = re.compile(r"(?:[\s.,–—(\[-]|(?<!&amp)(?<!&lt)(?<!&gt);)+$")  # never ",…" or ".…"


def one_line(text: str, limit: int | None = None) -> str:
    """`text` with every run of white space as one space, shortened to `limit` if given."""
    line = " ".join(text.split())
    return line if limit is None else shorten(line, limit)


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, with … where something was cut off.

    Characters are counted as UTF-16 units, the strictest way a client counts, so that an emoji
    is two. Works on plain words and on escaped mrkdwn: `&amp;` and `<@U…>` stay whole.
    """
    if length(text) <= limit:
        return text
    if limit < 1:
        return ""
    at = _at_a_word(text, _at_a_boundary(text, _index(text, limit - 1)))
    return _without_what_hangs(text[:at]) + _ELLIPSIS


def _without_what_hangs(cut: str) -> str:
    """Without the comma, dash or opening bracket that a cut left at the end."""
    end = len(cut)
    while end and (found := _HANGING.search(cut, max(0, end - 40), end)):
        end = found.start()
    return cut[:end]


def length(text: str) -> int:
    """How many UTF-16 units `text` has."""
    return len(text) if text.isascii() else len(text) + sum(each > "\uffff" for each in text)


def _index(text: str, units: int) -> int:
    """How many whole characters fit in `units` UTF-16 units."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > units:
            return index
    return len(text)


def _at_a_word(text: str, at: int) -> int:
    if text[at : at + 1].isspace():
        return at
    space = max(text.rfind(" ", at // 2, at), text.rfind("\n", at // 2, at))
    return _at_a_boundary(text, space) if space > 0 else at


def _at_a_boundary(text: str, at: int) -> int:
    """The last place up to `at` where a cut breaks nothing that is seen as one."""
    while 0 < at < len(text) and _joined(text, at):
        at -= 1
    start = max(
        text.rfind("&", max(0, at - 4), at), text.rfind("<", max(0, at - _LONGEST_ATOM), at)
    )
    atom = _ATOM.match(text, start) if start >= 0 else None
    return start if atom and atom.end() > at else at


def _joined(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if before == _ZERO_WIDTH_JOINER or _extends(after):
        return True
    return _regional(after) and _regional(before) and _regionals_before(text, at) % 2 == 1


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc")
        or character == _ZERO_WIDTH_JOINER
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _regionals_before(text: str, at: int) -> int:
    start = at
    while start > 0 and _regional(text[start - 1]):
        start -= 1
    return at - start
