"""Text as Slack stores it: what is escaped, what is a link, what is a mention.

Source: docs.slack.dev/messaging/formatting-message-text. `&`, `<` and `>` stand for themselves
only as `&amp;`, `&lt;` and `&gt;`; what stands in angle brackets is a token.
"""

from __future__ import annotations

import re
from collections.abc import Callable

TOKEN = re.compile(
    r"<(?:@[UW][A-Z0-9]+(?:\|[^<>]*)?|#[CG][A-Z0-9]+(?:\|[^<>]*)?"
    r"|!(?:here|channel|everyone)(?:\|[^<>]*)?|!(?:date|subteam)\^[^<>]*"
    r"|(?:https?://|mailto:|tel:)[^<>]*)>"
)
_LOOSE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")
_LINK = re.compile(r"https?://[^\s<>|]+|[\w.+-]+@[\w-]+\.[\w.-]*\w")
_AT_WORD = re.compile(r"(?<![\w@.])@([a-z0-9][a-z0-9._-]*)")
_GROUPS = {"channel", "here", "everyone"}

Find = Callable[[str], str | None]


def from_app(text: str) -> str:
    """What an app sent, as Slack stores it: tokens stay, loose `&`, `<` and `>` are escaped."""
    if not any(character in text for character in "&<>"):
        return text
    return _around_tokens(text, _escape_loose)


def from_person(text: str, handle: Find) -> str:
    """What a person's client sent, as Slack stores it.

    The client has escaped it and turned what was picked from its menus into tokens. `@handle` of
    somebody (`handle` gives their id) and `@channel`, `@here`, `@everyone` become mentions, links
    are marked, what is left loose is escaped.
    """
    return _around_tokens(text, lambda plain: _typed(plain, handle))


def for_command(text: str, names: Find, should_escape: bool) -> str:
    """The text of a slash command: `<@U1|name>` if the manifest asks for it, else `@name`."""

    def told(match: re.Match[str]) -> str:
        kind, target = match.group(1), match.group(2)
        name = names(target)
        if name is None:
            return match.group()
        return f"<{kind}{target}|{name}>" if should_escape else f"{kind}{name}"

    return re.sub(r"<([@#])([A-Z0-9]+)(?:\|[^<>]*)?>", told, text)


def readable(text: str, names: Find) -> str:
    """The text without tokens, as a phone shows it in a notification."""

    def told(match: re.Match[str]) -> str:
        inside = match.group()[1:-1]
        target, _, label = inside.partition("|")
        if target[0] in "@#":
            return target[0] + (names(target[1:]) or label or target[1:])
        return label or target.removeprefix("!").removeprefix("mailto:")

    plain = TOKEN.sub(told, text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _around_tokens(text: str, change: Callable[[str], str]) -> str:
    pieces, at = [], 0
    for token in TOKEN.finditer(text):
        pieces += [change(text[at : token.start()]), token.group()]
        at = token.end()
    return "".join([*pieces, change(text[at:])])


def _escape_loose(text: str) -> str:
    return _LOOSE_AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def _typed(text: str, handle: Find) -> str:
    escaped = _escape_loose(text)
    pieces, at = [], 0
    for link in _LINK.finditer(escaped):
        address = link.group().split("&gt;")[0].split("&lt;")[0].rstrip(".,;:!?)'\"")
        end = link.start() + len(address)
        pieces += [_mentions(escaped[at : link.start()], handle), _link(address)]
        at = end
    return "".join([*pieces, _mentions(escaped[at:], handle)])


def _link(address: str) -> str:
    return f"<{address}>" if "://" in address else f"<mailto:{address}|{address}>"


def _mentions(text: str, handle: Find) -> str:
    def told(match: re.Match[str]) -> str:
        word = match.group(1)
        if word in _GROUPS:
            return f"<!{word}>"
        name = word.rstrip(".-_")
        user = handle(word) or handle(name)
        left = word[len(name) :] if user and not handle(word) else ""
        return f"<@{user}>{left}" if user else match.group()

    return _AT_WORD.sub(told, text)
