"""Status pages of Atlassian Statuspage: summary.json and incidents.json, and its webhooks.

https://developer.statuspage.io and the `/api` page that each of them has. An incident is an
event; so is a component that is down while no incident explains it.
"""

from typing import Any, Final, NamedTuple

from bot.alerts.facts import (
    AlertKind,
    Basis,
    Certainty,
    Facts,
    Lifecycle,
    Reading,
    Report,
    Severity,
)
from bot.alerts.feeds.errors import Unreadable
from bot.alerts.feeds.reading import (
    Problems,
    as_revision,
    entries,
    hashed,
    is_json_that,
    link_of,
    load_json,
    moment,
    one_line,
    words,
)
from bot.alerts.feeds.statuspage_parts import (
    DOWN,
    Part,
    component_key,
    explained_by,
    first_time,
    id_of,
    is_down,
    is_over,
    is_planned,
    latest,
    names_of,
    part_of,
    parts_of,
    revised,
)

INCIDENT, MAINTENANCE, COMPONENT = "Service Incident", "Scheduled Maintenance", "Service Outage"
_IMPACTS: Final = {
    "none": Severity.MINOR,
    "maintenance": Severity.MINOR,
    "minor": Severity.MODERATE,
    "major": Severity.SEVERE,
    "critical": Severity.EXTREME,
}
_IN_WORDS: Final = {
    "under_maintenance": "under maintenance",
    "degraded_performance": "slow",
    "partial_outage": "partly down",
    "major_outage": "down",
}
_LISTS: Final = ("incidents", "scheduled_maintenances", "components")


def recognises(body: bytes) -> bool:
    """Whether it looks like one; `read` may still find nothing in it that it can use."""
    return is_json_that(body, _shaped)


def _shaped(document: Any) -> bool:
    if not isinstance(document, dict) or not isinstance(document.get("page"), dict):
        return False
    webhook = any(isinstance(document.get(name), dict) for name in ("incident", "component"))
    return webhook or any(isinstance(document.get(name), list) for name in _LISTS)


class _Page(NamedTuple):
    """What all reports of one document have in common."""

    source: str
    kind: AlertKind
    name: str
    link: str | None
    problems: Problems


def read(
    body: bytes, source: str = "statuspage", kind: AlertKind = AlertKind.NETWORK_OUTAGE
) -> Reading:
    """What a page, or one of its webhooks, says; `kind` is what the page is about.

    Its areas are none: a page speaks to whomever its feed reaches. summary.json lists all that
    is live and leaves out what was resolved: that is said by incidents.json and the webhooks.
    Raises Unreadable.
    """
    document = load_json(body)
    if not _shaped(document):
        raise Unreadable("The document is none of Statuspage.")
    about = document["page"]
    page = _Page(
        source=source,
        kind=kind,
        name=one_line(about.get("name")) or source,
        link=link_of(about.get("url")),
        problems=Problems(),
    )
    incidents, components = _incidents(document, page), _components(document, page)
    explained = explained_by(incidents, components)
    of_components = {id_of(part) for parts in explained.values() for part in parts}
    reports = [
        *(
            _incident(part, explained.get(id_of(part), []), where, page)
            for where, part in incidents
        ),
        *(_component(part, page) for part in components if id_of(part) not in of_components),
    ]
    at = moment(about.get("updated_at")) or moment(part_of(document, "meta").get("generated_at"))
    complete = all(isinstance(document.get(name), list) for name in _LISTS)
    return Reading([each for each in reports if each], page.problems.bounded(), at, complete)


def _incidents(document: Part, page: _Page) -> list[tuple[str, Part]]:
    """Each once, in its newest revision."""
    single = document.get("incident")
    found = [("incident", single)] if isinstance(single, dict) else []
    for name in ("incidents", "scheduled_maintenances"):
        found += entries(document.get(name), name, page.problems)
    identified = [(where, part) for where, part in found if _identified(where, part, page)]
    oldest_first = sorted(identified, key=lambda each: str(revised(each[1])))
    return list({id_of(part): (where, part) for where, part in oldest_first}.values())


