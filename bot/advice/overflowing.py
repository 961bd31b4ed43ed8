"""The overflow pod: its linked card, and what is said in one thread repeated in the other."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice import thread
from bot.advice.changes import Change, Tools
from bot.advice.facts import What
from bot.advice.messages import OVERFLOW, subject
from bot.advice.phrases import words_of
from bot.advice.repainting import look_there
from bot.advice.views import whole_question
from bot.delivery.message import Post, Priority
from bot.pods.facts import Home, PodInMarket
from bot.text.escaping import escape
from bot.text.kit import Card
from storage.advice import Ask, OverflowReason, Reply
from storage.pods import Organisation, get_pod


async def find_overflow_at_once(
    tools: Tools, session: AsyncSession, home: Home, now: datetime
) -> tuple[PodInMarket, OverflowReason] | None:
    """The overflow pod, where the home pod is closed or too few of it are present."""
    if home.pod.overflow_pod_id is None:
        return None
    reason = await tools.readiness.why_overflow(session, home, now)
    return (await get_pod(session, home.pod.overflow_pod_id), reason) if reason else None


def assign_overflow(ask: Ask, overflow: PodInMarket, reason: OverflowReason) -> bool:
    """From now on the ask is the overflow pod's, too; False where it has no channel."""
    if overflow.pod.channel is None or ask.overflow_channel is not None:
        return False
    ask.overflow_pod_id = overflow.pod.id
    ask.overflow_channel = overflow.pod.channel
    ask.overflow_reason = reason
    return True


async def can_overflow(change: Change) -> bool:
    """Whether there is an overflow pod with a channel that does not see the ask yet."""
    pod_id = change.home.pod.overflow_pod_id
    if pod_id is None or change.ask.overflow_channel is not None:
        return False
    return (await get_pod(change.session, pod_id)).pod.channel is not None


async def send_to_overflow(change: Change, reason: OverflowReason) -> bool:
    """The overflow pod gets a linked card; False where there is no such pod, or it has one."""
    ask, pod = change.ask, change.home.pod
    if pod.overflow_pod_id is None or ask.overflow_channel is not None:
        return False
    overflow = await get_pod(change.session, pod.overflow_pod_id)
    if not assign_overflow(ask, overflow, reason):
        return False
    change.overflow = overflow
    announce(change)
    return True


def announce(change: Change) -> None:
    """The linked card there, with what it cannot show in its thread. Here the card says so."""
    card = look_there(change)
    change.said.append(linked_card(change.ask, card))
    if _is_cut(change.ask, card):
        for piece in whole_question(change.ask):
            change.reply_in_overflow(piece)
    change.note(What.OVERFLOWED, detail=change.ask.overflow_reason)


def _is_cut(ask: Ask, card: Card) -> bool:
    """Whether the linked card shows only the start of the question."""
    whole = words_of(ask.question)
    texts = [str(block["text"].get("text")) for block in card.blocks if "text" in block]
    return not any(whole in text or escape(whole) in text for text in texts)


def linked_card(ask: Ask, card: Card) -> Post:
    return Post(
        subject=subject(ask.id),
        channel=ask.overflow_channel or "",
        text=card.text,
        blocks=card.blocks,
        part=OVERFLOW,
        priority=Priority.URGENT,
    )


def is_partner(overflow: PodInMarket | None) -> bool:
    """A partner organisation sees the masked question only."""
    return overflow is not None and overflow.pod.organisation is Organisation.PARTNER


def author_pod(change: Change, reply: Reply) -> str | None:
    """The name of the overflow pod, where the reply was written there."""
    overflow = change.overflow
    there = overflow is not None and reply.channel == change.place.overflow_channel
    return overflow.pod.name if overflow is not None and there else None


def mirror(change: Change, reply: Reply) -> None:
    """Repeat what was said in one thread in the other, with its author.

    Home hears all of the overflow pod; a pod of our own hears what the asker adds.
    """
    ask, overflow = change.ask, change.overflow
    if overflow is None or not reply.text or reply.deleted_at:
        return
    if reply.channel == change.place.overflow_channel:
        if reply.copied_at is None:
            change.copy(reply, thread.mirrored(reply, overflow.pod.name))
            for rest in thread.tail(reply):
                change.reply(rest)
    elif reply.author == ask.asker and not is_partner(overflow):
        change.reply_in_overflow(thread.mirrored(reply, change.home.pod.name))
        for rest in thread.tail(reply):
            change.reply_in_overflow(rest)
