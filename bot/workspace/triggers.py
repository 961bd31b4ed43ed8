"""Trigger ids: 3 seconds to live, good for one use."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.workspace.shapes import Refusal

LIFETIME = 3.0


@dataclass(slots=True)
class Trigger:
    """What a person did that lets the app open a modal: who, when, from which view."""

    user: str
    at: float
    view_id: str | None = None
    used: bool = False


class Triggers:
    """Issues and redeems trigger ids."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str, view_id: str | None = None) -> str:
        trigger_id = (
            f"{int(self._now() * 1000)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        )
        self._issued[trigger_id] = Trigger(user, self._now(), view_id)
        if len(self._issued) > 10_000:
            self._forget_old()
        return trigger_id

    def redeem(self, trigger_id: str) -> Trigger:
        """Use a trigger.

        Raises:
            Refusal: `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`.
        """
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self._now() - trigger.at > LIFETIME:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger

    def _forget_old(self) -> None:
        limit = self._now() - 3600
        self._issued = {key: one for key, one in self._issued.items() if one.at > limit}
