"""What single people were asked about an alert: once it needs no answer any more, whoever gave
it, their message says so and has no buttons that would do something else."""

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts import notices
from bot.alerts.subjects import subject
from bot.delivery.message import Post, Priority, Repaint
from bot.text.kit import Card
from storage.alerts import Alert, AlertState
from storage.alerts_reach import MarketPlace
from storage.outbox import list_parts

TO_CONFIRM: Final = "confirm"
IS_IT_OVER: Final = "is_it_over"


def question(alert: Alert, what: str, user: str, card: Card) -> Post:
    """To one person, in their direct messages, where it is found again by `what` was asked."""
    return Post(
        subject=subject(alert.id),
        channel=user,
        text=card.text,
        blocks=card.blocks,
        part=f"{what}:{user}",
        priority=Priority.ALERT,
    )


def asked_of(alert: Alert) -> frozenset[str]:
    """What is still to be answered."""
    if alert.state is AlertState.ENDED:
        return frozenset()
    asks = {
        TO_CONFIRM: alert.state is AlertState.UNCONFIRMED,
        IS_IT_OVER: alert.asked_end_at is not None,
    }
    return frozenset(what for what, is_open in asks.items() if is_open)


async def repaint_answered(
    session: AsyncSession,
    alert: Alert,
    market: MarketPlace,
    asked: frozenset[str],
    who: str | None,
    now: datetime,
) -> list[Repaint]:
    """Of what was `asked`, everything that `who` answered by now; None: it answered itself."""
    said = []
    for what in sorted(asked - asked_of(alert)):
        card = notices.answered(alert, market, who, now, confirmed=what == TO_CONFIRM)
        for part in await list_parts(session, subject(alert.id), f"{what}:"):
            user = part.partition(":")[2]
            look_now = (subject(alert.id), part, user, card.text, card.blocks)
            said.append(Repaint(*look_now, priority=Priority.ALERT))
    return said
