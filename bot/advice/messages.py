"""What Podline says about an ask: the messages, and the names by which they are found again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from bot.delivery.message import PartOf, Post, Priority, Repaint, Whisper
from bot.text.kit import Card
from storage.advice import Ask

CARD: Final = "card"
OVERFLOW: Final = "overflow"
# What the ladder says in a thread, those whom it mentions follow; what claims say, the moment
# follows; the copy of a reply, its id follows; what tells an ask of an answer at another card, that
# answer's id and its own follow.
CALL: Final = "call:"
CHECK: Final = "check:"
COPY: Final = "copy:"
THERE: Final = "there:"

LONGEST_PART: Final = 120  # that the outbox holds


def subject(ask_id: UUID) -> str:
    """What the timers and the messages of an ask are about."""
    return f"ask:{ask_id}"


def ask_of(subject: str) -> UUID | None:
    """The ask that a subject speaks of; None for another feature's."""
    kind, _, ask_id = subject.partition(":")
    return UUID(ask_id) if kind == "ask" else None


def call_part(users: Sequence[str]) -> str:
    """The part under which these people are called; none for more people than it can hold."""
    part = CALL + ",".join(users)
    return part if len(part) <= LONGEST_PART else ""


def check_part(moment: datetime) -> str:
    """The part under which a claimer is asked at a moment whether they are still on it."""
    return f"{CHECK}{moment.isoformat()}"


def copy_part(reply_id: UUID) -> str:
    """The part under which Podline repeats a reply in the home thread."""
    return f"{COPY}{reply_id}"


def reply_of(part: str) -> UUID | None:
    """The reply of which a part is a copy."""
    return UUID(part.removeprefix(COPY)) if part.startswith(COPY) else None


def there_part(reply_id: UUID, ask_id: UUID) -> str:
    """The part under which the asker of an ask is told what was answered at another card."""
    return f"{THERE}{reply_id}:{ask_id}"


def in_thread(ask: Ask, said: Card, part: str = "", priority: Priority = Priority.ADVICE) -> Post:
    """Said in the home thread."""
    return Post(
        subject=subject(ask.id),
        channel=ask.channel,
        text=said.text,
        blocks=said.blocks,
        part=part,
        thread=ask.thread_ts or PartOf(CARD),
        priority=priority,
    )


def in_overflow_thread(ask: Ask, channel: str, said: Card, part: str = "") -> Post:
    """Said in the overflow pod's thread, which is in `channel`."""
    return Post(
        subject=subject(ask.id),
        channel=channel,
        text=said.text,
        blocks=said.blocks,
        part=part,
        thread=ask.overflow_thread_ts or PartOf(OVERFLOW),
        priority=Priority.ADVICE,
    )


def to_one(ask: Ask, user: str, said: Card, response_url: str | None = None) -> Whisper:
    """Said privately, in the home thread or where `response_url` reaches."""
    return Whisper(
        subject=subject(ask.id),
        channel=ask.channel,
        user=user,
        text=said.text,
        blocks=said.blocks,
        response_url=response_url,
        thread=ask.thread_ts or PartOf(CARD),
        priority=Priority.ADVICE,
    )


def repaint(
    ask: Ask, part: str, channel: str, said: Card, response_url: str | None = None
) -> Repaint:
    """What was said under `part` looks otherwise from now on."""
    return Repaint(
        subject=subject(ask.id),
        part=part,
        channel=channel,
        text=said.text,
        blocks=said.blocks,
        response_url=response_url,
        priority=Priority.ADVICE,
    )
