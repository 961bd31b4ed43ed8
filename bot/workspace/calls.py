"""The log of what the app asked of the Web API, for tests to read."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass

from bot.workspace.shapes import Json

KEPT = 50_000


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call: `status` is the HTTP status, `error` Slack's code or None, `at` epoch seconds."""

    method: str
    args: Json
    status: int
    error: str | None
    at: float
    warning: str | None = None


class CallLog:
    """The latest calls, oldest first."""

    def __init__(self) -> None:
        self._calls: deque[ApiCall] = deque(maxlen=KEPT)

    def add(self, call: ApiCall) -> None:
        self._calls.append(call)

    def listing(self, method: str | None) -> list[Json]:
        return [asdict(call) for call in self._calls if method in (None, call.method)]
