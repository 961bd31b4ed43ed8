"""Whose thread a new question joins, once so many ask the same that nobody needs another card."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from bot.alerts.matters.sensing import JOINED_FROM, Matter, find_thread
from bot.alike.piling import Asked, Like

_ON_THE_LOOP: Final = 20


async def find_joinable(
    new: Asked,
    asked: Sequence[Asked],
    matters: Sequence[Matter],
    parted: Collection[UUID],
    like: Like,
) -> UUID | None:
    """The matter that a question is about, of which enough were asked lately. `parted` are those of
    which its asker said that theirs is different.
    """
    piles = {each.id: _pile(each, asked) for each in matters}
    many = {matter: pile for matter, pile in piles.items() if len(pile) >= JOINED_FROM}
    if not many:
        return None
    if len(many) <= _ON_THE_LOOP:
        return find_thread(new, many, parted, like)
    return await asyncio.to_thread(find_thread, new, many, parted, like)


def _pile(matter: Matter, asked: Sequence[Asked]) -> list[Asked]:
    own = matter.asks - matter.parted
    return [each for each in asked if each.id in own]
