"""What applying a roster needs of a Slack workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.errors import PodlineError

_TOKEN_TROUBLE = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
)
_COPY_IT_AGAIN = " Copy PODLINE_SLACK_BOT_TOKEN again from 'OAuth & Permissions'."


@dataclass(frozen=True, slots=True)
class Account:
    """A user as Slack knows them; `email` is lower-case, empty where Slack gives none."""

    id: str
    email: str = ""
    is_deactivated: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    is_app: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that the bot can see; `is_ours`: the bot is in it."""

    id: str
    name: str
    is_private: bool = True
    is_archived: bool = False
    is_ours: bool = True
    topic: str = ""


class Refused(PodlineError):
    """Slack said no; `code` is its error code, `needed` a missing scope where it names one."""

    def __init__(self, method: str, code: str, needed: str = "") -> None:
        self.method, self.code, self.needed = method, code, needed
        scope = f"; it needs the scope {needed}" if needed else ""
        token = _COPY_IT_AGAIN if code in _TOKEN_TROUBLE else ""
        super().__init__(f"Slack refused {method}: {code}{scope}.{token}")


class Unreachable(PodlineError):
    """Slack did not answer, several times; at `address` it never did."""

    sentence = "Slack does not answer. Run it again later: what was done stays done."

    def __init__(self, address: str | None = None) -> None:
        never = f"Slack does not answer at {address}. Check the network, or PODLINE_SLACK_API_URL."
        super().__init__(never if address else None)


class Workspace(Protocol):
    """Each method raises `Refused` or `Unreachable`; pacing and 429 are its own business."""

    async def team(self) -> str: ...

    async def accounts(self) -> list[Account]:
        """Everybody, in one walk."""
        ...

    async def channels(self) -> list[Channel]:
        """Every public channel, and the private ones that the bot is in; archived too."""
        ...

    async def find_channel(self, channel: str) -> Channel | None:
        """By id, or None where the bot cannot see it."""
        ...

    async def members(self, channel: str) -> set[str]: ...

    async def create(self, name: str, is_private: bool) -> Channel: ...

    async def join(self, channel: str) -> None: ...

    async def set_topic(self, channel: str, topic: str) -> None: ...

    async def invite(self, channel: str, users: Sequence[str]) -> dict[str, str]:
        """At most 100 users; Slack's error code for each who was not let in."""
        ...
