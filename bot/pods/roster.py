"""The roster as its files say it: markets, pods and their members."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.pods.hours import WrittenHours
from bot.pods.problems import Place, Problem
from storage.pods import Organisation, Role


@dataclass(frozen=True, slots=True)
class RosterMarket:
    key: str
    name: str
    timezone: str
    hours: WrittenHours
    areas: dict[str, Any]
    languages: list[str]
    place: Place


@dataclass(frozen=True, slots=True)
class RosterMember:
    """Somebody in a pod: known by e-mail, or by Slack id where one is given."""

    email: str
    user: str
    name: str
    role: Role
    skills: list[str]
    hours: WrittenHours
    place: Place

    @property
    def who(self) -> str:
        return self.email or self.user


@dataclass(frozen=True, slots=True)
class RosterPod:
    """A pod; `channel` is a name or an existing id, `overflow` another pod's key or empty.

    `places` says where the values that name something else stand.
    """

    key: str
    name: str
    site: str
    market: str
    channel: str
    is_private: bool
    overflow: str
    organisation: Organisation
    hours: WrittenHours
    settings: dict[str, Any]
    members: list[RosterMember]
    place: Place
    places: dict[str, Place]


@dataclass(frozen=True, slots=True)
class Roster:
    markets: dict[str, RosterMarket] = field(default_factory=dict)
    pods: dict[str, RosterPod] = field(default_factory=dict)

    @property
    def members(self) -> Iterator[RosterMember]:
        for pod in self.pods.values():
            yield from pod.members


@dataclass(frozen=True, slots=True)
class Report:
    """What was read, and what is wrong with it; a roster with errors must not be applied."""

    roster: Roster
    problems: list[Problem]

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.is_warning]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.is_warning]
