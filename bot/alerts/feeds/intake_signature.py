"""How a sender proves that a body of the intake is its own, and new.

    Podline-Timestamp: 1767225600            seconds since 1970, UTC
    Podline-Signature: v1=<hexadecimal>      HMAC-SHA256 of "v1:{timestamp}:{body}"
    Idempotency-Key: INC0012345-3            optional; the body's SHA-256 where it is left out

The scheme is Slack's (docs.slack.dev, "Verifying requests from Slack"), under our own names. A
captured request is worth nothing after the window, and within it changes nothing: its event has
that revision already.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.alerts.feeds.errors import BadIdempotencyKey, NotSigned, OutOfTime

WINDOW: Final = timedelta(minutes=5)
SIGNATURE, TIMESTAMP, IDEMPOTENCY = "Podline-Signature", "Podline-Timestamp", "Idempotency-Key"
SHORTEST_SECRET: Final = 16  # characters
_VERSION: Final = "v1"
_MISSING: Final = "Not signed, for want of {names}. Sign it as docs/alerts-intake.md shows."
_NO_TIME: Final = f"{TIMESTAMP} needs the seconds since 1970, in digits. See docs/alerts-intake.md."
_KEY: Final = re.compile(r"[\x21-\x7e]{1,200}")


class Signed(NamedTuple):
    """A body that is the sender's. The same `key` with another `body_hash` is a sender's fault."""

    key: str
    body_hash: str


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """The value of the signature's header; `timestamp` in seconds since 1970."""
    message = f"{_VERSION}:{timestamp}:".encode() + body
    digest = hmac.new(secret.encode(), message, hashlib.sha256)
    return f"{_VERSION}={digest.hexdigest()}"


def verify(
    secrets: Sequence[str], headers: Mapping[str, str], body: bytes, now: datetime
) -> Signed:
    """Who signed with any of `secrets` (the old one and the new, while they are changed).

    `headers` in any case. Raises NotSigned, OutOfTime or BadIdempotencyKey.
    """
    given = {name.lower(): value for name, value in headers.items()}
    if missing := [name for name in (TIMESTAMP, SIGNATURE) if not given.get(name.lower())]:
        raise NotSigned(_MISSING.format(names=" and ".join(missing)))
    stamp = given.get(TIMESTAMP.lower(), "").strip()
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 11):
        raise NotSigned(_NO_TIME)
    if not _is_ours(secrets, int(stamp), body, given.get(SIGNATURE.lower(), "").strip()):
        raise NotSigned
    if abs(now.timestamp() - int(stamp)) > WINDOW.total_seconds():
        raise OutOfTime
    body_hash = hashlib.sha256(body).hexdigest()
    key = given.get(IDEMPOTENCY.lower(), body_hash).strip()
    if not _KEY.fullmatch(key):
        raise BadIdempotencyKey
    return Signed(key, body_hash)


def has_token(tokens: Sequence[str], authorization: str) -> bool:
    """Whether `Bearer <token>` is one of ours: for senders that cannot sign, such as Alertmanager
    (`http_config.authorization`)."""
    scheme, _, given = authorization.strip().partition(" ")
    usable = [token for token in tokens if len(token) >= SHORTEST_SECRET]
    found = [_same(token, given.strip()) for token in usable]
    return scheme.lower() == "bearer" and any(found)


def _is_ours(secrets: Sequence[str], timestamp: int, body: bytes, given: str) -> bool:
    """All of them are compared, each in constant time; an empty or short secret is none."""
    usable = [secret for secret in secrets if len(secret) >= SHORTEST_SECRET]
    found = [_same(sign(secret, timestamp, body), given) for secret in usable]
    return any(found)


def _same(ours: str, given: str) -> bool:
    return hmac.compare_digest(ours.encode(), given.encode(errors="replace"))
