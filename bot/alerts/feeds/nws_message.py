"""One message of the Weather Service, and the reports that it makes: one for each of its events."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from bot.alerts.facts import Lifecycle, Report
from bot.alerts.feeds.nws_areas import areas_of, names_of
from bot.alerts.feeds.nws_meaning import (
    certainty_of,
    is_actual,
    is_fire_weather,
    is_over,
    kind_of,
    severity_of,
)
from bot.alerts.feeds.nws_times import end_of, lapse_of, starts_of, texts_of
from bot.alerts.feeds.nws_vtec import NEW, Vtec, key_of_event, read_vtecs
from bot.alerts.feeds.nws_words import facts_of, headline_of, sender_of
from bot.alerts.feeds.reading import (
    MOST_KEY,
    Problems,
    as_revision,
    hashed,
    key_of,
    link_of,
    moment,
    one_line,
    words,
)

SOURCE: Final = "nws"
_MOST_DESCRIPTION: Final = 30_000


class Message(NamedTuple):
    """What is common to all events of one message."""

    properties: dict[str, Any]
    where: str
    sent: datetime
    event: str
    sender: str
    areas: frozenset[str]
    is_over: bool
    is_new: bool


class Told(NamedTuple):
    """A report; `is_upgrade`: its event ends because another takes its place."""

    report: Report
    is_upgrade: bool


def read_message(
    properties: dict[str, Any], where: str, latest: datetime | None, problems: Problems
) -> Iterator[Told]:
    """`latest` is the clock of its document: nothing was sent after that."""
    if not is_actual(properties, where, problems):
        return
    vtecs, strange = read_vtecs(texts_of(properties, "VTEC"))
    for string in strange:
        problems.note(f"{where}.VTEC", f"{string[:80]!r} is no VTEC")
    message = _message(properties, vtecs, where, latest, problems)
    if not message or (vtecs and all(each.is_test for each in vtecs)):
        return
    operational = [each for each in vtecs if not each.is_test]
    if not operational:
        yield Told(_report(message, None, problems), is_upgrade=False)
    for vtec in operational:
        report = _report(message, vtec, problems, alone=len(operational) == 1)
        yield Told(report, is_upgrade=vtec.action == "UPG")


def _message(
    properties: dict[str, Any],
    vtecs: list[Vtec],
    where: str,
    latest: datetime | None,
    problems: Problems,
) -> Message | None:
    event, sent = one_line(properties["event"]), moment(properties.get("sent"))
    is_fire = any(each.phenomenon == "FW" for each in vtecs) or is_fire_weather(event)
    areas = areas_of(properties, is_fire, where, problems)
    if sent is None or not areas:
        problems.note(where, "has no time of sending" if areas else "names no area that is known")
        return None
    if latest and sent > latest:
        problems.note(f"{where}.sent", "is ahead of the document's clock")
        sent = latest
    sender = one_line(properties.get("senderName")) or "National Weather Service"
    kind = properties.get("messageType")
    return Message(
        properties=properties,
        where=where,
        sent=sent,
        event=event,
        sender=sender,
        areas=areas,
        is_over=is_over(properties, is_told_by_vtec=bool(vtecs)),
        is_new=kind != "Update",
    )


def _report(message: Message, vtec: Vtec | None, problems: Problems, alone: bool = True) -> Report:
    properties = message.properties
    starts = starts_of(properties, vtec, message.sent)
    end, basis = end_of(properties, vtec, starts, message.where, problems)
    return Report(
        source=SOURCE,
        key=_key(message, vtec),
        revision=as_revision(message.sent),
        event=message.event,
        kind=kind_of(message.event),
        severity=severity_of(properties),
        certainty=certainty_of(properties),
        areas=message.areas,
        headline=headline_of(message.event),
        facts=facts_of(
            words(properties.get("description"), _MOST_DESCRIPTION),
            message.event,
            one_line(properties.get("areaDesc"), 2_000),
            message.sender,
            is_fire_weather(message.event),
        ),
        starts=starts,
        expected_end=end,
        basis=basis,
        lifecycle=_lifecycle(message, vtec, alone),
        link=_link(properties, vtec),
        raw_hash=hashed(properties),
        message="" if vtec else key_of(properties.get("id")) or "",
        follows=frozenset() if vtec else _follows(properties),
        lapses=lapse_of(properties, vtec),
        names=names_of(properties, message.areas),
        series="" if vtec else f"{sender_of(message.sender)}/{message.event}",
    )


def _key(message: Message, vtec: Vtec | None) -> str:
    if vtec:
        return key_of_event(vtec, message.sent, _earlier(message.properties))
    places = ",".join(sorted(message.areas))
    name = f"{sender_of(message.sender)}/{message.event}/{places}"
    return name if len(name) <= MOST_KEY else f"{name[:120]}…{hashed(name)[:16]}"


def _earlier(properties: dict[str, Any]) -> Iterator[datetime]:
    """When the messages were sent that this one refers to, also those that have expired."""
    for reference in _references(properties):
        if sent := moment(reference.get("sent")):
            yield sent
    for text in texts_of(properties, "expiredReferences"):
        for each in text[:20_000].split():
            if sent := moment(each.rpartition(",")[2]):
                yield sent


def _references(properties: dict[str, Any]) -> list[dict[str, Any]]:
    references = properties.get("references")
    found = references if isinstance(references, list) else []
    return [each for each in found[:200] if isinstance(each, dict)]


def _follows(properties: dict[str, Any]) -> frozenset[str]:
    named = (key_of(each.get("identifier")) for each in _references(properties))
    return frozenset(name for name in named if name)


def _lifecycle(message: Message, vtec: Vtec | None, alone: bool) -> Lifecycle:
    """A message that ends one event and begins another says "past" of the first alone."""
    if (vtec and vtec.is_terminal) or (message.is_over and alone):
        return Lifecycle.ENDED
    is_new = vtec.action in NEW if vtec else message.is_new
    return Lifecycle.NEW if is_new else Lifecycle.UPDATE


def _link(properties: dict[str, Any], vtec: Vtec | None) -> str | None:
    """The office's own page, where people read; the alert's own address is for programs."""
    if vtec and vtec.office[0] in "KP":
        return f"https://www.weather.gov/{vtec.office[1:].lower()}"
    return link_of(properties.get("web"))
