"""Who a message mentions. With blocks, only what stands in them counts, not the fallback text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.workspace.messages import Message

_USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_GROUP = re.compile(r"<!(here|channel|everyone)(?:\|[^<>]*)?>")


@dataclass(frozen=True)
class Mentioned:
    """User ids by name, and whether the whole channel, or those active in it, are called."""

    users: frozenset[str]
    channel: bool
    here: bool


def mentioned(message: Message) -> Mentioned:
    """Read the mentions of a message."""
    texts = list(_texts(message.blocks)) if message.blocks else [message.text]
    whole = "\n".join(texts)
    groups = set(_GROUP.findall(whole))
    users = frozenset(_USER.findall(whole))
    return Mentioned(users, bool(groups & {"channel", "everyone"}), "here" in groups)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        yield from _own_text(value)
        for one in value.values():
            yield from _texts(one)


def _own_text(value: dict[str, Any]) -> Iterator[str]:
    kind = value.get("type")
    if kind in ("mrkdwn", "markdown") and isinstance(value.get("text"), str):
        yield value["text"]
    elif kind == "user":
        yield f"<@{value.get('user_id')}>"
    elif kind == "broadcast":
        yield f"<!{value.get('range')}>"
