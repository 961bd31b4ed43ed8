"""An agenda as somebody sees it: what the views draw."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from bot.pods.facts import MemberFacts
from bot.text.kinds import Kind
from storage.huddles import HuddleState, ItemSource, ItemState
from storage.huddles_agenda import Did

LONGEST_TEXT: Final = 3000
"""Characters of an item."""

_TO_COME: Final = (HuddleState.PLANNED, HuddleState.OPEN)
_BEFORE: Final = (HuddleState.PLANNED, HuddleState.SKIPPED)


class Wave(NamedTuple):
    """One huddle of a meeting. `why` says why it was skipped or moved."""

    starts_at: datetime
    minutes: int
    state: HuddleState = HuddleState.PLANNED
    planned_at: datetime | None = None
    why: str = ""
    runs_it: str | None = None
    runs_it_name: str = ""
    people: frozenset[str] = frozenset()

    @property
    def is_to_come(self) -> bool:
        """Or goes on."""
        return self.state in _TO_COME


class ToDo(NamedTuple):
    """The action item that a line is about."""

    id: UUID
    owner: str
    is_done: bool = False


class Line(NamedTuple):
    """An item. `hand_to_name` is empty where they are not in the pod any more: `handed_to_gone`."""

    id: UUID
    source: ItemSource
    state: ItemState
    text: str
    detail: str = ""
    again: str = ""
    seconds: int = 120
    by: str | None = None
    by_name: str = ""
    hand_to: str | None = None
    hand_to_name: str = ""
    handed_to_gone: bool = False
    link: str = ""
    to_do: ToDo | None = None

    @property
    def is_done(self) -> bool:
        """An action item that was closed since the agenda was made."""
        return self.to_do is not None and self.to_do.is_done


@dataclass(frozen=True, slots=True)
class Seen:
    """`user` looks at it, and `arranges` it or does not; coaches and the leader among those who do
    `lead`. `agenda` is None where nothing is there
    yet; `waves` is empty where no meeting is known. `sits_elsewhere`: the pod, than its market.
    `another_goes_on`: a huddle of another agenda.
    """

    pod: str
    market: str
    zone: str
    agenda: UUID | None = None
    version: int = 0
    is_drafted: bool = False
    waves: Sequence[Wave] = ()
    lines: Sequence[Line] = ()
    user: str = ""
    arranges: bool = False
    leads: bool = False
    sits_elsewhere: bool = False
    channel: str = ""
    huddle_url: str = ""
    has_screen: bool = False
    another_goes_on: bool = False

    def as_seen_by(self, user: str, *, arranges: bool, leads: bool) -> "Seen":
        return replace(self, user=user, arranges=arranges, leads=leads)

    def closes(self, line: Line) -> UUID | None:
        """The action item that the viewer may close there: their own, or any as a coach."""
        to_do = line.to_do
        if to_do is None or to_do.is_done or not (self.leads or self.user == to_do.owner):
            return None
        return to_do.id

    def not_made_yet(self) -> "Seen":
        """What is kept stands on no agenda that could be arranged."""
        return replace(self, agenda=None, version=0)

    def beside_one_that_goes_on(self) -> "Seen":
        """While a huddle of another agenda does."""
        return replace(self, another_goes_on=True)

    def takes_off(self, line: Line) -> bool:
        """Whether the viewer put it there, and nobody has begun to talk."""
        is_mine = line.source is ItemSource.MEMBER and line.by == self.user
        return is_mine and (self.is_to_come or not self.waves)

    @property
    def to_come(self) -> list[Wave]:
        """The waves that are still to begin, or go on."""
        return [each for each in self.waves if each.is_to_come]

    @property
    def held(self) -> list[Wave]:
        """The waves in which the pod met."""
        return [each for each in self.waves if each.state is HuddleState.OVER]

    @property
    def on(self) -> list[Line]:
        return self.of(ItemState.ON)

    @property
    def seconds(self) -> int:
        """How long all that is on it takes."""
        return sum(each.seconds for each in self.on)

    @property
    def minutes(self) -> int:
        """How long a huddle of it is."""
        return min((each.minutes for each in self.to_come or self.waves), default=0)

    @property
    def goes_on(self) -> bool:
        return any(each.state is HuddleState.OPEN for each in self.waves)

    @property
    def is_to_come(self) -> bool:
        """None of it has begun."""
        begun = any(each.state not in _BEFORE for each in self.waves)
        return bool(self.to_come) and not begun

    def is_behind(self, now: datetime) -> bool:
        """None of it is to come, nor can be brought back."""
        off = [each for each in self.waves if each.state is HuddleState.SKIPPED]
        return not self.to_come and all(each.starts_at <= now for each in off)

    def of(self, state: ItemState) -> list[Line]:
        """The lines in this state."""
        return [each for each in self.lines if each.state is state]

    def half(self) -> int | None:
        """Which wave is the viewer's, from 0; None where they are in none."""
        found = (place for place, each in enumerate(self.waves) if self.user in each.people)
        return next(found, None)


class Added(NamedTuple):
    """What became of somebody's item. `before`: it was there already. `dropped_by` took it off
    then.
    """

    line: Line
    seen: Seen
    masked: tuple[Kind, ...] = ()
    before: bool = False
    dropped_by: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing more to say than that it is there."""
        return not (self.masked or self.before)


class Told(NamedTuple):
    """What somebody else did meanwhile, and to what; `what` is its words."""

    who: str
    did: Did
    what: str


class Arranged(NamedTuple):
    """`refused`: nothing was done, as what others did meanwhile stands against it."""

    seen: Seen
    told: Sequence[Told] = ()
    refused: bool = False


class ItemForm(NamedTuple):
    """An item, and who could speak about it."""

    seen: Seen
    line: Line
    members: Sequence[MemberFacts]
    told: Sequence[Told] = ()


class Source(NamedTuple):
    """The message that an item is made of; `is_ours`: Podline wrote it, in that `thread` if any."""

    channel: str
    ts: str
    is_ours: bool = False
    thread: str | None = None


class Opening(NamedTuple):
    """The form of a new item, filled in by what is known; where it would stand. `source` is the
    message to which it links.
    """

    seen: Seen
    text: str = ""
    masked: tuple[Kind, ...] = ()
    is_cut: bool = False
    source: Source | None = None


class Pressed(NamedTuple):
    """The card on which somebody pressed: it is repainted by its own address."""

    ts: str
    url: str


@dataclass(frozen=True, slots=True)
class AtHome:
    """What Home says: what comes next, what of it is mine, and what else I am to speak about."""

    seen: Seen
    mine: Sequence[Line] = field(default_factory=tuple)
    speaks: Sequence[Line] = field(default_factory=tuple)
