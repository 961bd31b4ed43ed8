"""One attempt to send a row: look for it first where it may stand already."""

from dataclasses import dataclass
from typing import Protocol

from bot.delivery.call import Call
from bot.delivery.outcome import Ambiguous, Outcome, Sent
from storage.outbox import Act, OutboxRow


class Sends(Protocol):
    """What the sender needs of Slack."""

    async def send(self, call: Call) -> Outcome: ...

    async def find(self, call: Call) -> Outcome | None: ...


@dataclass(frozen=True, slots=True)
class Attempt:
    """A row that was claimed, and the call that it became."""

    row: OutboxRow
    call: Call


@dataclass(frozen=True, slots=True)
class Result:
    """How an attempt ended. `suspect`: it may stand in Slack, so look before the next try."""

    attempt: Attempt
    outcome: Outcome
    suspect: bool = False


async def carry_out(slack: Sends, attempt: Attempt) -> Result:
    """Send it, unless it is found to stand already."""
    call = attempt.call
    if call.look_first:
        found = await slack.find(call)
        if found is not None:
            return Result(attempt, found, suspect=not isinstance(found, Sent))
    outcome = await slack.send(call)
    return Result(attempt, outcome, isinstance(outcome, Ambiguous) and call.act is Act.POST)
