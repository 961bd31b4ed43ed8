"""Notifications that people got, and who follows which thread: facts for the page and tests."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from bot.workspace.shapes import Json

Why = Literal["mention", "dm", "thread", "broadcast", "channel_mention"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification as the person's phone would show it; `at` is a message ts."""

    id: str
    at: str
    channel: str
    ts: str
    thread_ts: str | None
    why: Why
    title: str
    text: str

    def body(self) -> Json:
        return asdict(self)


class Notices:
    """Per person, oldest first."""

    def __init__(self) -> None:
        self._of: dict[str, list[Notice]] = {}
        self._followers: dict[tuple[str, str], dict[str, None]] = {}
        self._unfollowed: set[tuple[str, str, str]] = set()

    def add(self, user: str, notice: Notice) -> None:
        self._of.setdefault(user, []).append(notice)

    def listing(self, user: str, since: str) -> list[Json]:
        return [one.body() for one in self._of.get(user, []) if one.at > since]

    def followers(self, channel: str, thread_ts: str) -> list[str]:
        return list(self._followers.get((channel, thread_ts), {}))

    def follows(self, user: str, channel: str, thread_ts: str) -> bool:
        return user in self._followers.get((channel, thread_ts), {})

    def follow(self, user: str, channel: str, thread_ts: str, on_purpose: bool = False) -> None:
        """Follow a thread; someone who unfollowed it comes back only by their own doing."""
        if on_purpose:
            self._unfollowed.discard((user, channel, thread_ts))
        if (user, channel, thread_ts) not in self._unfollowed:
            self._followers.setdefault((channel, thread_ts), {})[user] = None

    def unfollow(self, user: str, channel: str, thread_ts: str) -> None:
        self._unfollowed.add((user, channel, thread_ts))
        self._followers.get((channel, thread_ts), {}).pop(user, None)
