"""VTEC, by which the National Weather Service tells events apart (NWS Instruction 10-1703)."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple

_FORM: Final = re.compile(
    r"/(?P<product>[OTEX])\.(?P<action>[A-Z]{3})\.(?P<office>[A-Z]{4})\.(?P<phenomenon>[A-Z]{2})"
    r"\.(?P<significance>[A-Z])\.(?P<number>\d{4})"
    r"\.(?P<begin>\d{6}T\d{4}Z)-(?P<end>\d{6}T\d{4}Z)/"
)
_NO_TIME: Final = "000000T0000Z"
_MOST: Final = 20  # of one message; more than four were never seen
_EVENTS_A_DAY: Final = 5  # more new events of one kind a day no office has for long

NEW: Final = frozenset({"NEW", "EXA", "EXB"})
TERMINAL: Final = frozenset({"CAN", "EXP", "UPG"})
KNOWN: Final = NEW | TERMINAL | {"EXT", "CON", "COR", "ROU"}


class Vtec(NamedTuple):
    """One P-VTEC string. `begin` is None for "began before", `end` for "until further notice"."""

    product: str
    action: str
    office: str
    phenomenon: str
    significance: str
    number: int
    begin: datetime | None
    end: datetime | None

    @property
    def is_test(self) -> bool:
        return self.product == "T"

    @property
    def is_terminal(self) -> bool:
        return self.action in TERMINAL


def read_vtecs(strings: Iterable[str]) -> tuple[list[Vtec], list[str]]:
    """What the strings say, once each; and those that cannot be read.

    Hydrologic strings ("/SEAW1.1.ER…/"), which may stand beside, say nothing that is used here.
    """
    read: dict[Vtec, None] = {}
    strange = []
    for string in list(strings)[:_MOST]:
        found = [_vtec(match) for match in _FORM.finditer(string)]
        known = [each for each in found if each]
        read.update(dict.fromkeys(known))
        if not known and not re.fullmatch(r"\s*/[A-Z0-9]{5}\.[0-9NU]\..*", string):
            strange.append(string)
    return list(read), strange


def key_of_event(vtec: Vtec, sent: datetime, earlier: Iterable[datetime]) -> str:
    """The event's identity, as "KSEW.FF.W.0001.2025".

    Numbers start anew each year (UTC), and a string names none: it is the year in which the
    event was first issued. `earlier` are the times of the messages that this one refers to.
    """
    year = _year(vtec, sent, list(earlier))
    kind = f"{vtec.office}.{vtec.phenomenon}.{vtec.significance}"
    return f"{kind}.{vtec.number:04d}.{year}"


def _year(vtec: Vtec, sent: datetime, earlier: list[datetime]) -> int:
    if vtec.action == "NEW":
        return sent.year
    if earlier:
        return min(sent, *earlier).year
    began = min(sent, vtec.begin) if vtec.begin else sent
    # Cancelled and upgraded events refer to nothing. A high number in the first days of January
    # is one of last year.
    day = sent.timetuple().tm_yday
    late = began.year == sent.year and day < 31 and vtec.number > _EVENTS_A_DAY * day
    return began.year - 1 if late else began.year


def _vtec(match: re.Match[str]) -> Vtec | None:
    if match["action"] not in KNOWN:
        return None
    try:
        begin, end = _time(match["begin"]), _time(match["end"])
    except ValueError:
        return None
    return Vtec(
        product=match["product"],
        action=match["action"],
        office=match["office"],
        phenomenon=match["phenomenon"],
        significance=match["significance"],
        number=int(match["number"]),
        begin=begin,
        end=end,
    )


def _time(text: str) -> datetime | None:
    if text == _NO_TIME:
        return None
    return datetime.strptime(f"20{text}", "%Y%m%dT%H%MZ").replace(tzinfo=UTC)
