"""What a practice says, as its history keeps it: taken down, compared, and put back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from bot.practices.facts import Difference
from bot.text.shortening import one_line, shorten
from storage.practices import Practice, PracticeState, Saying, Scope

_WORDS: Final = ("title", "situation", "what_worked", "topics", "scope", "link", "ends_at")
_STANDING: Final = (
    *("state", "language", "owner", "helper", "helper_name", "verified_by", "verified_at"),
    *("confirmed_at", "asked_owner_at", "stale_at", "suspended_at", "merged_into", "alert_id"),
)
_READ: Final[Mapping[str, Any]] = {
    **dict.fromkeys(
        ("verified_at", "confirmed_at", "asked_owner_at", "stale_at", "suspended_at", "ends_at"),
        datetime.fromisoformat,
    ),
    **dict.fromkeys(("merged_into", "alert_id"), UUID),
    "state": PracticeState,
    "scope": Scope,
}
SAYINGS: Final = "sayings"
_LONGEST_TITLE: Final = 80


def take_down(practice: Practice, sayings: Iterable[Saying]) -> dict[str, Any]:
    """The practice and its own ways to say it as plain data."""
    told = {name: _plain(getattr(practice, name)) for name in (*_WORDS, *_STANDING)}
    return told | {SAYINGS: [_saying(each) for each in sayings]}


def put_back(practice: Practice, taken: Mapping[str, Any]) -> list[Saying]:
    """Let the practice say what was taken down; answers its ways to say it."""
    for name in (*_WORDS, *_STANDING):
        if name in taken:
            value, read = taken[name], _READ.get(name)
            setattr(practice, name, read(value) if read and value is not None else value)
    return [_read_saying(practice, each) for each in taken.get(SAYINGS, ())]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What reads otherwise: the words, the state, and each way to say it."""
    parts = [
        Difference(name, _text(before.get(name)), _text(after.get(name)))
        for name in (*_WORDS, "alert_id", "state", "owner")
        if before.get(name) != after.get(name)
    ]
    old, new = _texts(before), _texts(after)
    for each in dict.fromkeys((*old, *new)):
        if old.get(each, "") != new.get(each, ""):
            parts.append(Difference("say_it", old.get(each, ""), new.get(each, "")))
    return parts


def words_differ(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """As `differences`, of what an edit changes: a new state or owner changes no words."""
    return [each for each in differences(before, after) if each.part not in ("state", "owner")]


def title_of(situation: str) -> str:
    """The situation's first sentence, on one line."""
    line = one_line(situation)
    ends = [line.find(mark) for mark in (". ", "? ", "! ")]
    first = min((end for end in ends if end > 0), default=len(line))
    return shorten(line[: first + 1].rstrip(". "), _LONGEST_TITLE)


def as_said(text: str) -> str:
    """By which two ways to say it are the same: without capitals and line breaks."""
    return " ".join(text.casefold().split())


def _saying(saying: Saying) -> dict[str, Any]:
    names = ("id", "language", "text", "author", "author_name", "at")
    return {name: _plain(getattr(saying, name)) for name in names}


def _read_saying(practice: Practice, taken: Mapping[str, Any]) -> Saying:
    return Saying(
        id=UUID(taken["id"]),
        practice_id=practice.id,
        language=taken["language"],
        text=taken["text"],
        author=taken["author"],
        author_name=taken["author_name"],
        at=datetime.fromisoformat(taken["at"]),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID | PracticeState | Scope):
        return str(value)
    return list(value) if isinstance(value, list | tuple) else value


def _text(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _texts(taken: Mapping[str, Any]) -> dict[str, str]:
    return {each["id"]: each["text"] for each in taken.get(SAYINGS, ())}
