"""Frames for people who watch: numbered, kept for a while, sent to those whom they concern."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Container

from bot.workspace.shapes import Json

KEPT = 5000

Frame = tuple[int | None, Json]


class Stream:
    """Publishes frames to the open windows of the people in each frame's audience.

    An audience is None (everybody) or any container of user ids; a channel's live member list
    may serve, so that someone who left sees nothing of what is replayed.
    """

    def __init__(self) -> None:
        self.seq = 0
        self._kept: deque[tuple[int, Json, Container[str] | None]] = deque(maxlen=KEPT)
        self._watchers: dict[str, set[asyncio.Queue[Frame]]] = {}

    def publish(self, frame: Json, to: Container[str] | None) -> None:
        self.seq += 1
        self._kept.append((self.seq, frame, to))
        for user, queues in self._watchers.items():
            if to is None or user in to:
                for queue in queues:
                    queue.put_nowait((self.seq, frame))

    def watch(self, user: str, since: int | None) -> asyncio.Queue[Frame]:
        """A queue of the frames for `user`, beginning with the kept ones after `since`.

        Where those are not all kept, a `reload` without number comes first.
        """
        queue: asyncio.Queue[Frame] = asyncio.Queue()
        if since is not None and self._is_beyond(since):
            queue.put_nowait((None, {"type": "reload"}))
            since = None
        for seq, frame, to in list(self._kept) if since is not None else ():
            if seq > (since or 0) and (to is None or user in to):
                queue.put_nowait((seq, frame))
        self._watchers.setdefault(user, set()).add(queue)
        return queue

    def _is_beyond(self, since: int) -> bool:
        """Whether the frames after `since` are not all here."""
        oldest = self._kept[0][0] if self._kept else self.seq + 1
        return since > self.seq or since < oldest - 1

    def unwatch(self, user: str, queue: asyncio.Queue[Frame]) -> None:
        queues = self._watchers.get(user, set())
        queues.discard(queue)
        if not queues:
            self._watchers.pop(user, None)

    def is_watching(self, user: str) -> bool:
        return user in self._watchers
