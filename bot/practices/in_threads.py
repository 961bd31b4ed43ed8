"""A practice in the thread of an ask: before its asker, whichever pod it was put there from."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Outgoing, PartOf, Post, Priority, Whisper
from bot.pods.facts import Home
from bot.practices import views
from bot.practices.facts import Helping, Shown
from bot.text.kit import Card
from storage.advice import LIVE, Ask
from storage.practices_uses import was_helped_with

_CARD, _OVERFLOW = "card", "overflow"


async def in_threads(
    session: AsyncSession, home: Home, shown: Shown, ask: Ask, now: datetime
) -> list[Outgoing]:
    """What is said of it, before it is noted. Of a colleague's, as of their answers, the asker
    hears where they are: it is mentioned to them once, if nobody answered yet, and copied to
    where they asked; what the overflow pod found stands in both threads.
    """
    member, practice = home.member, shown.practice
    if member.user == ask.asker:
        return [_here(ask, views.in_thread(shown, member.name, ask.id))]
    is_own = member.user == (practice.helper or practice.author)
    helping = Helping(is_own, home.pod.name if is_there(home, ask) else None)
    told = ask.told_at is not None or ask.state not in LIVE
    rings = not told and not await was_helped_with(session, ask.id, ask.asker)
    to = helping._replace(to=ask.asker) if rings else helping
    said: list[Outgoing] = [_here(ask, views.in_thread(shown, member.name, ask.id, to))]
    if is_there(home, ask):
        there = views.in_thread(shown, member.name, ask.id, Helping(is_own))
        said.append(_there(ask, there))
    if rings and ask.response_url_until is not None and now < ask.response_url_until:
        said.append(_copy(ask, views.in_thread(shown, member.name, ask.id, helping)))
    return said


def is_there(home: Home, ask: Ask) -> bool:
    """Whether somebody reads the ask in the overflow pod's thread."""
    return home.pod.id == ask.overflow_pod_id and home.pod.id != ask.pod_id


def _here(ask: Ask, card: Card) -> Post:
    return _post(ask, ask.channel, ask.thread_ts or PartOf(_CARD), card)


def _there(ask: Ask, card: Card) -> Post:
    root = ask.overflow_thread_ts or PartOf(_OVERFLOW)
    return _post(ask, ask.overflow_channel or ask.channel, root, card)


def _post(ask: Ask, channel: str, root: str | PartOf, card: Card) -> Post:
    """Beside the thread's other messages: one subject, so that the order holds."""
    return Post(
        subject=_thread_of(ask),
        channel=channel,
        text=card.text,
        blocks=card.blocks,
        thread=root,
        priority=Priority.ADVICE,
    )


def _copy(ask: Ask, card: Card) -> Whisper:
    return Whisper(
        subject=_thread_of(ask),
        channel=ask.channel,
        user=ask.asker,
        text=card.text,
        blocks=card.blocks,
        response_url=ask.response_url,
        thread=ask.thread_ts or PartOf(_CARD),
        priority=Priority.ADVICE,
    )


def _thread_of(ask: Ask) -> str:
    """Where several ask the same, the card that the thread hangs on is the first one's."""
    return f"ask:{ask.joined_to or ask.id}"
