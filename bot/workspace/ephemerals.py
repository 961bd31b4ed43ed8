"""Messages that only one person sees; gone for good once dismissed, and never in the history."""

from __future__ import annotations

from bisect import insort

from bot.workspace.messages import Message


class Ephemerals:
    """Per person and channel, in time order."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, str], dict[str, Message]] = {}
        self._stamps: dict[tuple[str, str], list[str]] = {}

    def add(self, user: str, message: Message) -> None:
        key = (user, message.channel)
        self._of.setdefault(key, {})[message.ts] = message
        insort(self._stamps.setdefault(key, []), message.ts)

    def find(self, user: str, channel: str, ts: str) -> Message | None:
        return self._of.get((user, channel), {}).get(ts)

    def remove(self, user: str, channel: str, ts: str) -> bool:
        """Whether there was one to remove."""
        if self._of.get((user, channel), {}).pop(ts, None) is None:
            return False
        self._stamps[(user, channel)].remove(ts)
        return True

    def listing(self, user: str, channel: str) -> list[Message]:
        known = self._of.get((user, channel), {})
        return [known[ts] for ts in self._stamps.get((user, channel), [])]
