"""What the readers of all sources share: a document's bounds, and its texts, times and links.

Nothing here raises but `Unreadable`, for a whole document. What a field cannot be is None, or
empty; the reader says so as a `Problem`, and the rest counts.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from bot.alerts.facts import Problem
from bot.alerts.feeds.errors import Unreadable
from bot.text.cleaning import clean, shows_something
from bot.text.shortening import shorten

# The largest real document, the national list of weather alerts on a bad day, is a tenth of it.
MOST_BYTES: Final = 15_000_000
MOST_PARTS: Final = 20_000
MOST_PROBLEMS: Final = 100
MOST_HEADLINE: Final = 150
MOST_FACT: Final = 600
MOST_KEY: Final = 200
MOST_LINK: Final = 500
MOST_WORDS: Final = 20_000
FIRST_YEAR, LAST_YEAR = 2000, 2100

_NO_LINK = re.compile(r"""[\s<>|"'`\\^{}]""")


class Problems(list[Problem]):
    """Problems of one document, bounded: the rest is only counted, in the last one."""

    def __init__(self) -> None:
        super().__init__()
        self.more = 0

    def note(self, where: str, why: str) -> None:
        if len(self) < MOST_PROBLEMS:
            self.append(Problem(one_line(where, 120), one_line(why, 200)))
        else:
            self.more += 1

    def bounded(self) -> list[Problem]:
        rest = [Problem("", f"{self.more} more problems")] if self.more else []
        return [*self, *rest]


def check_size(body: bytes, most: int = MOST_BYTES) -> None:
    """Raises Unreadable: nothing at all, or more than `most` bytes."""
    if len(body) > most:
        raise Unreadable(f"The document has {len(body)} bytes; at most {most} are read.")
    if not body.strip():
        raise Unreadable("The document is empty.")


def load_json(body: bytes) -> Any:
    """The JSON document (RFC 8259, UTF-8, with or without a BOM).

    Raises Unreadable: too large, empty, no JSON (HTML of a proxy, for example), not a number
    (NaN), or nested so deep that no source does it.
    """
    check_size(body)
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_refuse)
    except RecursionError as error:
        raise Unreadable("The document is nested too deep.") from error
    except ValueError as error:
        kind = "HTML" if body.lstrip()[:1] == b"<" else "no JSON"
        raise Unreadable(f"The document is {kind}.") from error


def is_json_that(body: bytes, is_ours: Callable[[Any], bool]) -> bool:
    """Whether it is a JSON document of which this is true; what is none is nobody's."""
    try:
        return is_ours(load_json(body))
    except Unreadable:
        return False


def _refuse(name: str) -> Any:
    raise ValueError(name)


def entries(value: Any, where: str, problems: Problems) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a list, each with its place in the document; the others are problems.

    None is an empty list. At most `MOST_PARTS` are read.
    """
    if not isinstance(value, list):
        if value is not None:
            problems.note(where, "is not a list")
        return
    for number, entry in enumerate(value[:MOST_PARTS]):
        place = f"{where}[{number}]"
        if isinstance(entry, dict):
            yield place, entry
        else:
            problems.note(place, "is not an object")
    if len(value) > MOST_PARTS:
        problems.note(where, f"has {len(value)} entries; {MOST_PARTS} were read")


def words(value: Any, most: int = MOST_FACT) -> str:
    """A source's text as text: no control characters, its lines kept, at most `most` characters.

    Empty for whatever is no string. Markup and mentions stay as they were written: whoever shows
    them escapes them.
    """
    if not isinstance(value, str):
        return ""
    cleaned = clean(value[: MOST_WORDS + 1])
    if not shows_something(cleaned):
        return ""
    lines = (" ".join(line.split()) for line in cleaned.splitlines())
    return shorten("\n".join(line for line in lines if line), most)


def one_line(value: Any, most: int = MOST_HEADLINE) -> str:
    """The same on one line."""
    return shorten(" ".join(words(value, MOST_WORDS).split()), most)


def moment(value: Any) -> datetime | None:
    """A time of ISO 8601 with its zone, in UTC; None for what is none or in an absurd year.

    Go's zero time, 0001-01-01T00:00:00Z, is none.
    """
    if not isinstance(value, str) or len(value) > 40 or "T" not in value.upper():
        return None
    try:
        read = datetime.fromisoformat(value.strip())
        if read.tzinfo is None:
            return None
        utc = read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return utc if FIRST_YEAR <= utc.year <= LAST_YEAR else None


def as_revision(at: datetime) -> str:
    """A time as text that sorts as the time does."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def link_of(value: Any) -> str | None:
    """An address of the web that can stand in a message; None for any other."""
    if not isinstance(value, str) or len(value) > MOST_LINK:
        return None
    address = clean(value).strip()
    if _NO_LINK.search(address) or not re.match(r"https?://[^/?#]+", address):
        return None
    return address


def key_of(value: Any) -> str | None:
    """A source's own name of something: an overlong one as its SHA-256. None for no name."""
    name = one_line(str(value) if type(value) is int else value, MOST_WORDS)
    if not name:
        return None
    return name if len(name) <= MOST_KEY else hashed(name)


def hashed(*parts: object) -> str:
    """The SHA-256 of what was read, in hexadecimal; sets in any order are the same."""
    kept = json.dumps(parts, default=_plain, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(kept.encode()).hexdigest()


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, (set, frozenset)) else str(value)
