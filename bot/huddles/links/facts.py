"""What links show, and what they know that is not stored."""

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from bot.huddles.facts import Schedule
from storage.huddles import HuddleState
from storage.huddles_screen import ScreenItem, ScreenMade, ScreenState

LOOKS_BACK: Final = timedelta(days=90)
SCREEN_STAYS: Final = timedelta(days=1)


class Named(NamedTuple):
    """A pod as its calendar calls it; `zone` is its market's, `url` where huddles are joined."""

    pod_id: UUID
    pod: str
    zone: str
    url: str = ""


class Meeting(NamedTuple):
    """A huddle that stands alone in a calendar. `starts_at` is in UTC; `waves` is how many there
    are of this meeting.
    """

    slot: str
    local_date: date
    wave: int
    waves: int
    starts_at: datetime
    minutes: int


class Moved(NamedTuple):
    """One of a series that is held at another time, or is of another length. `wall` is what the
    clocks would have shown (without a zone), `starts_at` is in UTC.
    """

    wall: datetime
    starts_at: datetime
    minutes: int


class Series(NamedTuple):
    """A wave's huddles, week after week: `first` is what the clocks show at the first of them,
    `days` are theirs (from 0, Monday). `without` are those left out, `moved` those held otherwise;
    both by what the clocks would have shown.
    """

    wave: int
    waves: int
    first: datetime
    days: tuple[int, ...]
    minutes: int
    without: tuple[datetime, ...] = ()
    moved: tuple[Moved, ...] = ()


class Laid(NamedTuple):
    """Everything that a calendar shows."""

    series: tuple[Series, ...] = ()
    alone: tuple[Meeting, ...] = ()


class Span(NamedTuple):
    """What a calendar covers: from the day `first`, with exceptions until `last`; days before
    `today` have passed. All by the clocks of the market.
    """

    first: date
    today: date
    last: date


class Revision(NamedTuple):
    """What was last said of an event: a digest of it, how often it changed, and when it did."""

    digest: str
    sequence: int
    at: datetime


class Handed(NamedTuple):
    """A calendar as it is handed out; `etag` is another one whenever `body` is."""

    body: bytes
    etag: str


class Shown(NamedTuple):
    """What a screen shows of one huddle; people's words in it are plain. `item_since` is when what
    is talked about was come to. `actions` and `practices` were made in this huddle.
    """

    huddle: ScreenState
    waves: int
    items: tuple[ScreenItem, ...]
    item_since: datetime | None = None
    actions: tuple[ScreenMade, ...] = ()
    practices: tuple[str, ...] = ()


def is_held(state: HuddleState) -> bool:
    """Whether a calendar shows it. One that was missed by us may have been held all the same."""
    return state is not HuddleState.SKIPPED


def usual_minutes(schedule: Schedule) -> tuple[int, ...]:
    """When each wave begins on a day on which the clocks do not change, in minutes since midnight:
    none before the one before it is over.
    """
    found: list[int] = []
    for minutes in sorted(schedule.times):
        found.append(max(minutes, found[-1] + schedule.minutes) if found else minutes)
    return tuple(found)
