"""From when until when an alert of the Weather Service holds."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from bot.alerts.facts import Basis
from bot.alerts.feeds.nws_vtec import Vtec
from bot.alerts.feeds.reading import Problems, moment

_GRACE: Final = timedelta(hours=1)  # statements are often renewed late


def starts_of(properties: dict[str, Any], vtec: Vtec | None, sent: datetime) -> datetime:
    began = vtec.begin if vtec else None
    onset, effective = moment(properties.get("onset")), moment(properties.get("effective"))
    return onset or began or effective or sent


def end_of(
    properties: dict[str, Any],
    vtec: Vtec | None,
    starts: datetime,
    where: str,
    problems: Problems,
) -> tuple[datetime | None, Basis]:
    """The first end that is given, and not before the start.

    `expires` is no more than an estimate: that is when the message is due to be replaced. It is
    none where VTEC says "until further notice": nobody knows then.
    """
    for name, end in _stated(properties, vtec):
        if end and end >= starts:
            return end, Basis.STATED
        if end:
            problems.note(f"{where}.{name}", "ends before it starts")
    expires = moment(properties.get("expires"))
    if not goes_on(vtec) and expires and expires >= starts:
        return expires, Basis.ESTIMATED
    return None, Basis.UNKNOWN


def goes_on(vtec: Vtec | None) -> bool:
    """Until further notice."""
    return vtec is not None and vtec.end is None


def lapse_of(properties: dict[str, Any], vtec: Vtec | None) -> datetime | None:
    """When an event without an end is over, if the source has not named it again by then.

    Its cancellation is listed for a quarter of an hour: whoever was not listening never hears it.
    """
    expires = moment(properties.get("expires")) if goes_on(vtec) else None
    return expires + _GRACE if expires else None


def _stated(properties: dict[str, Any], vtec: Vtec | None) -> Iterator[tuple[str, datetime | None]]:
    yield "ends", moment(properties.get("ends"))
    for text in texts_of(properties, "eventEndingTime"):
        yield "eventEndingTime", moment(text)
    yield "VTEC", vtec.end if vtec else None


def texts_of(properties: dict[str, Any], name: str) -> list[str]:
    """A parameter's texts: it is a list of them, or is not there."""
    parameters = properties.get("parameters")
    values = parameters.get(name) if isinstance(parameters, dict) else None
    return [each for each in values if isinstance(each, str)] if isinstance(values, list) else []
