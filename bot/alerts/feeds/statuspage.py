"""Status pages of Atlassian Statuspage: summary.json and incidents.json, and its webhooks.

https://developer.statuspage.io and the `/api` page that each of them has. An incident is an
event; so is a component that is down while no incident explains it.
"""

from collections.abc import Iterable
from datetime import datetime
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
    MOST_FACT,
    Problems,
    as_revision,
    entries,
    hashed,
    key_of,
    link_of,
    load_json,
    moment,
    one_line,
    words,
)

Part = dict[str, Any]

INCIDENT, MAINTENANCE, COMPONENT = "Service Incident", "Scheduled Maintenance", "Service Outage"
_IMPACTS: Final = {
    "none": Severity.MINOR,
    "maintenance": Severity.MINOR,
    "minor": Severity.MODERATE,
    "major": Severity.SEVERE,
    "critical": Severity.EXTREME,
}
_DOWN: Final = {
    "under_maintenance": Severity.MINOR,
    "degraded_performance": Severity.MINOR,
    "partial_outage": Severity.MODERATE,
    "major_outage": Severity.SEVERE,
}
_IN_WORDS: Final = {
    "under_maintenance": "under maintenance",
    "degraded_performance": "slow",
    "partial_outage": "partly down",
    "major_outage": "down",
}
_OVER: Final = ("resolved", "postmortem", "completed")
_LISTS: Final = ("incidents", "scheduled_maintenances", "components")


def recognises(body: bytes) -> bool:
    """Whether it looks like one; `read` may still find nothing in it that it can use."""
    try:
        return _shaped(load_json(body))
    except Unreadable:
        return False


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
    explained = _explained(incidents, components)
    of_components = {_id(part) for parts in explained.values() for part in parts}
    reports = [
        *(_incident(part, explained.get(_id(part), []), where, page) for where, part in incidents),
        *(_component(part, page) for part in components if _id(part) not in of_components),
    ]
    at = moment(about.get("updated_at")) or moment(_part(document, "meta").get("generated_at"))
    complete = all(isinstance(document.get(name), list) for name in _LISTS)
    return Reading([each for each in reports if each], page.problems.bounded(), at, complete)


def _incidents(document: Part, page: _Page) -> list[tuple[str, Part]]:
    single = document.get("incident")
    found = [("incident", single)] if isinstance(single, dict) else []
    for name in ("incidents", "scheduled_maintenances"):
        found += entries(document.get(name), name, page.problems)
    return [(where, part) for where, part in found if _identified(where, part, page)]


def _components(document: Part, page: _Page) -> list[Part]:
    """Without the groups, which only repeat the worst of their components."""
    single = document.get("component")
    if isinstance(single, dict):
        status = single.get("status") or _part(document, "component_update").get("new_status")
        found = [("component", {**single, "status": status})]
    else:
        found = list(entries(document.get("components"), "components", page.problems))
    return [
        part
        for where, part in found
        if part.get("group") is not True and _identified(where, part, page)
    ]


def _identified(where: str, part: Part, page: _Page) -> bool:
    named = bool(_id(part)) and isinstance(part.get("status"), str)
    if not named or _revised(part) is None:
        page.problems.note(where, "has no id, no status or no time")
        return False
    return True


def _explained(incidents: list[tuple[str, Part]], components: list[Part]) -> dict[str, list[Part]]:
    """By incident, the components that are down by it.

    These are those that it names. What no incident names belongs to the only one there is: pages
    were seen whose incident names a dummy component, while everything else is down.
    """
    live = [part for _, part in incidents if not _is_over(part)]
    unplanned = [part for part in live if not _is_planned(part)]
    down = {_id(part): part for part in components if part["status"] in _DOWN}
    found = {_id(part): [down.pop(each) for each in _named(part) if each in down] for part in live}
    if len(unplanned) == 1:
        found[_id(unplanned[0])] += down.values()
    return found


def _named(incident: Part) -> list[str]:
    return [_id(each) for each in _parts(incident, "components")]


