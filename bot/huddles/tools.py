"""What every part of huddles works with."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.delivery.transaction import Transactions
from bot.meaning.embedder import Embedder
from bot.text.masking import Masker

Permalink = Callable[[str, str], str]
"""The address of a message, from its channel and ts."""


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
    on: bool = True

    def huddle_url(self, channel: str) -> str:
        """Where a channel's huddle opens; Slack has no way to start one (docs/huddles.md)."""
        return f"https://app.slack.com/huddle/{self.team}/{channel}"
