"""Between people's words and Slack's mrkdwn: what they type is shown as they typed it.

Source: Slack's documentation on formatting text: only &, < and > are control characters, and
nothing but <…> makes a mention, a link or a broadcast. It offers no way to escape * _ ~ ` and
the > of a quotation; they format only beside a space, a line's end or punctuation.
"""

from __future__ import annotations

import re

from bot.text.cleaning import clean, shows_something
from bot.text.shortening import one_line, shorten
from bot.text.slack_tokens import TOKEN

__all__ = ["clean", "escape", "one_line", "plain", "shorten", "shows_something"]

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_SEEN_AS = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ENTITY = "&(?:amp|lt|gt);"
_PARTS = re.compile(rf"{TOKEN.pattern}|{_ENTITY}")
_ENTITIES = re.compile(_ENTITY)
_JOINER = "\u2060"  # invisible, of no width, and neither a space nor punctuation
_MARKS = re.compile(r"(?<!\w)[*_~]|[*_~](?!\w)|`|^>", re.MULTILINE)
_JOINERS = re.compile(f"{_JOINER}+")
_SCHEME = re.compile(r"(?:mailto|tel):")
_SOMEONE = "someone"


def escape(text: str) -> str:
    """A person's plain words for mrkdwn: their <!channel> and their *86 are only text.

    An invisible joiner stands beside what would format; `plain` takes it out again. Never for
    what Slack sent: that is escaped already and goes through `plain` first.
    """
    if _MARKS.search(text):
        text = _JOINERS.sub(_JOINER, _MARKS.sub(rf"{_JOINER}\g<0>{_JOINER}", text))
    return text.translate(_ESCAPES)


def plain(slack_text: str) -> str:
    """What a person saw who read `slack_text`.

    Mentions become @label or @someone, links their label or address, dates their fallback.
    """
    return _PARTS.sub(_seen, slack_text.replace(_JOINER, ""))


def _seen(part: re.Match[str]) -> str:
    target, label = part["target"], part["label"]
    if target is None:
        return _SEEN_AS[part[0]]
    if target[0] == "@":
        return f"@{_unescaped(label or '') or _SOMEONE}"
    if target[0] == "#":
        return f"#{_unescaped(label or 'channel')}"
    if target[0] == "!":
        return _special(target[1:], label)
    return _unescaped(label or _SCHEME.sub("", target, count=1))


def _special(target: str, label: str | None) -> str:
    if label:
        return _unescaped(label)
    name = target.split("^")[0]
    return f"@{_SOMEONE if name == 'subteam' else name}"


def _unescaped(text: str) -> str:
    return _ENTITIES.sub(lambda entity: _SEEN_AS[entity[0]], text)
