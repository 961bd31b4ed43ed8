"""Writes what is to be said as rows of the open transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Outgoing, PartOf, Post, Priority, Repaint, Whisper
from storage.ids import new_id
from storage.outbox import (
    Act,
    RowState,
    add_rows,
    take_over_all_repaints,
    take_over_repaints,
)

_ONLY_ADVICE = "said only advice"
_ACTS = {Post: Act.POST, Repaint: Act.REPAINT, Whisper: Act.WHISPER}


async def say(session: AsyncSession, now: datetime, *messages: Outgoing) -> None:
    """Commit to saying `messages`, in this order for each subject.

    A repaint replaces an earlier one of the same part that still waits, and takes over its
    response_url where it has none of its own.
    """
    newest: dict[object, Outgoing] = {}
    urls: dict[tuple[str, str], str] = {}
    for number, message in enumerate(messages):
        key: object = number
        if isinstance(message, Repaint):
            look = key = (message.subject, message.part)
            other = newest.pop(key, None)
            if isinstance(other, Repaint) and other.response_url:
                urls[look] = other.response_url
        newest[key] = message
    await _replace_earlier(session, newest.values(), urls)
    if newest:
        said = newest.values()
        await add_rows(session, [_row(message, now, urls) for message in said])
        urgent = all(message.priority <= Priority.ADVICE for message in said)
        session.info[_ONLY_ADVICE] = urgent and session.info.get(_ONLY_ADVICE, True)


def said_only_advice(session: AsyncSession) -> bool:
    """Whether this transaction says something, and nothing but advice."""
    return bool(session.info.get(_ONLY_ADVICE))


async def _replace_earlier(
    session: AsyncSession, messages: Iterable[Outgoing], urls: dict[tuple[str, str], str]
) -> None:
    """What waits and would look old; of many at once by one statement for each part."""
    parts: dict[str, list[str]] = {}
    for message in messages:
        if isinstance(message, Repaint):
            parts.setdefault(message.part, []).append(message.subject)
    for part, subjects in parts.items():
        if len(subjects) == 1:
            url = await take_over_repaints(session, subjects[0], part)
            taken = {subjects[0]: url} if url else {}
        else:
            taken = await take_over_all_repaints(session, part, subjects)
        for subject, url in taken.items():
            urls.setdefault((subject, part), url)


def _row(message: Outgoing, now: datetime, urls: dict[tuple[str, str], str]) -> dict[str, Any]:
    part = message.part if isinstance(message, Post | Repaint) else ""
    body = _body(message)
    if isinstance(message, Repaint) and (message.subject, part) in urls:
        body.setdefault("response_url", urls[message.subject, part])
    return {
        "id": new_id(),
        "subject": message.subject,
        "part": part,
        "channel": message.channel,
        "act": _ACTS[type(message)],
        "priority": int(message.priority),
        "body": body,
        "state": RowState.WAITING,
        "suspect": False,
        "attempts": 0,
        "not_before": now,
        "written_at": now,
    }


def _body(message: Outgoing) -> dict[str, Any]:
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
