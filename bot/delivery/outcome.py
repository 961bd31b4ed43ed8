"""How one attempt to send ended."""

from dataclasses import dataclass

# What Slack answers when our token is the trouble: nothing is lost, somebody must act.
TOKEN_TROUBLE = frozenset(
    ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired")
)


@dataclass(frozen=True, slots=True)
class Sent:
    """It stands in Slack: where, and under which ts, for what has one."""

    channel: str
    ts: str | None = None


@dataclass(frozen=True, slots=True)
class Limited:
    """Not accepted, try again in `seconds`: a 429, or a token that Slack does not take."""

    seconds: float
    error: str = "ratelimited"


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Nobody knows whether it was accepted: no answer, a lost connection, a 5xx."""

    error: str


@dataclass(frozen=True, slots=True)
class Unsent:
    """It never left: no connection could be made, or looking for it failed."""

    error: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Slack will never accept it."""

    error: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The response_url has expired or is used up: go the other way."""


Outcome = Sent | Limited | Ambiguous | Unsent | Refused | Gone
