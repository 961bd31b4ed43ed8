"""Pods whose cards Slack refuses, where nobody who posted the alert would be told: somebody of the
market reads which they are, once, and can try again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts import progress_card
from bot.alerts.changes import Tools
from bot.alerts.errors import OnlyWhoChanges
from bot.alerts.progress_card import Failed
from bot.alerts.repainting import subject_of
from bot.alerts.rules import SUGGESTED_TO, May, first_present, may
from bot.alerts.seeing import covers, list_covering_pods, look_from
from bot.alerts.shown import Due
from bot.alerts.spreading import card_post
from bot.alerts.subjects import CARD, market_of, market_subject
from bot.delivery.message import Post, Priority
from bot.delivery.outbox import say
from bot.inbox import Delivery, Person
from bot.pods.facts import MemberFacts
from bot.pods.service import get_actor
from storage.alerts import Alert
from storage.alerts_reach import get_market
from storage.alerts_refusals import list_pods_told_of, list_unposted_live
from storage.ids import new_id
from storage.outbox_dead import list_dead, list_open
from storage.pods import list_members_of, list_pods, list_pods_of_market
from storage.timers import set_timer

FIRST_LOOK: Final = timedelta(seconds=30)
WHILE_WAITING: Final = timedelta(minutes=1)
WHILE_NOBODY_IS_THERE: Final = timedelta(minutes=15)
# A pod whose channel is archived is named once in so long, however many alerts it misses.
ONCE_IN: Final = timedelta(days=1)


class Refused(NamedTuple):
    """A card that Slack refused, and why."""

    failed: Failed
    alert: Alert


class Unposted(NamedTuple):
    """`waiting` are still on their way."""

    refused: list[Refused]
    waiting: int


async def watch_market(session: AsyncSession, market_id: UUID, now: datetime) -> None:
    """Look in a moment whether its pods have what was said to them."""
    await set_timer(session, Due.REFUSED, market_subject(market_id), now + FIRST_LOOK)


async def find_refused(session: AsyncSession, market_id: UUID | None = None) -> Unposted:
    """Of what goes on in a market, or anywhere."""
    unposted = await list_unposted_live(session, market_id)
    about = {subject_of(card) for card, _ in unposted}
    waiting = await list_open(session, about, CARD)
    errors = await list_dead(session, about - waiting, CARD)
    pods = await list_pods(session, {card.pod_id for card, _ in unposted})
    places = {each.pod.id: each for each in pods}
    refused = [
        Refused(Failed(card, places[card.pod_id], errors[subject_of(card)]), alert)
        for card, alert in unposted
        if subject_of(card) in errors and card.pod_id in places
    ]
    return Unposted(refused, len(waiting))


async def refused_due(tools: Tools, timer_id: UUID, now: datetime) -> None:
    """Whoever can do something about it is told of the pods of which nobody was."""
    async with tools.transactions.due(timer_id, now) as (session, timer):
        market_id = market_of(timer.subject)
        if market_id is None:
            return
        found = await find_refused(session, market_id)
        news = [each for each in found.refused if _is_news(each)]
        pods = {each.failed.place.pod.id for each in news}
        known = await list_pods_told_of(session, pods, now - ONCE_IN)
        named = [each for each in news if each.failed.place.pod.id not in known]
        whom = await _find_whom(session, named[0].alert, now) if named else None
        if whom is not None:
            await _tell(session, market_id, whom, named, now)
            for each in named:
                each.failed.card.refusal_told_at = now
        elif named:
            again = now + WHILE_NOBODY_IS_THERE
            await set_timer(session, Due.REFUSED, timer.subject, again)
        if found.waiting:
            await set_timer(session, Due.REFUSED, timer.subject, now + WHILE_WAITING)


async def try_refused(tools: Tools, delivery: Delivery, person: Person, market_id: UUID) -> int:
    """One press: each refused card of the market once more; to how many pods. Raises
    `OnlyWhoChanges`.
    """
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        if may(home, market_id, await covers(session, home, market_id, delivery.now)) != May.POST:
            raise OnlyWhoChanges
        refused = (await find_refused(session, market_id)).refused
        for each in refused:
            card, place = each.failed.card, each.failed.place
            card.digest = card.refusal_told_at = None
            card.channel = place.pod.channel or card.channel
            shown = await look_from(session, each.alert, place.pod.id)
            await say(session, delivery.now, card_post(shown, place, delivery.now))
        if refused:
            await watch_market(session, market_id, delivery.now)
        return len({each.failed.place.pod.id for each in refused})


def _is_news(each: Refused) -> bool:
    """Whoever posted an alert is told of its own cards by its progress."""
    by_hand = each.alert.feed is None and each.failed.card.digest is None
    return not by_hand and each.failed.card.refusal_told_at is None


async def _find_whom(session: AsyncSession, alert: Alert, now: datetime) -> MemberFacts | None:
    own = await list_pods_of_market(session, alert.team_id, alert.market_id)
    for places in (own, await list_covering_pods(session, own, now)):
        members = await list_members_of(session, [each.pod.id for each in places], SUGGESTED_TO)
        if found := first_present(places, members, now):
            return found
    return None


async def _tell(
    session: AsyncSession,
    market_id: UUID,
    whom: MemberFacts,
    named: Sequence[Refused],
    now: datetime,
) -> None:
    market = await get_market(session, market_id)
    by_pod = {each.failed.place.pod.id: each.failed for each in named}
    card = progress_card.refused(market, list(by_pod.values()))
    post = Post(
        subject=market_subject(market_id),
        channel=whom.user,
        text=card.text,
        blocks=card.blocks,
        part=f"refused:{new_id()}",
        priority=Priority.ALERT,
    )
    await say(session, now, post)
