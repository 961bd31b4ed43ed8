"""What applying a roster will do, before it is done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.commands import invite
from bot.errors import Misconfigured
from bot.pods.changes import Change, Kind
from bot.pods.merge import link, merge
from bot.pods.people import People, resolve
from bot.pods.roster import Report, Roster, RosterPod
from bot.pods.roster_parts import CHANNEL_ID
from bot.pods.workspace import Channel, Workspace
from storage.database import Database
from storage.pods_roster import StoredRoster, read_roster

Progress = Callable[[int, int, str], None]
"""Told how much is done, of how much, and what is being done."""


def silent(_done: int, _total: int, _what: str) -> None:
    """For whoever does not watch."""


@dataclass(frozen=True, slots=True)
class ChannelStep:
    """What happens to a pod's channel. Without a `channel` it is created."""

    pod: RosterPod
    channel: Channel | None
    is_stored: bool = False
    missing: list[str] = field(default_factory=list)

    @property
    def joins(self) -> bool:
        return self.channel is not None and not self.channel.is_ours

    @property
    def sets_topic(self) -> bool:
        return self.channel is None or (self.channel.is_ours and not self.channel.topic)

    @property
    def changes(self) -> list[Change]:
        name = f"#{self.channel.name if self.channel else self.pod.channel}"
        kind = "private" if self.pod.is_private else "public"
        invited = Change(Kind.INVITED, name, f"invite {len(self.missing)}", len(self.missing))
        every = {
            Change(Kind.CREATED, name, f"create it ({kind})"): self.channel is None,
            Change(Kind.ENTERED, name, "join it"): self.joins,
            Change(Kind.LINKED, name, f"becomes the channel of {self.pod.key}"): not self.is_stored,
            Change(Kind.TOPIC, name, "set its topic"): self.sets_topic,
            invited: bool(self.missing),
        }
        return [change for change, holds in every.items() if holds]


@dataclass(frozen=True, slots=True)
class Plan:
    """`roster_changes` and `channel_changes` are what will be done.

    `by_hand`: what Podline cannot do, each with what to do. `notes`: worth knowing.
    """

    roster: Roster
    team: str
    people: People
    channels: list[ChannelStep]
    roster_changes: list[Change]
    by_hand: list[str]
    notes: list[str]

    @property
    def channel_changes(self) -> list[Change]:
        return [change for step in self.channels for change in step.changes]

    @property
    def changes(self) -> list[Change]:
        return [*self.roster_changes, *self.channel_changes]

    @property
    def is_empty(self) -> bool:
        return not self.changes


async def make_plan(
    report: Report,
    database: Database,
    workspace: Workspace,
    now: datetime,
    progress: Progress = silent,
) -> Plan:
    """Look at the files, the database and Slack; change nothing.

    Raises `Misconfigured` for files with errors, `Refused` or `Unreachable` for Slack.
    """
    if report.errors:
        raise Misconfigured(
            f"The roster files have errors ({len(report.errors)}): see `podline pods check`."
        )
    roster, by_hand = report.roster, list[str]()
    team = await workspace.team()
    progress(0, len(roster.pods), "reading the people of the workspace")
    people = resolve(roster, await workspace.accounts())
    async with database.read() as session:
        stored = await read_roster(session, team)
    had = {pod.key: pod.channel for pod in stored.pods.values()}
    notes = _untouched(stored, roster)
    changes = [*merge(stored, roster, people, team, now), *link(stored, roster)]
    channels = await _plan_channels(roster, people, workspace, had, by_hand, progress)
    return Plan(roster, team, people, channels, changes, [*people.refused, *by_hand], notes)


def _untouched(stored: StoredRoster, roster: Roster) -> list[str]:
    return [
        f"pod {key} is not in these files and stays as it is"
        for key in sorted(stored.pods.keys() - roster.pods.keys())
    ]


async def _plan_channels(
    roster: Roster,
    people: People,
    workspace: Workspace,
    had: dict[str, str | None],
    by_hand: list[str],
    progress: Progress,
) -> list[ChannelStep]:
    known = await workspace.channels()
    by_name = {channel.name: channel for channel in known}
    by_id = {channel.id: channel for channel in known}
    steps = []
    for done, pod in enumerate(roster.pods.values()):
        progress(done, len(roster.pods), f"looking at #{pod.channel}")
        channel = by_id.get(pod.channel) or by_name.get(pod.channel)
        if channel is None and CHANNEL_ID.fullmatch(pod.channel):
            channel = await workspace.find_channel(pod.channel)
        if trouble := _trouble(pod, channel):
            by_hand.append(trouble)
            continue
        users = [people.users[each.who] for each in pod.members if each.who in people.users]
        there = await workspace.members(channel.id) if channel and channel.is_ours else set()
        missing = [user for user in users if user not in there]
        stored = channel is not None and had.get(pod.key) == channel.id
        steps.append(ChannelStep(pod, channel, stored, missing))
    progress(len(roster.pods), len(roster.pods), "ready")
    return steps


def _trouble(pod: RosterPod, channel: Channel | None) -> str:
    """Why nothing can be done with a channel, and what a person can."""
    if channel is None and CHANNEL_ID.fullmatch(pod.channel):
        return (
            f"{pod.channel} ({pod.place}) cannot be seen: in that channel, somebody types "
            f"{invite()}; then run this again."
        )
    if channel is None:
        return ""
    if channel.is_archived:
        return f"#{channel.name} is archived: unarchive it in Slack, then run this again."
    if not channel.is_ours and channel.is_private:
        return f"#{channel.name} is private: somebody in it types {invite()}; then run again."
    return ""
