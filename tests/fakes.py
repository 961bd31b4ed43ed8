"""Fakes that behave: time that is stepped, and a Slack that keeps what it accepted."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.delivery.call import Call
from bot.delivery.outcome import Ambiguous, Outcome, Sent
from storage.outbox import Act

START = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)  # a Monday, 10:00 in San Diego


class SteppedClock(Clock):
    """Stands still until it is stepped; whoever sleeps is woken by a step."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        super().__init__(lambda: self._now.timestamp())

    def step(self, seconds: float) -> datetime:
        """Move on, wake the sleepers, and answer the new time."""
        self._now += timedelta(seconds=seconds)
        self.nudge()
        return self._now


@dataclass
class Rule:
    """`outcome` for the next `times` calls that `applies` to; Slack may still accept them."""

    outcome: Outcome
    times: int
    applies: Callable[[Call], bool]
    accepts: bool


@dataclass
class FakeSlack:
    """Accepts what is sent, in memory, and finds it again by its row.

    `open` is cleared to keep every call waiting, as a slow network does; `seconds` says how long
    a call takes.
    """

    calls: list[Call] = field(default_factory=list)
    accepted: list[Call] = field(default_factory=list)
    looked: list[Call] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    seconds: Callable[[Call], float] = lambda call: 0.0
    most_at_once: int = 0
    _at_once: int = 0

    def __post_init__(self) -> None:
        self.open.set()

    def answer(
        self,
        outcome: Outcome,
        times: int = 1,
        applies: Callable[[Call], bool] = lambda call: True,
        accepts: bool = False,
    ) -> None:
        """Answer the next calls so; with `accepts` the message stands all the same."""
        self.rules.append(Rule(outcome, times, applies, accepts))

    def accept_then_drop(self) -> None:
        """The next message stands, but nobody hears of it."""
        self.answer(Ambiguous("the connection was lost"), accepts=True)

    async def send(self, call: Call) -> Outcome:
        self.calls.append(call)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            await self.open.wait()
            await asyncio.sleep(self.seconds(call))
        finally:
            self._at_once -= 1
        rule = next((rule for rule in self.rules if rule.applies(call)), None)
        if rule is None:
            return self._accept(call)
        rule.times -= 1
        if not rule.times:
            self.rules.remove(rule)
        if rule.accepts:
            self._accept(call)
        return rule.outcome

    async def find(self, call: Call) -> Outcome | None:
        self.looked.append(call)
        for number, accepted in enumerate(self.accepted):
            if accepted.act is Act.POST and accepted.row == call.row:
                return Sent(call.channel, _ts(number))
        return None

    def texts(self, channel: str | None = None) -> list[str]:
        """What was accepted, in order, of one channel or of all."""
        return [
            str(call.body.get("text", call.body.get("name")))
            for call in self.accepted
            if channel in (None, call.channel)
        ]

    def _accept(self, call: Call) -> Sent:
        self.accepted.append(call)
        return Sent(call.channel, call.ts or _ts(len(self.accepted) - 1))


def _ts(number: int) -> str:
    return f"1763316000.{number:06}"
