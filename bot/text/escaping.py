"""Between people's words and Slack's mrkdwn: what they type never becomes a token of ours.

Source: Slack's documentation on formatting text: only &, < and > are control characters, and
nothing but <…> makes a mention, a link or a broadcast.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.text.cleaning import clean
from bot.text.shortening import one_line, shorten
from bot.text.slack_tokens import TOKEN

__all__ = ["clean", "escape", "one_line", "plain", "quote", "shorten"]

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_SEEN_AS = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ENTITY = "&(?:amp|lt|gt);"
_PARTS = re.compile(rf"{TOKEN.pattern}|{_ENTITY}")
_ENTITIES = re.compile(_ENTITY)
_SCHEME = re.compile(r"(?:mailto|tel):")
_SOMEONE = "someone"


def escape(text: str) -> str:
    """A person's plain words for mrkdwn. Their *bold* stays, their <!channel> is only text.

    Never for what Slack sent: that is escaped already and goes through `plain` first.
    """
    return text.translate(_ESCAPES)


def plain(slack_text: str, names: Mapping[str, str] | None = None) -> str:
    """What a person saw who read `slack_text`; `names` gives the name for a user's id.

    Mentions become @name, links their label or address, dates their fallback.
    """
    known = names or {}
    return _PARTS.sub(lambda part: _seen(part, known), slack_text)


def quote(text: str) -> str:
    """A person's plain words, escaped, as a mrkdwn quotation: every line with its >."""
    return "\n".join(f"> {escape(line)}".rstrip() for line in text.split("\n"))


def _seen(part: re.Match[str], names: Mapping[str, str]) -> str:
    target, label = part["target"], part["label"]
    if target is None:
        return _SEEN_AS[part[0]]
    if target[0] == "@":
        return f"@{names.get(target[1:]) or _unescaped(label or '') or _SOMEONE}"
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
