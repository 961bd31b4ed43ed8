"""What others have to say to people about their asks, in the asks' own threads."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice import joined_card
from bot.advice.joined import askers_of, batches
from bot.advice.messages import in_thread
from bot.delivery.outbox import say
from bot.text.kit import Card
from storage.advice import LIVE, Ask
from storage.advice_joined import look_at_asks

_NAMELESS: Final[Mapping[UUID, str]] = {}


async def tell_askers(
    session: AsyncSession,
    told: Mapping[UUID, Card],
    now: datetime,
    quietly: bool,
    parts: Mapping[UUID, str] = _NAMELESS,
) -> None:
    """Each card in the thread of its ask, with a mention of its asker, as nobody follows a thread
    of ours: one message for those who share a thread and are told the same. What is settled is
    left out. `quietly`: without mentions. `parts` are the names under which what an ask alone is
    told is found again. It only reads the asks.
    """
    asks = await look_at_asks(session, told)
    firsts = {each.joined_to for each in asks.values() if each.joined_to is not None}
    places = await look_at_asks(session, firsts - asks.keys()) if firsts else {}
    known = {**asks, **places}
    groups: dict[tuple[UUID, str, str], list[Ask]] = {}
    for ask in sorted(asks.values(), key=lambda each: each.id.int):
        if ask.state in LIVE:
            card = told[ask.id]
            groups.setdefault((_root(ask), card.text, repr(card.blocks)), []).append(ask)
    for (place, *_), group in groups.items():
        card, first = told[group[0].id], known.get(place, group[0])
        for people in batches(askers_of(group)):
            said = card if quietly else joined_card.in_front(people, card)
            await say(session, now, in_thread(first, said, parts.get(group[0].id, "")))
            if quietly:
                break


def _root(ask: Ask) -> UUID:
    return ask.joined_to or ask.id
