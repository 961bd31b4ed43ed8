"""What every part of huddles works with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from bot.delivery.transaction import Transactions
from bot.meaning.embedder import Embedder
from bot.text.kit import Block
from bot.text.masking import Masker

Permalink = Callable[[str, str], str]
"""The address of a message, from its channel and ts."""


PracticeForm = Callable[[str, str | None, UUID, UUID], Awaitable[Block | None]]
"""The form of a practice, filled in with what was talked about and opened in that channel; the
huddle and the item to which what is saved belongs. None where there are no practices.
"""


async def no_form(_text: str, _channel: str | None, _huddle: UUID, _item: UUID) -> Block | None:
    """Without practices."""
    return None


def nowhere(_channel: str, _ts: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Tools:
    """`team` is the workspace's id. `public_url` is where browsers and calendars reach us, without
    a slash at its end. `on` is False where huddles are switched off.
    """

    transactions: Transactions
    masker: Masker
    team: str
    public_url: str = ""
    permalink: Permalink = nowhere
    embedder: Embedder | None = None
    practice_form: PracticeForm = no_form
    on: bool = True

    def huddle_url(self, channel: str) -> str:
        """Where a channel's huddle opens; Slack has no way to start one (docs/huddles.md)."""
        return huddle_url(self.team, channel)


def huddle_url(team: str, channel: str) -> str:
    """As `Tools.huddle_url`, where only a pod is at hand."""
    return f"https://app.slack.com/huddle/{team}/{channel}"
