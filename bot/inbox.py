"""What Slack handed us: the key under which it is handled once, when it came, who acted."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing that Slack handed us.

    `key` is the same for every redelivery (message: team, channel, ts, edited ts; event:
    event_id; command, action, view: trigger_id). `now` is when it reached us, in UTC.
    """

    key: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Who acted: a Slack user of a workspace. `is_admin`: of that, as far as it was asked."""

    team: str
    user: str
    is_admin: bool = field(default=False, compare=False)
