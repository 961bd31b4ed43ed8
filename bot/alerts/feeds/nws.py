"""The National Weather Service: alerts as api.weather.gov gives them (GeoJSON).

https://www.weather.gov/documentation/services-web-api. All features of one VTEC event are one
event with their areas together; each that cannot be read is a problem, and costs no other.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from bot.alerts.facts import Lifecycle, Reading, Report
from bot.alerts.feeds.errors import Unreadable
from bot.alerts.feeds.nws_message import Told, read_message
from bot.alerts.feeds.reading import Problems, entries, is_json_that, load_json, moment

_SKEW: Final = timedelta(minutes=10)  # clocks of offices differ by some minutes


def recognises(body: bytes) -> bool:
    """Whether it comes from there; that may be an error, which `read` refuses."""
    return is_json_that(body, _is_ours)


def _is_ours(document: Any) -> bool:
    return _is_list(document) or _is_alert(document) or _is_error(document)


def read(body: bytes) -> Reading:
    """A list of alerts, or a single one. Raises Unreadable: also for the service's own errors,
    after which nothing is known.
    """
    document = load_json(body)
    if not (_is_list(document) or _is_alert(document)):
        title = str(document.get("title"))[:80] if _is_error(document) else ""
        raise Unreadable(f"The document is no list of alerts. {title}".strip())
    problems = Problems()
    parts = list(_parts(document, problems))
    clock = moment(document.get("updated"))
    latest = clock + _SKEW if clock else None
    told = [
        each
        for where, properties in parts
        for each in read_message(properties, where, latest, problems)
    ]
    at = clock or _newest(parts)
    complete = clock is not None and not document.get("pagination")
    reports = _told_in_parts(_upgraded(told))
    return Reading(reports, problems.bounded(), at, complete)


def _is_list(document: Any) -> bool:
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        return False
    features = document.get("features")
    return isinstance(features, list) and (not features or any(map(_is_alert, features[:50])))


def _is_alert(document: Any) -> bool:
    properties = document.get("properties") if isinstance(document, dict) else None
    return isinstance(properties, dict) and ("event" in properties or "areaDesc" in properties)


def _is_error(document: Any) -> bool:
    """RFC 7807, as the service answers: always with a title and a status."""
    if not isinstance(document, dict) or not isinstance(document.get("status"), int):
        return False
    return "title" in document and "features" not in document


def _parts(document: dict[str, Any], problems: Problems) -> Iterator[tuple[str, dict[str, Any]]]:
    features = [document] if _is_alert(document) else document["features"]
    for where, feature in entries(features, "features", problems):
        properties = feature.get("properties")
        if isinstance(properties, dict):
            yield where, properties
        else:
            problems.note(where, "has no properties")


def _newest(parts: list[tuple[str, dict[str, Any]]]) -> datetime | None:
    sent = (moment(properties.get("sent")) for _, properties in parts)
    return max((each for each in sent if each), default=None)


def _upgraded(told: list[Told]) -> list[Report]:
    """The reports; those that begin an event name the ones in whose place it comes.

    An upgrade says so in the event that ends, in the same message or in one that the office sent
    with it: the same place, and the same time.
    """
    ending = [each.report for each in told if each.is_upgrade]
    return [_in_place_of(each.report, ending) for each in told]


def _in_place_of(report: Report, ending: list[Report]) -> Report:
    if report.lifecycle is not Lifecycle.NEW:
        return report
    place = (report.revision, report.key[:4])
    keys = frozenset(
        each.key
        for each in ending
        if (each.revision, each.key[:4]) == place and each.areas & report.areas
    )
    return report._replace(replaces=keys)


def _told_in_parts(reports: list[Report]) -> list[Report]:
    """The same, with an end as a partial one where other parts of its event go on."""
    live = {each.key for each in reports if each.lifecycle is not Lifecycle.ENDED}
    return [
        each._replace(lifecycle=Lifecycle.PARTIAL_END)
        if each.lifecycle is Lifecycle.ENDED and each.key in live
        else each
        for each in reports
    ]
