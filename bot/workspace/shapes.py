"""Small shared shapes of the local workspace."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

Json = dict[str, Any]

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Refusal(Exception):
    """A Web API call that Slack would answer with ``ok: false``.

    `code` is Slack's error code; `details` are further fields of the answer.
    """

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class Unkind(Exception):
    """A request at the people's door that cannot be done: `code` and one kind sentence."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


def stable_id(prefix: str, seed: str) -> str:
    """An id like Slack's (``U0…``) that is the same for the same `seed` in every run."""
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    letters = []
    for _ in range(9):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return f"{prefix}0{''.join(letters)}"


def fresh_id(prefix: str) -> str:
    """A random id like Slack's."""
    return f"{prefix}0" + "".join(ALPHABET[one % len(ALPHABET)] for one in secrets.token_bytes(9))
