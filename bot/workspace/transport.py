"""How payloads reach the app: what Socket Mode and HTTP have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.workspace.shapes import Json

AskKind = Literal["slash_commands", "interactive"]


@dataclass(frozen=True)
class Answer:
    """The app's acknowledgement of something a person did.

    `error` is None when it came in time, else Slack's word for what went wrong
    (`operation_timeout`, `dispatch_failed`, `http_error`).
    """

    body: Json = field(default_factory=dict)
    error: str | None = None


class Transport(Protocol):
    """One of the two ways to an app."""

    async def send_event(self, payload: Json, attempt: int, reason: str) -> str | None:
        """Hand over an event once; None when acknowledged, else the reason of the failure."""

    async def ask(self, kind: AskKind, payload: Json) -> Answer:
        """Hand over what a person did, once, and wait up to 3 seconds for the answer."""
