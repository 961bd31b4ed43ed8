"""A workspace for applying rosters that behaves: what it was told, it remembers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.pods.workspace import Account, Channel, Refused

BOT = "UBOT"


class Killed(BaseException):
    """The process ended here, after Slack did what it was asked."""


@dataclass
class FakeWorkspace:
    """Refuses what `refuses` says ({"conversations.create": "restricted_action"}); dies after
    the call number `dies_after`. Channels in `hidden` exist, but the bot cannot see them."""

    people: list[Account]
    refuses: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    unwelcome: dict[str, str] = field(default_factory=dict)
    dies_after: int | None = None
    calls: list[str] = field(default_factory=list)
    by_id: dict[str, Channel] = field(default_factory=dict)
    inside: dict[str, set[str]] = field(default_factory=dict)

    def add(self, name: str, users: Sequence[str] = (), **more: bool | str) -> Channel:
        channel = replace(Channel(f"C0{len(self.by_id):07}", name), **more)  # type: ignore[arg-type]
        self.by_id[channel.id] = channel
        self.inside[channel.id] = set(users)
        return channel

    async def team(self) -> str:
        return "T1"

    async def accounts(self) -> list[Account]:
        self._ask("users.list")
        return list(self.people)

    async def channels(self) -> list[Channel]:
        self._ask("conversations.list")
        return [each for each in self.by_id.values() if each.is_ours or not each.is_private]

    async def find_channel(self, channel: str) -> Channel | None:
        self._ask("conversations.info")
        found = self.by_id.get(channel)
        return found if found and (found.is_ours or not found.is_private) else None

    async def members(self, channel: str) -> set[str]:
        self._ask("conversations.members")
        return set(self.inside[channel])

    async def create(self, name: str, is_private: bool) -> Channel:
        self._ask("conversations.create")
        if name in self.hidden or any(each.name == name for each in self.by_id.values()):
            raise Refused("conversations.create", "name_taken")
        channel = self.add(name, [BOT], is_private=is_private)
        self._maybe_die()
        return channel

    async def join(self, channel: str) -> None:
        self._ask("conversations.join")
        self.by_id[channel] = replace(self.by_id[channel], is_ours=True)
        self._maybe_die()

    async def set_topic(self, channel: str, topic: str) -> None:
        self._ask("conversations.setTopic")
        self.by_id[channel] = replace(self.by_id[channel], topic=topic)
        self._maybe_die()

    async def invite(self, channel: str, users: Sequence[str]) -> dict[str, str]:
        self._ask("conversations.invite")
        assert 1 <= len(users) <= 100
        errors = {user: code for user, code in self.unwelcome.items() if user in users}
        errors |= {user: "already_in_channel" for user in users if user in self.inside[channel]}
        self.inside[channel] |= set(users) - set(errors)
        self._maybe_die()
        return errors

    def _ask(self, method: str) -> None:
        self.calls.append(method)
        if method in self.refuses:
            raise Refused(method, self.refuses[method])

    def _maybe_die(self) -> None:
        if self.dies_after is not None and len(self.calls) >= self.dies_after:
            raise Killed
