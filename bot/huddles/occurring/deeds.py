"""What the other rooms do when a huddle's time comes, handed over where the rooms are joined."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.tools import Tools
from bot.inbox import Person
from bot.pods.facts import PodInMarket
from storage.huddles import Agenda, Huddle

Of = Callable[
    [AsyncSession, Tools, PodInMarket, Agenda, Sequence[Huddle], datetime], Awaitable[object]
]
"""Of a meeting, in the open transaction: drafts its agenda, or announces it."""

Opens = Callable[
    [AsyncSession, Tools, PodInMarket, Huddle, datetime, Person | None], Awaitable[object]
]
"""A huddle begins, or ends; of what is not planned, or not open, nothing becomes of it."""


async def nothing(*_about: Any) -> None:
    """Without the other rooms."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """`show_opened` is what follows from that a huddle is open. `repaint` shows an announced agenda
    as it is now; `recap` says what came of a meeting, once none of its waves is to come any more.
    """

    draft: Of = nothing
    announce: Of = nothing
    repaint: Callable[[AsyncSession, Tools, UUID, datetime], Awaitable[object]] = nothing
    open_huddle: Opens = nothing
    show_opened: Opens = nothing
    end_huddle: Opens = nothing
    recap: Callable[[AsyncSession, Tools, PodInMarket, UUID, datetime], Awaitable[object]] = nothing
