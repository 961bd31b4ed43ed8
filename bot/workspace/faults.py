"""Misbehaviour on request: what shall go wrong, how often, and for which calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from bot.workspace.bodies import number, part
from bot.workspace.shapes import Json, Unkind

Kind = Literal["error5xx", "accept_then_drop", "drop", "delay", "duplicate", "reorder", "429"]


@dataclass(slots=True)
class Fault:
    """`target` is a Web API method, "socket", "events" or "respond"; `times` counts down.

    `seconds` is how long a delay lasts, or the Retry-After of a 429. `match` narrows the fault
    to calls whose arguments have these values.
    """

    target: str
    kind: Kind
    times: int = 1
    seconds: float = 1.0
    match: Json = field(default_factory=dict)

    def fits(self, target: str, args: Json) -> bool:
        if self.target != target or self.times <= 0:
            return False
        return all(str(args.get(name)) == str(value) for name, value in self.match.items())


class Faults:
    """The faults that are still to happen, in the order in which they were ordered."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def order(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, target: str, args: Json) -> Fault | None:
        """The next fault for this call, used up by one."""
        for fault in self._waiting:
            if fault.fits(target, args):
                fault.times -= 1
                self._waiting = [one for one in self._waiting if one.times > 0]
                return fault
        return None

    def listing(self) -> list[Json]:
        return [
            {"method": one.target, "kind": one.kind, "times": one.times} for one in self._waiting
        ]


def read_fault(body: Json) -> Fault:
    """A fault as the control door receives it.

    Raises:
        Unkind: the kind is not known.
    """
    kind: Any = body.get("kind")
    if kind not in get_args(Kind):
        raise Unkind("unknown_fault", f"A fault is one of {', '.join(get_args(Kind))}.")
    return Fault(
        str(body.get("method", "")),
        kind,
        int(number(body, "times", 1)),
        number(body, "seconds", 1.0),
        dict(part(body, "match")),
    )
