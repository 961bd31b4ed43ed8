"""What a coach and a rep see of their talk; not stored."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from storage.huddles_action_items import ActionItem
from storage.huddles_coaching import Coaching, CoachingItem
from storage.huddles_coaching_seen import Answered, SharedPractice
from storage.pods import MemberFacts

FIRST_LOOKS_BACK: Final = timedelta(weeks=4)
"""How far the first talk of two looks back; a later one, to the talk before it."""

LONGEST_LINE: Final = 300
MOST_LINES: Final = 30
"""Of one talk, that were not talked about."""

EARLIER_SHOWN: Final = 3


class Seen(NamedTuple):
    """What the rep did well since then, and the decisions they asked about."""

    answers: tuple[Answered, ...] = ()
    practices: tuple[SharedPractice, ...] = ()
    decisions: tuple[Answered, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(self)


class Past(NamedTuple):
    """An earlier talk: what was talked about, and what was agreed upon."""

    at: datetime
    lines: tuple[str, ...]
    agreed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """A private agenda, as `viewer`, one of the two, sees it on the market's day `today`.

    `since` is when they talked before. `kept`, after a talk: what they have for the next one;
    `has_next`: that one is prepared already, and the viewer may see it; `reopens`: the viewer may
    take back that they talked. `masked`: what they just typed held a customer's data.
    """

    coaching: Coaching
    viewer: str
    today: date
    since: datetime | None
    seen: Seen
    lines: tuple[CoachingItem, ...]
    actions: tuple[ActionItem, ...]
    earlier: tuple[Past, ...]
    kept: tuple[CoachingItem, ...] = ()
    has_next: bool = False
    masked: bool = False
    reopens: bool = False

    @property
    def is_coach(self) -> bool:
        return self.viewer == self.coaching.coach

    @property
    def other(self) -> str:
        """The name of the one with whom the viewer talks."""
        return self.coaching.rep_name if self.is_coach else self.coaching.coach_name

    @property
    def is_shared(self) -> bool:
        return self.coaching.shared_at is not None

    @property
    def is_over(self) -> bool:
        return self.coaching.ended_at is not None


@dataclass(frozen=True, slots=True)
class Choice:
    """Nobody was named, or several are meant: whom somebody may prepare a talk with, and the
    talks that are open. `is_coach`: they may prepare any at all.
    """

    viewer: str
    is_coach: bool
    people: tuple[MemberFacts, ...] = ()
    open: tuple[Coaching, ...] = ()


@dataclass(frozen=True, slots=True)
class Acting:
    """What an action item is made of: for one of two people (user, name), due on a day of the
    market; `today` is the first that can be chosen.
    """

    coaching: Coaching
    viewer: str
    today: date