def _components(document: Part, page: _Page) -> list[Part]:
    """Without the groups, which only repeat the worst of their components."""
    single = document.get("component")
    if isinstance(single, dict):
        status = single.get("status") or part_of(document, "component_update").get("new_status")
        found = [("component", {**single, "status": status})]
    else:
        found = list(entries(document.get("components"), "components", page.problems))
    return [
        part
        for where, part in found
        if part.get("group") is not True and _identified(where, part, page)
    ]


def _identified(where: str, part: Part, page: _Page) -> bool:
    named = bool(id_of(part)) and isinstance(part.get("status"), str)
    if not named or revised(part) is None:
        page.problems.note(where, "has no id, no status or no time")
        return False
    return True


def _incident(part: Part, taken: list[Part], where: str, page: _Page) -> Report | None:
    over, planned = is_over(part), is_planned(part)
    own = [each for each in parts_of(part, "components") if is_down(each)]
    down = list({id_of(each): each for each in [*own, *taken]}.values())
    times = [revised(part), *(revised(each) for each in taken if not over)]
    starts = first_time(part, ("scheduled_for",) if planned else ("started_at", "created_at"))
    if starts is None:
        page.problems.note(where, "does not say since when")
        return None
    end = moment(part.get("scheduled_until")) if planned else None
    if end and end <= starts:
        page.problems.note(f"{where}.scheduled_until", "is not after the start")
        end = None
    name = one_line(part.get("name")) or "Incident"
    report = Report(
        source=page.source,
        key=id_of(part),
        revision=as_revision(max(time for time in times if time)),
        event=MAINTENANCE if planned else INCIDENT,
        kind=page.kind,
        severity=_severity(part, down, where, page),
        certainty=Certainty.OBSERVED,
        areas=frozenset(),
        headline=name,
        facts=Facts(
            what=latest(part),
            where=names_of(down or parts_of(part, "components")),
            source=page.name,
        ),
        starts=starts,
        expected_end=end,
        basis=Basis.STATED if end else Basis.UNKNOWN,
        lifecycle=Lifecycle.ENDED if over else _still(part),
        link=link_of(part.get("shortlink")) or page.link,
        raw_hash="",
        replaces=frozenset(component_key(each) for each in taken if not over),
    )
    return report._replace(raw_hash=hashed(report._replace(revision="", replaces=frozenset())))


def _component(part: Part, page: _Page) -> Report | None:
    status, at = part["status"], revised(part)
    down = status in DOWN
    if at is None or not (down or status == "operational"):
        page.problems.note(f"component {id_of(part)}", f"the status {status!r} is not known")
        return None
    name = one_line(part.get("name")) or "A service"
    report = Report(
        source=page.source,
        key=component_key(part),
        revision=as_revision(at),
        event=COMPONENT,
        kind=page.kind,
        severity=DOWN.get(status, Severity.MINOR),
        certainty=Certainty.OBSERVED,
        areas=frozenset(),
        headline=one_line(f"{name} is {_IN_WORDS.get(status, 'working again')}"),
        facts=Facts(what=words(part.get("description")), where=name, source=page.name),
        starts=at,
        expected_end=None,
        basis=Basis.UNKNOWN,
        lifecycle=Lifecycle.NEW if down else Lifecycle.ENDED,
        link=page.link,
        raw_hash="",
    )
    return report._replace(raw_hash=hashed(report._replace(revision="")))


def _severity(part: Part, down: list[Part], where: str, page: _Page) -> Severity:
    """The worse of what the incident says of itself and what its components show.

    A word that is not Statuspage's ("catastrophic" was seen) is no reason to be quiet.
    """
    word = part.get("impact")
    own = Severity.MINOR
    if isinstance(word, str) and word in _IMPACTS:
        own = _IMPACTS[word]
    elif word is not None:
        page.problems.note(f"{where}.impact", f"{word!r} is not known: taken as severe")
        own = Severity.SEVERE
    return max([own, *(DOWN[each["status"]] for each in down)], key=lambda each: each.rank)


def _still(incident: Part) -> Lifecycle:
    first = len(parts_of(incident, "incident_updates")) <= 1
    return Lifecycle.NEW if first else Lifecycle.UPDATE
