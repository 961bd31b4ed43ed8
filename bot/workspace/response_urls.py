"""The addresses that Slack hands out for answering: 5 uses within 30 minutes."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.workspace.shapes import Refusal

LIFETIME = 30 * 60.0
USES = 5


@dataclass(slots=True)
class ResponseUrl:
    """Where an answer goes: the person who acted, the channel, the message acted on if any."""

    token: str
    user: str
    channel: str
    at: float
    message_ts: str | None = None
    is_ephemeral: bool = False
    uses: int = 0


class ResponseUrls:
    """Issues response URLs and counts their uses."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._issued: dict[str, ResponseUrl] = {}

    def issue(
        self, user: str, channel: str, message_ts: str | None = None, is_ephemeral: bool = False
    ) -> str:
        """A new token for `/respond/<token>`."""
        token = secrets.token_urlsafe(18)
        one = ResponseUrl(token, user, channel, self._now(), message_ts, is_ephemeral)
        self._issued[token] = one
        if len(self._issued) > 20_000:
            self._forget_old()
        return token

    def use(self, token: str) -> ResponseUrl:
        """Count one use.

        Raises:
            Refusal: `invalid_url`, `expired_url` or `used_url`.
        """
        one = self._issued.get(token)
        if one is None:
            raise Refusal("invalid_url")
        if self._now() - one.at > LIFETIME:
            raise Refusal("expired_url")
        if one.uses >= USES:
            raise Refusal("used_url")
        one.uses += 1
        return one

    def _forget_old(self) -> None:
        limit = self._now() - LIFETIME * 2
        self._issued = {key: one for key, one in self._issued.items() if one.at > limit}
