"""Applies a plan: stopped at any point and run again, it ends the same."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from bot.commands import advise, invite, pod
from bot.pods.changes import Change, Kind
from bot.pods.merge import link, merge
from bot.pods.plan import ChannelStep, Plan, Progress, silent
from bot.pods.roster import RosterPod
from bot.pods.workspace import Channel, Refused, Workspace
from storage.database import Database
from storage.pods_roster import read_roster, set_channel

INVITED_AT_ONCE = 100
LONGEST_TOPIC = 250
_NOT_MISSED = frozenset({"already_in_channel", "cant_invite_self"})


@dataclass(slots=True)
class Outcome:
    """What was done, and what is left for people to do by hand, in sentences."""

    done: list[Change] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)


async def apply(
    plan: Plan,
    database: Database,
    workspace: Workspace,
    now: datetime,
    progress: Progress = silent,
) -> Outcome:
    """First the roster in one transaction, then each pod's channel on its own.

    What Slack refuses is noted in `by_hand`, and the rest goes on. Raises `Unreachable`.
    """
    outcome = Outcome(by_hand=list(plan.by_hand))
    total = len(plan.channels) + 1
    progress(0, total, "saving the roster")
    outcome.done += await _save(plan, database, now)
    for number, step in enumerate(plan.channels, start=1):
        progress(number, total, f"#{step.pod.channel}")
        await _Provision(step, plan, database, workspace, outcome).run()
    progress(total, total, "done")
    return outcome


async def _save(plan: Plan, database: Database, now: datetime) -> list[Change]:
    """Overflow pods refer to each other, so that they are linked once all pods are there."""
    async with database.write() as session:
        stored = await read_roster(session, plan.team)
        done = list(merge(stored, plan.roster, plan.people, plan.team, now))
        session.add_all(stored.markets.values())
        await session.flush()
        session.add_all(stored.pods.values())
        await session.flush()
        session.add_all(stored.members.values())
        done += link(stored, plan.roster)
    return done


@dataclass(slots=True)
class _Provision:
    """Brings one pod's channel to where the roster wants it."""

    step: ChannelStep
    plan: Plan
    database: Database
    workspace: Workspace
    outcome: Outcome

    @property
    def pod(self) -> RosterPod:
        return self.step.pod

    async def run(self) -> None:
        channel = self.step.channel or await self._create()
        if channel is None:
            return
        if not channel.is_ours and not await self._join(channel):
            return
        if not self.step.is_stored and not await self._store(channel):
            return
        if self.step.sets_topic or (channel.is_ours and not channel.topic):
            await self._set_topic(channel)
        await self._invite(channel)

    async def _create(self) -> Channel | None:
        name = self.pod.channel
        try:
            channel = await self.workspace.create(name, self.pod.is_private)
        except Refused as refused:
            if refused.code == "name_taken":
                return await self._find_taken(name)
            self._by_hand(_cannot_create(name, self.pod.is_private, refused))
            return None
        self._done(Kind.CREATED, name, "created")
        return channel

    async def _find_taken(self, name: str) -> Channel | None:
        """Made a moment ago, by somebody or by an attempt whose answer was lost; or hidden."""
        for channel in await self.workspace.channels():
            if channel.name == name and not channel.is_archived:
                return channel
        self._by_hand(
            f"#{name} exists, but Podline cannot see it: somebody in it types "
            f"{invite()}, or give the pod another channel; then run this again."
        )
        return None

    async def _join(self, channel: Channel) -> bool:
        return await self._try(
            lambda: self.workspace.join(channel.id),
            Change(Kind.ENTERED, f"#{channel.name}", "joined"),
            f"#{channel.name} cannot be joined ({{code}}): somebody in it types {invite()}; "
            "then run this again.",
        )

    async def _store(self, channel: Channel) -> bool:
        try:
            async with self.database.write() as session:
                await set_channel(session, self.plan.team, self.pod.key, channel.id)
        except IntegrityError:
            self._by_hand(
                f"#{channel.name} is another pod's channel in the database: give {self.pod.key} "
                "its own, or apply the file of the other pod first."
            )
            return False
        self._done(Kind.LINKED, channel.name, f"is the channel of {self.pod.key}")
        return True

    async def _set_topic(self, channel: Channel) -> None:
        topic = f"{self.pod.name} · ask with {advise()}, see who is there with {pod()}"
        await self._try(
            lambda: self.workspace.set_topic(channel.id, topic[:LONGEST_TOPIC]),
            Change(Kind.TOPIC, f"#{channel.name}", "topic set"),
            f"#{channel.name}: its topic may not be set ({{code}}); that is only for looks.",
        )

    async def _invite(self, channel: Channel) -> None:
        missing = self.step.missing
        for start in range(0, len(missing), INVITED_AT_ONCE):
            users = missing[start : start + INVITED_AT_ONCE]
            try:
                errors = await self.workspace.invite(channel.id, users)
            except Refused as refused:
                names = self._names(missing[start:])
                self._by_hand(
                    f"#{channel.name}: Podline may not invite ({refused.code}). "
                    f"Somebody in it invites by hand: {names}."
                )
                return
            self._note_invited(channel, users, errors)

    def _note_invited(self, channel: Channel, users: list[str], errors: dict[str, str]) -> None:
        failed = {user: code for user, code in errors.items() if code not in _NOT_MISSED}
        if came := [user for user in users if user not in errors]:
            self._done(Kind.INVITED, channel.name, f"invited {len(came)}", len(came))
        for user, code in failed.items():
            self._by_hand(
                f"#{channel.name}: {self._names([user])} was not let in ({code}): "
                "invite them by hand."
            )

    async def _try(self, act: Callable[[], Awaitable[None]], done: Change, by_hand: str) -> bool:
        try:
            await act()
        except Refused as refused:
            self._by_hand(by_hand.format(code=refused.code))
            return False
        self.outcome.done.append(done)
        return True

    def _names(self, users: list[str]) -> str:
        wanted = set(users)
        return ", ".join(
            each.name for each in self.pod.members if self.plan.people.users.get(each.who) in wanted
        )

    def _done(self, kind: Kind, channel: str, what: str, count: int = 1) -> None:
        self.outcome.done.append(Change(kind, f"#{channel}", what, count))

    def _by_hand(self, sentence: str) -> None:
        self.outcome.by_hand.append(sentence)


def _cannot_create(name: str, is_private: bool, refused: Refused) -> str:
    kind = "private" if is_private else "public"
    why = f"it lacks the scope {refused.needed}" if refused.needed else refused.code
    return (
        f"#{name} may not be created by Podline ({why}): create it by hand ({kind}), "
        f"type {invite()} in it, then run this again."
    )
