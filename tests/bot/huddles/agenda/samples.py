"""An agenda as somebody sees it, for tests of the views."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bot.huddles.agenda.shown import Line, Seen, Wave
from storage.huddles import ItemSource, ItemState
from storage.ids import new_id

NOW = datetime(2026, 11, 16, 18, 15, tzinfo=UTC)  # a Monday, 10:15 in San Diego
AT = NOW + timedelta(minutes=15)
AGENDA = UUID(int=7)
URL = "https://app.slack.com/huddle/T1/C1"


def wave(minutes: int = 0, **changes: Any) -> Wave:
    """Ana's at 10:30, or that many minutes later."""
    at = AT + timedelta(minutes=minutes)
    values: dict[str, Any] = {"planned_at": at, "runs_it": "UANA", "runs_it_name": "Ana Ruiz"}
    return Wave(at, 15, **values | changes)


def line(text: str = "Ramona outage: what worked", **changes: Any) -> Line:
    """A member's, of two minutes."""
    values: dict[str, Any] = {"by": "UNICK", "by_name": "Nick Pappas"}
    source = changes.pop("source", ItemSource.MEMBER)
    state = changes.pop("state", ItemState.ON)
    return Line(new_id(), source, state, text, **values | changes)


def seen(*lines: Line, **changes: Any) -> Seen:
    """San Diego's, in one wave, drafted."""
    values: dict[str, Any] = {
        "pod": "San Diego",
        "market": "San Diego",
        "zone": "America/Los_Angeles",
        "agenda": AGENDA,
        "version": 3,
        "is_drafted": True,
        "waves": (wave(),),
        "lines": lines,
        "user": "UMAYA",
        "huddle_url": URL,
    }
    return Seen(**values | changes)
