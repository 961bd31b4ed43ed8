"""The words of a message: its text, or what its blocks and attachments show where it has none."""

from collections.abc import Iterator
from typing import Any

from bot.text.cleaning import clean
from bot.text.escaping import escape
from handlers.fields import parts, raw, words
from handlers.payloads import Payload

# How deep Slack nests: rich text in a list in a quotation in a block. Deeper is not Slack's.
DEEPEST = 8
_INSIDE = ("elements", "fields", "text", "title")


def words_of(message: Payload) -> str:
    """As mrkdwn, as Slack gives a message's `text`. Cards of other apps often have blocks alone."""
    text = words(message, "text")
    if text:
        return text
    shown = [line for block in parts(message, "blocks") for line in _shown(block, DEEPEST)]
    for attachment in parts(message, "attachments"):
        lines = [raw(attachment, key) for key in ("pretext", "title", "text")]
        shown += lines if any(lines) else [raw(attachment, "fallback")]
    return clean("\n".join(line for line in shown if line))


def words_of_rich_text(value: Any) -> str | None:
    """What was typed into a rich text field, without its formatting."""
    if not isinstance(value, dict):
        return None
    return clean("\n".join(_shown(value, DEEPEST))) or None


def _shown(thing: Payload, deep: int) -> Iterator[str]:
    text = thing.get("text")
    if isinstance(text, str) and text:
        yield text if thing.get("type") == "mrkdwn" else escape(text)
    elif thing.get("type") == "rich_text_section":
        yield "".join(line for each in parts(thing, "elements") for line in _shown(each, 1))
        return
    if deep:
        for key in _INSIDE:
            inside = thing.get(key)
            for each in inside if isinstance(inside, list) else [inside]:
                if isinstance(each, dict):
                    yield from _shown(each, deep - 1)
