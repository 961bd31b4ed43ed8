"""What huddles know that is not stored."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple, Self

from storage.huddles import HuddleState

NO_HOLIDAYS: Final = "none"


class Due(StrEnum):
    """The timers of huddles, by the kinds under which they stand."""

    PLAN = "huddles.plan"
    DRAFT = "huddles.draft"
    ANNOUNCE = "huddles.announce"
    LOOK = "huddles.look"
    START = "huddles.start"
    END = "huddles.end"
    REMIND = "huddles.remind"
    CONCERNS = "huddles.concerns"
    QUIETEST = "huddles.quietest"
    REPAINT = "huddles.repaint"
    FOLLOW = "huddles.follow"
    COPY = "huddles.copy"


# Made ready ahead of time, for all the pods of a zone at the same minute: nobody waits for it.
WITH_TIME: Final = (Due.PLAN, Due.DRAFT, Due.ANNOUNCE, Due.CONCERNS, Due.QUIETEST)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a pod meets. `days` are days of the week in the market's zone, `times` the wall-clock
    minutes since midnight at which each wave begins: half the pod is on the phones while the other
    half meets. `minutes` is how long one takes. `holidays` is a country and a state ("US-CA"),
    empty where the market's areas say which, or "none". `attendance`: people may say that they
    were there. `runs_it` are e-mails, in turn; empty means the pod's coaches.
    """

    on: bool = True
    days: tuple[str, ...] = ("mon", "wed", "fri")
    times: tuple[int, ...] = (10 * 60 + 30, 10 * 60 + 50)
    minutes: int = 15
    holidays: str = ""
    attendance: bool = False
    runs_it: tuple[str, ...] = ()

    @classmethod
    def of(cls, set_in_slack: Mapping[str, Any], file: Mapping[str, Any]) -> Self:
        """What the file says comes first, then what was set in Slack, then what is usual; a name
        that this version does not know changes nothing.
        """
        known = {each.name for each in fields(cls)}
        said = {**set_in_slack, **file}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in said.items()
            if name in known
        }
        return cls(**values)

    def stored(self) -> dict[str, Any]:
        """As `of` takes it."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }


class Planned(NamedTuple):
    """A huddle by the schedule; moments are in UTC. `state` is planned or skipped, and `why` says
    why: the name of a holiday.
    """

    slot: str
    local_date: date
    wave: int
    starts_at: datetime
    minutes: int
    state: HuddleState = HuddleState.PLANNED
    why: str = ""
