"""What the parts of when huddles are hand each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from bot.huddles.facts import Planned
from bot.pods.facts import PodInMarket
from storage.hours import DAYS
from storage.huddles import Agenda, Huddle, HuddleState
from storage.huddles_occurring import Replanned


class TimerAt(NamedTuple):
    """A timer that is to be set: its kind, what it is about, and when."""

    kind: str
    subject: str
    due_at: datetime


class Decided(NamedTuple):
    """What planning changes: huddles that are new, and those that are otherwise now."""

    new: Sequence[Planned] = ()
    changed: Sequence[Replanned] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)


@dataclass(slots=True)
class Meeting:
    """One meeting of a pod, with all of its waves in order."""

    agenda: Agenda
    waves: list[Huddle] = field(default_factory=list)

    @property
    def planned(self) -> list[Huddle]:
        """The waves that are to come."""
        return [each for each in self.waves if each.state is HuddleState.PLANNED]

    @property
    def off(self) -> list[Huddle]:
        """The waves that are called off, or fall on a holiday."""
        return [each for each in self.waves if each.state is HuddleState.SKIPPED]

    @property
    def takes_place(self) -> bool:
        """Whether any of it is still to come, or goes on."""
        return self.going_on or bool(self.planned)

    @property
    def going_on(self) -> bool:
        return any(each.state is HuddleState.OPEN for each in self.waves)

    @property
    def went_on_at(self) -> datetime:
        """When the wave that goes on was to begin."""
        return min(each.starts_at for each in self.waves if each.state is HuddleState.OPEN)

    @property
    def is_off(self) -> bool:
        """Whether none of it takes place, nor did."""
        return all(each.state is HuddleState.SKIPPED for each in self.waves)

    @property
    def is_hidden(self) -> bool:
        """Whether the schedule means it no more, and nobody ever called it off."""
        return self.is_off and not any(each.why or each.changed_by for each in self.waves)

    @property
    def first(self) -> Huddle:
        """The first wave that is still to come, or else that is off, or else the first."""
        waves = self.planned or self.off or self.waves
        return min(waves, key=lambda each: (each.starts_at, each.wave))

    @property
    def starts_at(self) -> datetime:
        return self.first.starts_at

    @property
    def is_moved(self) -> bool:
        return any(each.starts_at != each.planned_at for each in self.planned)

    @property
    def is_once(self) -> bool:
        """Whether somebody called for it."""
        return self.agenda.slot not in DAYS


class Seen(NamedTuple):
    """A meeting as it is shown, of which there may be no rows yet. `on_the_phones` is how many are
    there during each wave, where the reader is to know. `nobody`: it was looked, and nobody is
    there to run it.
    """

    day: date
    starts: Sequence[datetime]
    runs_it: Sequence[str] = ()
    nobody: bool = False
    is_off: bool = False
    why: str = ""
    by: str = ""
    planned_at: datetime | None = None
    is_once: bool = False
    goes_on: bool = False
    on_the_phones: Sequence[int] = ()


class Shown(NamedTuple):
    """What `/agenda when` shows. `may_arrange`: the reader may change it."""

    place: PodInMarket
    meetings: Sequence[Seen]
    may_arrange: bool
    enough: int


class Changed(NamedTuple):
    """What became of a meeting, as whoever changed it reads it, with the way back. `told`: the
    channel was; `soon`: it will be, in a minute. `was_off`: it was called off before. `holiday` is
    that on which one was called for.
    """

    place: PodInMarket
    meeting: Meeting
    was_at: datetime
    following: datetime | None = None
    told: bool = False
    masked: bool = False
    soon: bool = False
    was_off: bool = False
    holiday: str = ""
