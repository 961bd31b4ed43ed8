"""Slack's rate limits: per method by tier, and the pace of posting into one channel.

Tiers are those of Slack's page on rate limits: 1, 20, 50 and 100 calls a minute. Tier 1
tolerates a small burst; `chat.postMessage` lets about one message a second into a channel.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable

WINDOW = 60.0
PER_MINUTE = {
    "Tier1": 1 + 4,
    "Tier2": 20,
    "Tier3": 50,
    "Tier4": 100,
    "SpecialTier_chat_postMessage": 600,
    "SpecialTier_chat_getPermalink": 600,
    "SpecialTier_auth_test": 600,
}
POSTS_PER_SECOND = 1.0
POST_BURST = 4


class Limits:
    """Counts calls. `lifted` turns every limit off, for benchmarks."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._calls: dict[str, deque[float]] = {}
        self._posts: dict[str, tuple[float, float]] = {}
        self.lifted = False

    def over(self, method: str, tier: str, channel: str | None) -> int | None:
        """Count one call; seconds to wait (at least 1) if it is one too many, else None."""
        if self.lifted:
            return None
        wait = self._method_wait(method, tier)
        if wait is None and method == "chat.postMessage" and channel:
            wait = self._channel_wait(channel)
        if wait is None:
            self._calls[method].append(self._now())
            return None
        return max(1, math.ceil(wait))

    def _method_wait(self, method: str, tier: str) -> float | None:
        calls = self._calls.setdefault(method, deque())
        while calls and calls[0] <= self._now() - WINDOW:
            calls.popleft()
        if len(calls) < PER_MINUTE[tier]:
            return None
        return calls[0] + WINDOW - self._now()

    def _channel_wait(self, channel: str) -> float | None:
        at, left = self._posts.get(channel, (self._now(), float(POST_BURST)))
        left = min(float(POST_BURST), left + (self._now() - at) * POSTS_PER_SECOND)
        if left < 1:
            self._posts[channel] = (self._now(), left)
            return (1 - left) / POSTS_PER_SECOND
        self._posts[channel] = (self._now(), left - 1)
        return None
