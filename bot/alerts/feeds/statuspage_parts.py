"""What a status page is made of: incidents and components, and which explains which."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from bot.alerts.facts import Severity
from bot.alerts.feeds.reading import MOST_FACT, key_of, moment, one_line, words

Part = dict[str, Any]

DOWN: Final = {
    "under_maintenance": Severity.MINOR,
    "degraded_performance": Severity.MINOR,
    "partial_outage": Severity.MODERATE,
    "major_outage": Severity.SEVERE,
}
OVER: Final = ("resolved", "postmortem", "completed")


def explained_by(
    incidents: list[tuple[str, Part]], components: list[Part]
) -> dict[str, list[Part]]:
    """By incident, the components that are down by it.

    These are those that it names. What no incident names belongs to the only one there is: pages
    were seen whose incident names a dummy component, while everything else is down.
    """
    live = [part for _, part in incidents if not is_over(part)]
    unplanned = [part for part in live if not is_planned(part)]
    down = {id_of(part): part for part in components if part["status"] in DOWN}
    found = {
        id_of(part): [down.pop(each) for each in named_by(part) if each in down] for part in live
    }
    if len(unplanned) == 1:
        found[id_of(unplanned[0])] += down.values()
    return found


def named_by(incident: Part) -> list[str]:
    return [id_of(each) for each in parts_of(incident, "components")]


def latest(incident: Part) -> str:
    """What its newest update says."""
    updates = parts_of(incident, "incident_updates")
    dated = [(first_time(each, ("display_at", "created_at")), each) for each in updates]
    told = [(time, each) for time, each in dated if time and words(each.get("body"))]
    newest = max(told, key=lambda pair: pair[0], default=None)
    return words(newest[1].get("body")) if newest else ""


def is_down(component: Part) -> bool:
    status = component.get("status")
    return isinstance(status, str) and status in DOWN


def is_over(incident: Part) -> bool:
    return incident["status"] in OVER or moment(incident.get("resolved_at")) is not None


def is_planned(incident: Part) -> bool:
    return moment(incident.get("scheduled_for")) is not None


def names_of(parts: list[Part]) -> str:
    names = [one_line(part.get("name")) for part in parts[:100]]
    return one_line(", ".join(dict.fromkeys(name for name in names if name)), MOST_FACT)


def component_key(part: Part) -> str:
    return f"component.{id_of(part)}"


def id_of(part: Part) -> str:
    named = part.get("id")
    return (key_of(named) or "") if isinstance(named, str) and len(named) <= 100 else ""


def revised(part: Part) -> datetime | None:
    return first_time(part, ("updated_at", "created_at"))


def first_time(part: Part, names: Iterable[str]) -> datetime | None:
    return next((time for name in names if (time := moment(part.get(name)))), None)


def part_of(document: Part, name: str) -> Part:
    value = document.get(name)
    return value if isinstance(value, dict) else {}


def parts_of(part: Part, name: str) -> list[Part]:
    value = part.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
