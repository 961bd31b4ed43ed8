"""The sample rosters, and their people for a local workspace."""

from pathlib import Path
from typing import NamedTuple

from bot.pods.roster_files import check_files
from storage.pods import Role

FOLDER = Path(__file__).parent

_ZONES = {"san-diego": "America/Boise", "detroit": "America/New_York"}
_TITLES = {
    Role.REP: "Customer rep",
    Role.SENIOR_REP: "Senior customer rep",
    Role.COACH: "Coach",
    Role.TECH_SPECIALIST: "Technical specialist",
    Role.RESOLUTION_EXPERT: "Customer-resolution expert",
    Role.RESOURCE_MANAGER: "Resource manager",
    Role.TEAM_LEADER: "Team leader",
}


class SamplePerson(NamedTuple):
    """Somebody as a workspace knows them; `tz` is where they sit, not the market's zone."""

    name: str
    real_name: str
    email: str
    title: str
    tz: str
    pod: str
    channel: str


def sample_people() -> list[SamplePerson]:
    """Everybody in the sample rosters: the pod of San Diego first, each pod's leader first."""
    pods = sorted(check_files(FOLDER).roster.pods.values(), key=lambda pod: pod.key, reverse=True)
    return [
        SamplePerson(
            name=member.email.partition("@")[0],
            real_name=member.name,
            email=member.email,
            title=f"{_TITLES[member.role]}, {pod.name}",
            tz=_ZONES[pod.key],
            pod=pod.key,
            channel=pod.channel,
        )
        for pod in pods
        for member in pod.members
    ]
