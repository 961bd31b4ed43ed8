"""How fast Slack lets us speak: pure rules about channels, methods, and trying again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.delivery.message import Priority

# A minute, and one second for the jitter between our clock and Slack's.
_WINDOW = 61
# How far ahead of their pace alerts may be after they were silent. No minute holds more for it.
AHEAD = timedelta(seconds=15)
_RETRY_AFTER = (2, 4, 8, 15, 30, 60)


@dataclass(frozen=True, slots=True)
class Limits:
    """What Slack allows: a steady pace of posts in a channel after a short burst, and calls a
    minute of a method in the whole workspace.

    `a_minute` says how many of a method's calls may have been made by anybody when advice, an
    alert or the rest makes one more: so a ladder's calls leave room for who asks, and an alert to
    every pod for both. `alerts_a_minute` is the part of a method's calls that alerts may make,
    at a steady pace: what they leave is there at every moment, not only at the end of a minute.
    """

    post_interval: timedelta
    post_burst: int
    a_minute: Mapping[str, Mapping[Priority, int]]
    alerts_a_minute: Mapping[str, int]

    @property
    def ahead(self) -> timedelta:
        """A post may go out while its lane is spent no further ahead than this."""
        return self.post_interval * (self.post_burst - 1)

    def spend_lane(self, spent_until: datetime, now: datetime) -> datetime:
        """How far a lane is spent after one more post."""
        return max(spent_until, now) + self.post_interval

    def calls_a_minute(self, method: str, priority: Priority) -> int | None:
        """How far a call of this priority may go; None where Slack does not count, as for a
        response_url."""
        allowed = self.a_minute.get(method)
        return allowed[priority] if allowed else None

    def interval(self, method: str, priority: Priority) -> timedelta | None:
        """How far apart calls of this priority are; None where they are not held apart."""
        share = self.alerts_a_minute.get(method) if priority.is_alert else None
        return (timedelta(minutes=1) + AHEAD) / share if share else None


def _shares(urgent: int, advice: int, alerts: int, rest: int) -> Mapping[Priority, int]:
    others = {Priority.URGENT: urgent, Priority.ADVICE: advice, Priority.REST: rest}
    return {each: alerts for each in Priority if each.is_alert} | others


# https://docs.slack.dev/apis/web-api/rate-limits: about one post a second in a channel and
# several hundred a minute in a workspace, Tier 3 is 50 and Tier 4 is 100 calls a minute.
SLACK = Limits(
    post_interval=timedelta(seconds=1),
    post_burst=3,
    a_minute={
        "chat.postMessage": _shares(600, 570, 540, 300),
        "chat.update": _shares(50, 50, 45, 30),
        "chat.postEphemeral": _shares(100, 100, 90, 60),
    },
    alerts_a_minute={"chat.postMessage": 420, "chat.update": 35, "chat.postEphemeral": 70},
)
# For a workspace that has lifted its limits, as benchmarks do.
LIFTED = Limits(post_interval=timedelta(0), post_burst=1, a_minute={}, alerts_a_minute={})


def retry_after(attempts: int) -> timedelta:
    """How long to wait after the `attempts`-th attempt came to nothing."""
    return timedelta(seconds=_RETRY_AFTER[min(max(attempts, 1), len(_RETRY_AFTER)) - 1])


@dataclass(slots=True)
class Budget:
    """The calls of a method in the last minute, by epoch second; closed until `not_before`
    where Slack said so."""

    method: str
    spent: dict[str, int] = field(default_factory=dict)
    not_before: datetime | None = None

    def take(self, now: datetime, limit: int) -> datetime | None:
        """Count one call out of `limit` a minute; None, or when to ask again."""
        if self.not_before is not None and self.not_before > now:
            return self.not_before
        second = int(now.timestamp())
        self.spent = {at: calls for at, calls in self.spent.items() if int(at) > second - _WINDOW}
        over = sum(self.spent.values()) - limit
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


@dataclass(slots=True)
class Share:
    """The steady pace of what may use only a part of a method's calls. `queued` wait for it."""

    budget: Budget
    queued: int = 0

    def wait(self, now: datetime, interval: timedelta) -> datetime | None:
        """None where it is the turn of one more, or when it will be: each has its own moment."""
        spent_until = self.budget.not_before
        if spent_until is None or spent_until - AHEAD <= now:
            return None
        self.queued += 1
        return spent_until - AHEAD + interval * (self.queued - 1)

    def take(self, now: datetime, interval: timedelta) -> None:
        """One more goes."""
        self.budget.not_before = max(self.budget.not_before or now, now) + interval
