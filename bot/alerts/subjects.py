"""What the messages and the timers of alerts are about. Order holds within a subject: each card
has one of its own, so that no pod waits for another."""

from typing import Final
from uuid import UUID

CARD: Final = "card"
_ALERT, _DIGEST, _POD, _PROGRESS = "alert", "alert_digest", "alert_pod", "alert_progress"
_MARKET, _MATTER, _ASK = "alert_market", "alert_matter", "alert_ask"


def subject(alert_id: UUID) -> str:
    """Of an alert's timers, and of what is said to single people."""
    return f"{_ALERT}:{alert_id}"


def card_subject(alert_id: UUID, pod_id: UUID) -> str:
    """Of an alert's card in a pod, and of the replies below it."""
    return f"{_ALERT}:{alert_id}:{pod_id}"


def digest_subject(digest: UUID) -> str:
    """Of a message in which several alerts stand."""
    return f"{_DIGEST}:{digest}"


def pod_subject(pod_id: UUID) -> str:
    """Of a pod that is looked at when it opens."""
    return f"{_POD}:{pod_id}"


def progress_subject(alert_id: UUID) -> str:
    """Of what its poster is told of an alert's way to the pods."""
    return f"{_PROGRESS}:{alert_id}"


def market_subject(market_id: UUID) -> str:
    """Of a market whose asks are looked over."""
    return f"{_MARKET}:{market_id}"


def matter_subject(matter_id: UUID) -> str:
    """Of what those read who are told of a matter, and of when the next one is."""
    return f"{_MATTER}:{matter_id}"


def ask_subject(ask_id: UUID) -> str:
    """Of an ask that got other words."""
    return f"{_ASK}:{ask_id}"


def alert_of(subject: str) -> UUID | None:
    """The alert of a timer; None for another feature's."""
    kind, _, alert_id = subject.partition(":")
    return UUID(alert_id) if kind == _ALERT and ":" not in alert_id else None


def card_of(subject: str) -> tuple[UUID, UUID] | None:
    """The alert and the pod of a card; None for what is no card."""
    kind, _, rest = subject.partition(":")
    alert_id, _, pod_id = rest.partition(":")
    return (UUID(alert_id), UUID(pod_id)) if kind == _ALERT and pod_id else None


def digest_of(subject: str) -> UUID | None:
    kind, _, digest = subject.partition(":")
    return UUID(digest) if kind == _DIGEST else None


def pod_of(subject: str) -> UUID | None:
    kind, _, pod_id = subject.partition(":")
    return UUID(pod_id) if kind == _POD else None


def progress_of(subject: str) -> UUID | None:
    kind, _, alert_id = subject.partition(":")
    return UUID(alert_id) if kind == _PROGRESS else None


def market_of(subject: str) -> UUID | None:
    kind, _, market_id = subject.partition(":")
    return UUID(market_id) if kind == _MARKET else None


def ask_of(subject: str) -> UUID | None:
    kind, _, ask_id = subject.partition(":")
    return UUID(ask_id) if kind == _ASK else None


def matter_of(subject: str) -> UUID | None:
    kind, _, matter_id = subject.partition(":")
    return UUID(matter_id) if kind == _MATTER else None
