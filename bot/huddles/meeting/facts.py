"""What a huddle that goes on, and its recap, know that is not stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, Self
from uuid import UUID

from storage.huddles import AgendaItem, Huddle, HuddleStep
from storage.huddles import Outcome as Outcome
from storage.huddles_action_items import ActionItem
from storage.pods import MemberFacts


class Pressed(NamedTuple):
    """Where something was pressed; its `response_url` alone repaints it without an edit."""

    channel: str | None = None
    ts: str | None = None
    response_url: str | None = None


class Seen(NamedTuple):
    """What somebody saw who pressed: the huddle, how many steps it had taken, and the item."""

    huddle: UUID
    version: int
    item: UUID | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """A huddle that goes on, as everybody in its pod sees it.

    `steps` are those of this wave. `item_since` is when the current item began, `before` what was
    talked about before it, `offered` what could be taken up: it was added meanwhile, or waits;
    `closed` are the items whose action items are done. `worked` is what worked for what is talked
    about; `heard` and `agreed` are the steps and action items of the waves before this one.
    `here` is how many pressed "Here", None where nobody is asked. `next_wave` is when the next one
    begins. `items` and `actions` stand in their order.
    """

    huddle: Huddle
    zone: str
    market: str
    items: Sequence[AgendaItem] = ()
    steps: Mapping[UUID, HuddleStep] = field(default_factory=dict)
    actions: Sequence[ActionItem] = ()
    item_since: datetime | None = None
    here: int | None = None
    join_url: str = ""
    has_screen: bool = False
    next_wave: datetime | None = None
    before: AgendaItem | None = None
    offered: Sequence[AgendaItem] = ()
    closed: frozenset[UUID] = frozenset()
    worked: str = ""
    heard: Sequence[HuddleStep] = ()
    agreed: Sequence[ActionItem] = ()

    @property
    def left(self) -> list[AgendaItem]:
        """What was not talked about yet, without what is talked about now."""
        through = {*self.steps, *self.closed, self.huddle.item_id}
        return [each for each in self.items if each.id not in through]

    @property
    def item(self) -> AgendaItem | None:
        """What is talked about now."""
        return next((each for each in self.items if each.id == self.huddle.item_id), None)


class Kind(StrEnum):
    """What a line of a recap says."""

    DECISION = "decision"
    ACTION = "action"
    CLOSED = "closed"
    PRACTICE = "practice"
    PARKED = "parked"
    UNTOUCHED = "untouched"
    NOTHING = "nothing"


class Line(NamedTuple):
    """A line of a recap. `text` is masked and plain; `about` is what a decision was made on; `id`
    is the action item's or the practice's.
    """

    kind: Kind
    text: str
    about: str = ""
    id: UUID | None = None

    def stored(self) -> dict[str, Any]:
        """As `of` takes it."""
        known = {"kind": str(self.kind), "text": self.text, "about": self.about}
        return known | {"id": str(self.id)} if self.id else known

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """A kind of a later version says nothing to this one."""
        kind = stored.get("kind", "")
        if kind not in set(Kind):
            return cls(Kind.NOTHING, "")
        known = UUID(stored["id"]) if stored.get("id") else None
        return cls(Kind(kind), str(stored.get("text", "")), str(stored.get("about", "")), known)


@dataclass(frozen=True, slots=True)
class Recap:
    """What came of a meeting. `actions` are as they stand now, by id; `gone` are the owners who
    left the pod. `today` is the day in the market's zone; `attendance`: people could press "Here".
    `later` is the time of the half for which what came of today's first one waits, in words.
    """

    huddle: Huddle
    lines: Sequence[Line]
    today: date
    actions: Mapping[UUID, ActionItem] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    attendance: bool = False
    later: str = ""

    def of(self, *kinds: Kind) -> list[Line]:
        """The lines of these kinds that say something, in order."""
        return [each for each in self.lines if each.kind in kinds and each.text]


class Found(NamedTuple):
    """A line of some recap that has the words that were looked for."""

    day: date
    line: Line


class Noted(NamedTuple):
    """A note is kept. `late_by` is who moved on while it was written, and `about` its item;
    `is_over`: the huddle ended meanwhile.
    """

    masked: bool = False
    late_by: str | None = None
    about: str = ""
    is_over: bool = False


class Absent(NamedTuple):
    """Who worked while their half met and did not press "Here", and how many `others` were outside
    their hours or away. `is_known`: anybody pressed it at all.
    """

    people: Sequence[MemberFacts]
    others: int
    is_known: bool


class NewAction(NamedTuple):
    """An action item as the form has it; `due_on` is a day in the market's zone."""

    text: str
    owner: str
    due_on: date


class ToDo(NamedTuple):
    """The form of an action item: whose it may be, and what stands in it. `item` is the one that
    is changed; a new one has none.
    """

    text: str
    members: Sequence[MemberFacts]
    owner: str
    due_on: date
    today: date
    item: ActionItem | None = None


class Made(NamedTuple):
    """`repainted`: the message on which somebody acted says it."""

    item: ActionItem
    masked: bool = False
    is_new: bool = True
    repainted: bool = False


class Closed(NamedTuple):
    """`was_closed`: somebody had done so before; `repainted` as in `Made`."""

    item: ActionItem
    was_closed: bool = False
    repainted: bool = False
