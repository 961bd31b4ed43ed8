"""Whose a practice from a file is: its pod, its author and who looks after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from bot.pods.problems import did_you_mean
from bot.practices.interchange_fields import shortened
from bot.practices.interchange_practice import WrittenPractice
from storage.pods import Member, Pod, Role
from storage.pods_roster import StoredRoster
from storage.practices import PracticeState

_LOOK_AFTER = {Role.COACH: 0, Role.TEAM_LEADER: 1}


class Whose(NamedTuple):
    """Slack ids, and names as they are shown. `author` is "" for somebody on no roster."""

    team: str
    pod_id: UUID
    author: str
    author_name: str
    owner: str
    helper: str | None


class Somebody(NamedTuple):
    """A Slack id, "" for a name that is on no roster, and the name."""

    user: str
    name: str


@dataclass(frozen=True)
class People:
    """Pods by key, everybody on the roster by name, and who looks after what in each pod."""

    pods: Mapping[str, Pod]
    by_name: Mapping[str, tuple[Member, ...]]
    keepers: Mapping[UUID, Member]
    default_pod: str | None = None

    def whose(self, written: WrittenPractice) -> Whose | str:
        """Or the sentence that says why nobody can tell."""
        pod = self.home(written.pod)
        if isinstance(pod, str):
            return pod
        keeper = self.keepers[pod.id]
        author = self.named(written.author, pod.id) if written.author else _somebody(keeper)
        if written.state is PracticeState.DRAFT and not author.user:
            return f"a draft is its author's alone, and {author.name} is on no roster"
        helper = self.named(written.helper, pod.id).user if written.helper else None
        owner = author.user or keeper.user
        return Whose(pod.team_id, pod.id, author.user, author.name, owner, helper or None)

    def home(self, key: str | None) -> Pod | str:
        """The pod of that key, without one the default; or the sentence that says why not."""
        pod = self._pod(key)
        if isinstance(pod, Pod) and pod.id not in self.keepers:
            return f"pod '{pod.key}' has nobody on its roster to look after a practice"
        return pod

    def named(self, name: str, pod_id: UUID) -> Somebody:
        """The person of that name, of this pod before others."""
        people = self.by_name.get(name.casefold(), ())
        mine = next((each for each in people if each.pod_id == pod_id), None)
        known = mine or (people[0] if len(people) == 1 else None)
        return _somebody(known) if known else Somebody("", name)

    def _pod(self, key: str | None) -> Pod | str:
        wanted = key or self.default_pod
        if wanted is None:
            if len(self.pods) == 1:
                return next(iter(self.pods.values()))
            example = min(self.pods, default="san-diego")
            return f"no pod: add one, as in pod: {example}, or give --pod for all that have none"
        near = did_you_mean(wanted[:80], self.pods)
        return self.pods.get(wanted) or f"unknown pod '{shortened(wanted)}': {near}"


def people_of(roster: StoredRoster, default_pod: str | None) -> People:
    """Who is there now. A coach looks after what nobody else does; else the leader, or anybody."""
    here = [each for each in roster.members.values() if each.left_at is None]
    by_name: dict[str, tuple[Member, ...]] = {}
    keepers: dict[UUID, Member] = {}
    for each in sorted(here, key=lambda one: (_LOOK_AFTER.get(one.role, len(Role)), one.id)):
        name = each.name.casefold()
        by_name[name] = (*by_name.get(name, ()), each)
        keepers.setdefault(each.pod_id, each)
    return People(roster.pods, by_name, keepers, default_pod)


def _somebody(member: Member) -> Somebody:
    return Somebody(member.user, member.name)
