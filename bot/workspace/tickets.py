"""Tickets for the WebSocket link: good for one connection, within 30 seconds."""

from __future__ import annotations

import secrets
from collections.abc import Callable

LIFETIME = 30.0


class Tickets:
    """Issues and takes tickets."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._issued: dict[str, float] = {}

    def issue(self) -> str:
        ticket = secrets.token_hex(16)
        self._issued[ticket] = self._now()
        return ticket

    def take(self, ticket: str) -> bool:
        """Whether the ticket was good; it is not any more."""
        at = self._issued.pop(ticket, None)
        return at is not None and self._now() - at <= LIFETIME
