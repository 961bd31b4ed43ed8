"""Feeds of alerts as the settings name them, and which addresses may be asked at all."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import urlsplit

NWS: Final = "https://api.weather.gov"
ODIN: Final = (
    "https://openenergyhub.ornl.gov/api/explore/v2.1/catalog/datasets/"
    "odin-real-time-outages-county/exports/json?select=utility_id,name,communitydescriptor,county,"
    "state,metersaffected,estimatedrestorationtime,reportedstarttime,cause,incident_cause"
)
SHORTEST_SECRET: Final = 16
_NOT_ASKED: Final = (
    "needs an address that begins with https:// and holds no user or password (http:// only on "
    "this machine)"
)
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
_MARKET: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_CONTACT: Final = re.compile(r"[\x21-\x7e]{1,200}")


class Place(NamedTuple):
    """A feed that has an address of its own. `markets` are keys; none means all."""

    name: str
    address: str
    markets: tuple[str, ...] = ()


def may_be_asked(address: str) -> bool:
    """Only what nobody on the way can change; or what stands on this very machine."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    if not parts.hostname or parts.username or not address.isprintable():
        return False
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname.lower() in _LOOPBACK
    )


def place(written: str, *, of_markets: bool) -> Place:
    """ "cloud=https://status.example.com#san-diego,detroit", or "#all". Raises `ValueError`."""
    name, _, rest = written.partition("=")
    address, _, reach = rest.partition("#")
    if not _NAME.fullmatch(name) or not address:
        raise ValueError(f"{written} needs a name and an address: cloud=https://status.example.com")
    if not may_be_asked(address):
        raise ValueError(f"{name} {_NOT_ASKED}")
    if not of_markets:
        return Place(name, address)
    markets = tuple(filter(None, reach.split(",")))
    if not markets or not all(_MARKET.fullmatch(each) for each in markets):
        raise ValueError(f"{written} needs its markets, or all: {name}={address}#all")
    return Place(name, address, () if markets == ("all",) else markets)


def places(written: Iterable[str], *, of_markets: bool) -> tuple[Place, ...]:
    """Several, of which no two have the same name. Raises `ValueError`."""
    found = [place(each, of_markets=of_markets) for each in written]
    names = [each.name for each in found]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{name} is named twice")
    return tuple(found)


def is_contact(written: str) -> bool:
    """An e-mail address or a page, which goes out in a header."""
    known = "@" in written or written.startswith(("https://", "http://"))
    return known and bool(_CONTACT.fullmatch(written))


def secrets(written: str) -> tuple[str, ...]:
    """By commas: the old and the new one, while they are changed. Raises `ValueError`."""
    found = tuple(each.strip() for each in written.split(",") if each.strip())
    if any(len(each) < SHORTEST_SECRET or not each.isascii() for each in found):
        raise ValueError(f"needs at least {SHORTEST_SECRET} characters for each, all of ASCII")
    return found
