"""Writes what is to be said as rows of the open transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Outgoing, PartOf, Post, React, Repaint, Whisper
from storage.outbox import Act, OutboxRow


async def say(session: AsyncSession, now: datetime, *messages: Outgoing) -> None:
    """Commit to saying `messages`, in this order for each subject."""
    for message in messages:
        session.add(_row(message, now))
    await session.flush()


def _row(message: Outgoing, now: datetime) -> OutboxRow:
    act, body = _act(message), _body(message)
    part = message.part if isinstance(message, Post | Repaint) else ""
    return OutboxRow(
        subject=message.subject,
        part=part,
        channel=message.channel,
        act=act,
        priority=int(message.priority),
        body=body,
        not_before=now,
        written_at=now,
    )


def _act(message: Outgoing) -> Act:
    return {Post: Act.POST, Repaint: Act.REPAINT, Whisper: Act.WHISPER, React: Act.REACT}[
        type(message)
    ]


def _body(message: Outgoing) -> dict[str, Any]:
    if isinstance(message, React):
        return {"name": message.name, "ts": message.ts}
    body: dict[str, Any] = {"text": message.text, "blocks": message.blocks}
    if isinstance(message, Repaint | Whisper) and message.response_url:
        body["response_url"] = message.response_url
    if isinstance(message, Whisper):
        body["user"] = message.user
    if isinstance(message, Post | Whisper) and message.thread is not None:
        thread = message.thread
        key = "thread_of" if isinstance(thread, PartOf) else "thread_ts"
        body[key] = thread.part if isinstance(thread, PartOf) else thread
    if isinstance(message, Post) and message.broadcast:
        body["broadcast"] = True
    return body
