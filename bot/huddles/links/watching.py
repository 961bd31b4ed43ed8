"""Screens look every second; what they see is read anew where the database says that it changed.

A press reaches one replica, and a screen may look at another: the versions of the huddle and of its
agenda are asked of the database each time. What was shown stands in memory for a moment, so that
a hundred screens cost one small query each.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.transaction import Transactions
from bot.huddles.links.facts import Shown
from bot.huddles.links.rules import screen_until
from storage.huddles import HuddleState
from storage.huddles_screen import (
    ScreenItem,
    ScreenState,
    count_waves,
    find_screen,
    list_screen_actions,
    list_screen_items,
    list_screen_practices,
)

# Read anew after this, whatever the versions say.
STANDS: Final = timedelta(seconds=2)
MOST_REMEMBERED: Final = 1000


class Seen(NamedTuple):
    """`etag` is another one whenever `shown` is."""

    shown: Shown
    etag: str


class Watching:
    """What the screens of this process saw last, by their secrets."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._last: OrderedDict[str, tuple[datetime, Seen]] = OrderedDict()

    async def look(self, secret: str, now: datetime) -> Seen | None:
        """None where the link opens nothing (any more). Raises `NotSaved` where the database does
        not answer.
        """
        async with self._transactions.look() as session:
            state = await find_screen(session, secret)
            if state is None or now >= screen_until(state):
                self._last.pop(secret, None)
                return None
            at, seen = self._last.get(secret, (None, None))
            if seen and at and seen.shown.huddle == state and at <= now < at + STANDS:
                return seen
            seen = _seen(await _read(session, state))
        self._last[secret] = (now, seen)
        self._last.move_to_end(secret)
        if len(self._last) > MOST_REMEMBERED:
            self._last.popitem(last=False)
        return seen


async def _read(session: AsyncSession, state: ScreenState) -> Shown:
    items = await list_screen_items(session, state.agenda_id, state.huddle_id)
    waves = await count_waves(session, state.agenda_id)
    actions = await list_screen_actions(session, state.huddle_id)
    practices = await list_screen_practices(session, state.huddle_id)
    since = _since(state, items)
    return Shown(state, waves, tuple(items), since, tuple(actions), tuple(practices))


def _since(state: ScreenState, items: Sequence[ScreenItem]) -> datetime | None:
    """Since when the current item is talked about: since the one before it was done with."""
    if state.state is not HuddleState.OPEN or state.item_id is None:
        return None
    before = [each.at for each in items if each.id != state.item_id]
    return max(filter(None, [state.opened_at, *before]), default=None)


def _seen(shown: Shown) -> Seen:
    return Seen(shown, hashlib.sha256(repr(shown).encode()).hexdigest()[:32])
