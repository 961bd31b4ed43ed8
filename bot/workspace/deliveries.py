"""Hands events to the app and tries again when they are not acknowledged.

Slack's schedule (docs.slack.dev/apis/events-api): at once, after a minute, after five more. What
people do (commands, presses, submissions) goes out once, through `Transport.ask`.
"""

from __future__ import annotations

import asyncio

from bot.workspace.shapes import Json
from bot.workspace.state import State
from bot.workspace.transport import Transport

WAITS = (0.0, 0.0, 60.0, 300.0)


class Deliveries:
    """One task per event; `busy` counts attempts under way, `waiting` those that come later."""

    def __init__(self, state: State, transport: Transport, ack_seconds: float) -> None:
        self._state = state
        self._transport = transport
        self._ack_seconds = ack_seconds
        self._tasks: set[asyncio.Task[None]] = set()
        self._sent = asyncio.Event()
        self.busy = 0
        self.waiting = 0

    def send(self, payload: Json) -> None:
        """Deliver an event in the background."""
        task = asyncio.create_task(self._deliver(payload))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.busy += 1

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _deliver(self, payload: Json) -> None:
        reason: str | None = ""
        try:
            for attempt, wait in enumerate(WAITS):
                await self._pause(wait)
                reason = await self._attempt(payload, attempt, reason or "")
                if reason is None:
                    return
        finally:
            self.busy -= 1

    async def _pause(self, seconds: float) -> None:
        if not seconds:
            return
        self.busy -= 1
        self.waiting += 1
        try:
            await self._state.timers.wait_until(self._state.now() + seconds)
        finally:
            self.waiting -= 1
            self.busy += 1

    async def _attempt(self, payload: Json, attempt: int, reason: str) -> str | None:
        fault = self._state.faults.take("events", payload["event"])
        if fault and fault.kind == "drop":
            await asyncio.sleep(self._ack_seconds)
            return "timeout"
        if fault and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "reorder":
            await self._let_another_pass(fault.seconds)
        failure = await self._send(payload, attempt, reason)
        if fault and fault.kind == "duplicate":
            await self._send(payload, attempt, reason)
        return failure

    async def _send(self, payload: Json, attempt: int, reason: str) -> str | None:
        failure = await self._transport.send_event(payload, attempt, reason)
        self._sent.set()
        return failure

    async def _let_another_pass(self, seconds: float) -> None:
        """Wait until some other event has gone out, `seconds` at most."""
        self._sent.clear()
        try:
            await asyncio.wait_for(self._sent.wait(), seconds)
        except TimeoutError:
            return
