"""Asks and replies for tests of the views: whole rows, as the storage hands them out."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from storage.advice import Ask, Reply, Source
from storage.topics import Topic

ZONE = "America/Los_Angeles"
ASKED_AT = datetime(2026, 11, 20, 18, 41, 7, tzinfo=UTC)  # 10:41:07 AM in San Diego
QUESTION = "Three customers in Ramona with no service since this morning. Outage or their phones?"
FIRE = "Fire near Ramona took two sites down; crews are on site; about 24 hours."


def sample_ask(**changes: Any) -> Ask:
    """Maya's question about the network, open, on the line, unless `changes` say otherwise."""
    values: dict[str, Any] = {
        "team_id": "T1",
        "pod_id": UUID(int=1),
        "asker": "U0MAYA",
        "asker_name": "Maya Reyes",
        "question": QUESTION,
        "topic": Topic.NETWORK,
        "source": Source.COMMAND,
        "channel": "C0SANDIEGO",
        "asked_at": ASKED_AT,
        "call_state_at": ASKED_AT,
        "last_activity_at": ASKED_AT,
        "ladder_from": ASKED_AT,
    }
    return Ask(**{**values, **changes})


def sample_reply(author_name: str = "Dan Ortiz", text: str = FIRE, **changes: Any) -> Reply:
    """Dan's answer, twenty seconds later, unless `changes` say otherwise."""
    values: dict[str, Any] = {
        "channel": "C0SANDIEGO",
        "ts": "1.2",
        "author": "U0" + author_name.split(" ")[0].upper(),
        "author_name": author_name,
        "text": text,
        "at": ASKED_AT + timedelta(seconds=20),
    }
    return Reply(**{**values, **changes})


def texts(blocks: list[dict[str, Any]]) -> list[str]:
    """Every text that the blocks show, in their order."""
    found: list[str] = []
    for block in blocks:
        holders = [block, *block.get("elements", []), block.get("accessory", {})]
        for holder in holders:
            text = holder.get("text")
            if isinstance(text, dict):
                found.append(text["text"])
            elif isinstance(text, str):
                found.append(text)
            found += [option["text"]["text"] for option in holder.get("options", [])]
    return found


def controls(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every button and menu that the blocks hold."""
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    asides = [block["accessory"] for block in blocks if "accessory" in block]
    return [element for row in rows for element in row] + asides


def labels(blocks: list[dict[str, Any]]) -> list[str]:
    """What the controls are called; a menu by its placeholder, "…" for the overflow menu."""
    return [_label(element) for element in controls(blocks)]


def _label(element: dict[str, Any]) -> str:
    if element["type"] == "overflow":
        return "…"
    text: str = (element.get("text") or element["placeholder"])["text"]
    return text
