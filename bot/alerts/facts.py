"""What alerts know that is not stored: above all the one form into which every feed is read."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from storage.alerts import AlertKind as AlertKind
from storage.alerts import AlertState as AlertState
from storage.alerts import Basis as Basis
from storage.alerts import Severity as Severity


class Certainty(StrEnum):
    """As CAP 1.2 has it."""

    OBSERVED = "observed"
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    UNKNOWN = "unknown"


class Lifecycle(StrEnum):
    """What a report does to its event, in the areas that it names.

    `partial_end`: over there, while it goes on elsewhere; whether it goes on is known only from
    the other reports of the event.
    """

    NEW = "new"
    UPDATE = "update"
    PARTIAL_END = "partial_end"
    ENDED = "ended"


class Facts(NamedTuple):
    """What a rep can tell a customer; empty where the source does not say. Plain words."""

    what: str = ""
    where: str = ""
    cause: str = ""
    who: str = ""
    source: str = ""


class Report(NamedTuple):
    """What a source says of one event at one time.

    `key` is the event's own identity within its source: every revision and every part of it has
    the same. The highest `revision` counts, area by area; these compare as text. `event` is the
    source's word for what it is ("High Wind Warning"), which decides who is told and what mutes
    what. `areas` are codes: UGC ("CAC073"), fire zones ("fire:CAZ258"), county FIPS ("06073"), or
    "market:san-diego"; none, where the source means everybody whom it reaches. `expected_end` is
    None with basis `unknown`. `replaces` are keys of events whose place this one takes.
    `raw_hash` is of what was read, to see that nothing changed.

    Where a source gives its events no identity: `message` is its name for this message, `follows`
    are those that it continues, which makes them one event; and of the reports of one `series`,
    the newest counts in each area, whatever its event. `sayings` are ways to say it, each after
    its language. `lapses`: an event without an expected end is over then, if its source has not
    named it since. `names` are what people call its areas, by code, where the source says so.
    `is_whole`: it names all areas of its event, which is over in those that it leaves out.
    """

    source: str
    key: str
    revision: str
    event: str
    kind: AlertKind
    severity: Severity
    certainty: Certainty
    areas: frozenset[str]
    headline: str
    facts: Facts
    starts: datetime
    expected_end: datetime | None
    basis: Basis
    lifecycle: Lifecycle
    link: str | None
    raw_hash: str
    replaces: frozenset[str] = frozenset()
    message: str = ""
    follows: frozenset[str] = frozenset()
    series: str = ""
    lapses: datetime | None = None
    sayings: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    is_whole: bool = False


class Problem(NamedTuple):
    """One part of a document that could not be read; the rest of it counts."""

    where: str
    why: str


class Reading(NamedTuple):
    """A document of a source. `at` is the document's own clock; None where it has none.

    `complete`: it lists everything that is live. An event that it does not name is no ended one.
    """

    reports: list[Report]
    problems: list[Problem]
    at: datetime | None
    complete: bool


Bars = Mapping[AlertKind, Severity]
"""From which severity on a pod is told, for the kinds for which it says so."""


class Market(NamedTuple):
    """A market as alerts see it: its codes, in the form of `Report.areas`, with their names where
    these are known. `bars` are by its pods, all of them; none where no pod has set any."""

    key: str
    name: str
    timezone: str
    areas: frozenset[str]
    names: Mapping[str, str]
    bars: Mapping[str, Bars] = MappingProxyType({})
