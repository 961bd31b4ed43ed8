"""Practices for tests of the views: whole rows, as the storage hands them out."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bot.practices.facts import Reuse, Shown, Whole
from storage.practices import Practice, PracticeChange, PracticeState, Saying

NOW = datetime(2026, 11, 20, 18, 41, 7, tzinfo=UTC)
WORKED = "Say cause, who is on it, and the hour; then offer a text when it is back."
SAID = "A fire near you took two sites down; our engineers expect them back tonight."
TITLE = "Outage with a known cause"
SITUATION = "Customers call about no service while we know why."


def sample_practice(**changes: Any) -> Practice:
    """Dan's find about outages, verified, three days old, unless `changes` say otherwise."""
    values: dict[str, Any] = {
        "id": UUID(int=1),
        "team_id": "T1",
        "pod_id": UUID(int=9),
        "title": TITLE,
        "situation": SITUATION,
        "what_worked": WORKED,
        "topics": ["network"],
        "state": PracticeState.VERIFIED,
        "author": "U0MAYA",
        "author_name": "Maya Reyes",
        "helper": "U0DAN",
        "helper_name": "Dan Ortiz",
        "owner": "U0MAYA",
        "created_at": NOW - timedelta(days=3),
        "updated_at": NOW - timedelta(days=3),
    }
    return Practice(**{**values, **changes})


def sample_saying(**changes: Any) -> Saying:
    values: dict[str, Any] = {
        "id": UUID(int=2),
        "practice_id": UUID(int=1),
        "text": SAID,
        "author": "U0DAN",
        "author_name": "Dan Ortiz",
        "at": NOW,
    }
    return Saying(**{**values, **changes})


def sample_shown(used: int = 20, helped: int = 14, said: str = SAID, **changes: Any) -> Shown:
    """`said` "": nobody said how."""
    saying = sample_saying(text=said) if said else None
    return Shown(sample_practice(**changes), saying, Reuse(used, helped))


def sample_change(**changes: Any) -> PracticeChange:
    values: dict[str, Any] = {
        "practice_id": UUID(int=1),
        "version": 1,
        "at": NOW - timedelta(days=3),
        "who": "U0MAYA",
        "who_name": "Maya Reyes",
        "what": "saved",
    }
    return PracticeChange(**{**values, **changes})


def sample_whole(**changes: Any) -> Whole:
    values: dict[str, Any] = {
        "practice": sample_practice(),
        "sayings": [sample_saying()],
        "reuse": Reuse(20, 14),
    }
    return Whole(**{**values, **changes})
