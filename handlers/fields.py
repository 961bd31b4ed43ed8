"""Takes values out of payloads. Whatever the payload, nothing is raised but `Unreadable`."""

import re
from typing import Any
from unicodedata import category

from bot.errors import Unreadable
from bot.text.cleaning import clean
from handlers.payloads import Payload

# Slack's own limit for action and block ids; its other ids are far shorter.
LONGEST_ID = 255
LONGEST_URL = 2000
_TS = re.compile(r"[0-9]{1,11}(\.[0-9]+)?")


def find(payload: Payload, key: str, longest: int = LONGEST_ID) -> str | None:
    """An id, a timestamp, an address: None where it is missing, empty or not one."""
    value = payload.get(key)
    if isinstance(value, str) and 0 < len(value) <= longest and value.isprintable():
        return value
    return None


def need(payload: Payload, key: str) -> str:
    """An id without which nothing can be done. Raises `Unreadable` where it is missing."""
    value = find(payload, key)
    if value is None:
        raise Unreadable
    return value


def need_ts(payload: Payload, key: str) -> str:
    """When a message was written or edited, as seconds. Raises `Unreadable` for no number."""
    ts = need(payload, key)
    if _TS.fullmatch(ts) is None:
        raise Unreadable
    return ts


def part(payload: Payload, key: str) -> Payload:
    """An object inside; empty where it is missing or something else."""
    value = payload.get(key)
    return value if isinstance(value, dict) else {}


def parts(payload: Payload, key: str) -> list[Payload]:
    """The objects of a list inside."""
    value = payload.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def words(payload: Payload, key: str) -> str:
    """What somebody typed, cleaned of what no database takes; "" where there is nothing."""
    value = payload.get(key)
    return clean(value) if isinstance(value, str) else ""


def hides(payload: Payload, key: str) -> bool:
    """Whether somebody sent control characters, or others that only steer how text is shown."""
    value = payload.get(key)
    if not isinstance(value, str) or value.isprintable():
        return False
    return any(category(each)[0] == "C" for each in value if each not in "\t\r\n")


def raw(payload: Payload, key: str) -> str:
    """What we sent out ourselves and get back as it was."""
    value: Any = payload.get(key)
    return value if isinstance(value, str) else ""
