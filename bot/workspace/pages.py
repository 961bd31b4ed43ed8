"""Pagination with cursors, as Slack does it: opaque base64, and "" at the end."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from bot.workspace.arguments import Arguments
from bot.workspace.shapes import Json, Refusal

T = TypeVar("T")


def encode(kind: str, value: str) -> str:
    return base64.b64encode(f"{kind}:{value}".encode()).decode()


def decode(cursor: str, kind: str) -> str:
    """What a cursor points at.

    Raises:
        Refusal: `invalid_cursor`.
    """
    try:
        found, _, value = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Refusal("invalid_cursor") from None
    if found != kind or not value:
        raise Refusal("invalid_cursor")
    return value


def page(
    args: Arguments, kind: str, rows: Sequence[T], default: int, most: int
) -> tuple[list[T], Json]:
    """The asked-for page of `rows` and its `response_metadata`.

    Raises:
        Refusal: `invalid_cursor`; `invalid_limit` outside 1 to `most`.
    """
    limit = args.number("limit", default)
    if not 1 <= limit <= most:
        raise Refusal("invalid_limit")
    cursor = args.text("cursor")
    text = decode(cursor, kind) if cursor else "0"
    if not text.isdigit() or int(text) > len(rows):
        raise Refusal("invalid_cursor")
    start = int(text)
    end = start + limit
    following = encode(kind, str(end)) if end < len(rows) else ""
    return list(rows[start:end]), {"next_cursor": following}
