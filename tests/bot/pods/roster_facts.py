"""Members, pods and markets for the tests of pods, with sensible defaults."""

from typing import Any
from uuid import UUID

from bot.pods.facts import MarketFacts, MemberFacts, PodFacts
from storage.hours import Hours, StoredHours, to_hours
from storage.pods import Organisation, Role

TEAM = "T0PODLINE"
WEEKDAYS: StoredHours = {day: [["08:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
LONG_DAYS = to_hours({day: [["07:00", "22:00"]] for day in ("mon", "tue", "wed", "thu", "fri")})


def a_market(hours: Hours = LONG_DAYS, zone: str = "America/Los_Angeles") -> MarketFacts:
    return MarketFacts(UUID(int=1), "san-diego", "San Diego", zone, hours)


def a_pod(hours: Hours = (), **settings: Any) -> PodFacts:
    return PodFacts(
        UUID(int=2),
        TEAM,
        "san-diego",
        "San Diego",
        "Boise, Idaho",
        "C1",
        None,
        Organisation.OWN,
        hours,
        settings,
    )


def a_member(name: str = "Maya R.", role: Role = Role.REP, **more: Any) -> MemberFacts:
    return MemberFacts._make(
        (
            UUID(int=3),
            TEAM,
            more.pop("user", f"U{name[:4].upper().strip()}"),
            UUID(int=2),
            name,
            role,
            tuple(more.pop("skills", ())),
            more.pop("hours", ()),
            more.pop("away_until", None),
            more.pop("busy_until", None),
            more.pop("seen_at", None),
        )
    )
