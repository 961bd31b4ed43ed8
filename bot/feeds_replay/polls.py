"""What is played: each file as one poll of its source, at the time by the documents' clock."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from bot.alerts.feeds.errors import Unreadable
from bot.alerts.following.recorded import read_at, source_of
from bot.alerts.sources import Source
from bot.errors import PodlineError

Say = Callable[[str], None]


class Recording(NamedTuple):
    """A document, whose it is, and when the bot is to hear it."""

    file: Path
    body: bytes
    source: Source
    at: datetime


def recordings(
    files: Sequence[Path], at: datetime | None, now: datetime, say: Say
) -> list[Recording]:
    """The files in their order, each at least one interval of its source after the one before:
    whoever is asked that often says each of them once.

    A file that nobody can read is played all the same, as something that the source before it
    answered. Raises `PodlineError` where none can be read.
    """
    bodies = [(file, file.read_bytes()) for file in files]
    known = [_known(file, body, say) for file, body in bodies]
    first = next((each for each in known if each), None)
    if first is None:
        raise PodlineError("None of these documents could be read, so there is nothing to play.")
    found: list[Recording] = []
    for (file, body), own in zip(bodies, known, strict=True):
        last = found[-1] if found else None
        source = own or (last.source if last else first)
        found.append(Recording(file, body, source, _time(source, body, last, at or now, at)))
    return found


def _known(file: Path, body: bytes, say: Say) -> Source | None:
    try:
        return source_of(body)
    except Unreadable as error:
        say(f"note: {file}: {error.sentence} It is played as a failure of its feed.")
        return None


def _time(
    source: Source, body: bytes, last: Recording | None, now: datetime, at: datetime | None
) -> datetime:
    if last is None and at:
        return at
    soonest = last.at + source.every if last else None
    try:
        own = read_at(source, body, last.at if last else None, now)
    except Unreadable:
        return soonest or now
    return max(own, soonest or own)
