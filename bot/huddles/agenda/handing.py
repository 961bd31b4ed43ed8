"""Whoever is to speak about an item hears of it alone, and again when that is off."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import Post, Repaint
from bot.delivery.outbox import say
from bot.huddles.agenda import whispers
from bot.huddles.agenda.seeing import line_of
from bot.huddles.agenda.shown import Seen
from bot.huddles.subjects import item_subject
from bot.pods.facts import Home
from storage.huddles import AgendaItem
from storage.outbox import list_parts


async def tell_speakers(
    session: AsyncSession,
    home: Home,
    item: AgendaItem,
    before: str | None,
    seen: Seen,
    now: datetime,
) -> None:
    """`home` handed it on; `before` was to speak until now. Once the pod meets they are there, and
    nobody is told what they did themselves.
    """
    if not seen.is_to_come or item.hand_to == before:
        return
    about, line = item_subject(item.id), line_of(seen, item.id)
    if before is not None:
        off = whispers.not_handed(line)
        for part in await list_parts(session, about, _part(before)):
            await say(session, now, Repaint(about, part, before, off.text, off.blocks))
    if item.hand_to is not None and item.hand_to != home.member.user:
        card = whispers.handed(line, seen, home.member.name, now)
        part = f"{_part(item.hand_to)}{seen.version}"
        await say(session, now, Post(about, item.hand_to, card.text, card.blocks, part))


def _part(user: str) -> str:
    """Of all that one person was told about it."""
    return f"speaks:{user}:"
