"""What a message may hold: text, blocks, attachments, metadata, each with Slack's limits.

Sources: docs.slack.dev/reference/methods/chat.postMessage and chat.update; the total of 12,000
characters of blocks is undocumented (slackapi/bolt-js#2509).
"""

from __future__ import annotations

import json
import re
from typing import Any

from bot.workspace import wording
from bot.workspace.arguments import Arguments
from bot.workspace.blocks import blocks_too_long, check_blocks, fill_ids
from bot.workspace.shapes import Json, Refusal

TEXT_CUT = 40_000
TEXT_OF_UPDATE = 4_000
ATTACHMENTS = 100
METADATA_BYTES = 65_536
EVENT_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,254}")


def text_of(args: Arguments) -> str:
    """The stored text; beyond 40,000 characters Slack cuts it off."""
    return wording.from_app(args.text("text"))[:TEXT_CUT]


def blocks_of(args: Arguments, too_long: str) -> list[Json] | None:
    """Checked blocks with their ids filled in; None when absent.

    Raises:
        Refusal: `invalid_blocks_format`, `invalid_blocks` with its messages, or `too_long`.
    """
    given = args.parsed("blocks", "invalid_blocks_format")
    if given is None:
        return None
    if not isinstance(given, list):
        raise Refusal("invalid_blocks_format")
    return checked_blocks(given, too_long)


def checked_blocks(given: list[Any], too_long: str) -> list[Json]:
    """As `blocks_of`, for blocks that are parsed already."""
    problems = check_blocks(given, "message")
    if problems:
        metadata = {"messages": problems}
        raise Refusal("invalid_blocks", errors=problems, response_metadata=metadata)
    if blocks_too_long(given):
        raise Refusal(too_long)
    return fill_ids(given)


def attachments_of(args: Arguments) -> list[Json] | None:
    """Attachments, passed through.

    Raises:
        Refusal: `too_many_attachments`, `invalid_arguments`.
    """
    given = args.parsed("attachments", "invalid_arguments")
    if not given:
        return None
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise Refusal("invalid_arguments")
    if len(given) > ATTACHMENTS:
        raise Refusal("too_many_attachments")
    return given


def metadata_of(args: Arguments) -> Json | None:
    """Checked metadata; None when absent, {} when the call clears it.

    Raises:
        Refusal: `invalid_metadata_format`, `invalid_metadata_schema`, `metadata_too_large`.
    """
    given = args.parsed("metadata", "invalid_metadata_format")
    if given is None or given == {}:
        return None if given is None else {}
    if not isinstance(given, dict) or set(given) != {"event_type", "event_payload"}:
        raise Refusal("invalid_metadata_format")
    kind, payload = given["event_type"], given["event_payload"]
    if not isinstance(kind, str) or not isinstance(payload, dict):
        raise Refusal("invalid_metadata_format")
    if not EVENT_TYPE.fullmatch(kind):
        raise Refusal("invalid_metadata_schema")
    if len(json.dumps(payload).encode()) > METADATA_BYTES:
        raise Refusal("metadata_too_large")
    return {"event_type": kind, "event_payload": payload}


def require_words(text: str, blocks: list[Json] | None, attachments: list[Json] | None) -> None:
    """Refuse an empty message.

    Raises:
        Refusal: `no_text`.
    """
    if not text.strip() and not blocks and not attachments:
        raise Refusal("no_text")