def _incident(part: Part, taken: list[Part], where: str, page: _Page) -> Report | None:
    over, planned = _is_over(part), _is_planned(part)
    own = [each for each in _parts(part, "components") if each.get("status") in _DOWN]
    down = list({_id(each): each for each in [*own, *taken]}.values())
    revised = [_revised(part), *(_revised(each) for each in taken if not over)]
    starts = _first_time(part, ("scheduled_for",) if planned else ("started_at", "created_at"))
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
        key=_id(part),
        revision=as_revision(max(time for time in revised if time)),
        event=MAINTENANCE if planned else INCIDENT,
        kind=page.kind,
        severity=_severity(part, down, where, page),
        certainty=Certainty.OBSERVED,
        areas=frozenset(),
        headline=name,
        facts=Facts(
            what=_latest(part), where=_names(down or _parts(part, "components")), source=page.name
        ),
        starts=starts,
        expected_end=end,
        basis=Basis.STATED if end else Basis.UNKNOWN,
        lifecycle=Lifecycle.ENDED if over else _still(part),
        link=link_of(part.get("shortlink")) or page.link,
        raw_hash="",
        replaces=frozenset(_component_key(each) for each in taken if not over),
    )
    return report._replace(raw_hash=hashed(report._replace(revision="", replaces=frozenset())))


def _component(part: Part, page: _Page) -> Report | None:
    status, revised = part["status"], _revised(part)
    down = status in _DOWN
    if revised is None or not (down or status == "operational"):
        page.problems.note(f"component {_id(part)}", f"the status {status!r} is not known")
        return None
    name = one_line(part.get("name")) or "A service"
    report = Report(
        source=page.source,
        key=_component_key(part),
        revision=as_revision(revised),
        event=COMPONENT,
        kind=page.kind,
        severity=_DOWN.get(status, Severity.MINOR),
        certainty=Certainty.OBSERVED,
        areas=frozenset(),
        headline=one_line(f"{name} is {_IN_WORDS.get(status, 'working again')}"),
        facts=Facts(what=words(part.get("description")), where=name, source=page.name),
        starts=revised,
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
    known = isinstance(word, str) and word in _IMPACTS
    if word is not None and not known:
        page.problems.note(f"{where}.impact", f"{word!r} is not known: taken as severe")
    own = _IMPACTS[str(word)] if known else Severity.SEVERE if word else Severity.MINOR
    return max([own, *(_DOWN[each["status"]] for each in down)], key=lambda each: each.rank)


def _latest(incident: Part) -> str:
    """What its newest update says."""
    updates = _parts(incident, "incident_updates")
    dated = [(_first_time(each, ("display_at", "created_at")), each) for each in updates]
    told = [(time, each) for time, each in dated if time and words(each.get("body"))]
    newest = max(told, key=lambda pair: pair[0], default=None)
    return words(newest[1].get("body")) if newest else ""


def _still(incident: Part) -> Lifecycle:
    first = len(_parts(incident, "incident_updates")) <= 1
    return Lifecycle.NEW if first else Lifecycle.UPDATE


def _is_over(incident: Part) -> bool:
    return incident["status"] in _OVER or moment(incident.get("resolved_at")) is not None


def _is_planned(incident: Part) -> bool:
    return moment(incident.get("scheduled_for")) is not None


def _names(parts: list[Part]) -> str:
    names = [one_line(part.get("name")) for part in parts[:100]]
    return one_line(", ".join(dict.fromkeys(name for name in names if name)), MOST_FACT)


def _component_key(part: Part) -> str:
    return f"component.{_id(part)}"


def _id(part: Part) -> str:
    named = part.get("id")
    return (key_of(named) or "") if isinstance(named, str) and len(named) <= 100 else ""


def _revised(part: Part) -> datetime | None:
    return _first_time(part, ("updated_at", "created_at"))


def _first_time(part: Part, names: Iterable[str]) -> datetime | None:
    return next((time for name in names if (time := moment(part.get(name)))), None)


def _part(document: Part, name: str) -> Part:
    value = document.get(name)
    return value if isinstance(value, dict) else {}


def _parts(part: Part, name: str) -> list[Part]:
    value = part.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
