"""How fast Slack lets us speak: pure rules about channels, methods, and trying again.

Slack documents about one `chat.postMessage` a second in a channel with short bursts and
several hundred a minute in a workspace, and 50 (Tier 3) or 100 (Tier 4) calls a minute for
the other methods, counted for the whole workspace.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

POST_INTERVAL = timedelta(seconds=1)
POST_BURST = 3
# A post may go out while the lane is spent no further ahead than this.
BURST_AHEAD = POST_INTERVAL * (POST_BURST - 1)

# Calls a minute, and how many of them only advice may use: its edits ask first.
_LIMITS = {
    "chat.postMessage": (600, 100),
    "chat.update": (50, 10),
    "chat.postEphemeral": (100, 20),
    "reactions.add": (50, 0),
}
# A minute, and one second for the jitter between our clock and Slack's.
_WINDOW = 61
_RETRY_AFTER = (2, 4, 8, 15, 30, 60)


def has_budget(method: str) -> bool:
    """Whether Slack counts the calls of `method`; a response_url is free."""
    return method in _LIMITS


def retry_after(attempts: int) -> timedelta:
    """How long to wait after the `attempts`-th attempt came to nothing."""
    return timedelta(seconds=_RETRY_AFTER[min(max(attempts, 1), len(_RETRY_AFTER)) - 1])


def spend_lane(spent_until: datetime, now: datetime) -> datetime:
    """How far a lane is spent after one more post."""
    return max(spent_until, now) + POST_INTERVAL


@dataclass(slots=True)
class Budget:
    """The calls of a method in the last minute, by epoch second; closed until `not_before`
    where Slack said so."""

    method: str
    spent: dict[str, int] = field(default_factory=dict)
    not_before: datetime | None = None

    def take(self, now: datetime, first: bool) -> datetime | None:
        """Count one call; None, or when to ask again. `first` may use what is kept back."""
        if self.not_before is not None and self.not_before > now:
            return self.not_before
        limit, kept_back = _LIMITS[self.method]
        second = int(now.timestamp())
        self.spent = {at: calls for at, calls in self.spent.items() if int(at) > second - _WINDOW}
        over = sum(self.spent.values()) - (limit if first else limit - kept_back)
        if over >= 0:
            return self._free_again(over)
        self.spent[str(second)] = self.spent.get(str(second), 0) + 1
        return None

    def _free_again(self, over: int) -> datetime:
        seconds = sorted((int(at), calls) for at, calls in self.spent.items())
        for at, calls in seconds:
            over -= calls
            if over < 0:
                return datetime.fromtimestamp(at + _WINDOW, UTC)
        raise AssertionError("more calls were over the limit than were counted")
