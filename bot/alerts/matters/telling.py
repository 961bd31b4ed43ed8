"""One at a time is told of a matter, who can find out and alert the pod; then the next."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.matters.facts import MatterDue, Pressing
from bot.alerts.matters.naming import about
from bot.alerts.matters.sensing import WINDOW
from bot.alerts.matters.views import not_only_you, to_whoever_can
from bot.alerts.matters.whose_turn import NEXT_AFTER, TOLD, next_to_tell
from bot.alerts.seeing import list_covering_pods
from bot.alerts.subjects import matter_subject
from bot.delivery.message import Post, Priority, Repaint
from bot.delivery.outbox import say
from bot.pods.facts import MemberFacts, PodInMarket
from bot.text.kit import Card
from storage.advice_ladder import list_on_a_call
from storage.alerts_matters import AlertMatter, AlertMatterTold, MatterState, add_told
from storage.alerts_matters_reading import RecentAsk, list_told
from storage.alerts_reach import get_market
from storage.alerts_reading import list_live_alerts
from storage.pods import Organisation, list_members_of, list_pods_of_market
from storage.timers import cancel_timers, set_timer


async def tell_next(
    session: AsyncSession,
    matter: AlertMatter,
    asks: Sequence[RecentAsk],
    now: datetime,
    *,
    anew: bool = False,
) -> MemberFacts | None:
    """Whoever is told now, of those who were not before; `anew`, where so many more ask, they are
    told again. None: nobody is there, and it is looked again in a moment.
    """
    await set_timer(session, MatterDue.NEXT, matter_subject(matter.id), now + NEXT_AFTER)
    own = await list_pods_of_market(session, matter.team_id, matter.market_id)
    covering = await list_covering_pods(session, own, now)
    to = await _whom(session, matter, own, covering, now, anew=anew)
    if to is None:
        return None
    reps, was_dismissed = count_askers(asks), matter.state is MatterState.DISMISSED
    matter.told_count, matter.told_at, matter.state = reps, now, MatterState.OPEN
    before = await list_told(session, matter.id)
    if await add_told(session, matter.id, to.user, reps, now):
        card_of = await _cards(session, matter, asks, (*own, *covering), now)
        post = _post(matter, to.user, reps, card_of(to.user))
        newest = {} if was_dismissed else {each.user: each for each in before}
        newest.pop(to.user, None)
        looks = [_look(matter, newest[user], card_of(user, to.name)) for user in newest]
        await say(session, now, post, *looks)
    return to


async def repaint_told(
    session: AsyncSession, matter: AlertMatter, card: Card, now: datetime
) -> None:
    """It is decided: nobody else is told, and those who were can see it."""
    await cancel_timers(session, matter_subject(matter.id), MatterDue.NEXT)
    looks = [_look(matter, each, card) for each in await list_told(session, matter.id)]
    await say(session, now, *looks)


def count_askers(asks: Sequence[RecentAsk]) -> int:
    return len({each.asker for each in asks})


def count_lately(asks: Sequence[RecentAsk], now: datetime) -> int:
    """How many people asked in the last minutes."""
    return count_askers([each for each in asks if each.asked_at > now - WINDOW])


async def _whom(
    session: AsyncSession,
    matter: AlertMatter,
    own: Sequence[PodInMarket],
    covering: Sequence[PodInMarket],
    now: datetime,
    *,
    anew: bool,
) -> MemberFacts | None:
    ids = [each.pod.id for each in (*own, *covering)]
    members = await list_members_of(session, ids, TOLD)
    could = [each.user for there in members.values() for each in there]
    busy = await list_on_a_call(session, could, now)
    told = {each.user for each in await list_told(session, matter.id)}
    again = anew and matter.state is MatterState.DISMISSED
    to = None if again else next_to_tell(own, covering, members, told | busy, now)
    return to or (next_to_tell(own, covering, members, busy, now) if anew else None)


async def _cards(
    session: AsyncSession,
    matter: AlertMatter,
    asks: Sequence[RecentAsk],
    pods: Sequence[PodInMarket],
    now: datetime,
) -> Callable[..., Card]:
    """The card as it is for each who is told, by their id; and, for those who were told before,
    the name of whoever is told now.
    """
    market = await get_market(session, matter.market_id)
    live = await list_live_alerts(session, matter.team_id, [matter.market_id])
    members = await list_members_of(session, [each.pod.id for each in pods], TOLD)
    homes = {member.user: pod for pod in pods for member in members.get(pod.pod.id, ())}
    reps, found = count_askers(asks), about(asks)
    lately = count_lately(asks, now)
    leads = not_only_you(found, lately, reps, matter.began_at, market.timezone, now)

    def card_of(user: str, next_one: str | None = None) -> Card:
        named = _named(asks, homes.get(user))
        shown = Pressing(matter, market, asks, reps, found, named, live)
        return to_whoever_can(shown, leads, now, next_one)

    return card_of


def _post(matter: AlertMatter, user: str, count: int, card: Card) -> Post:
    subject, part = matter_subject(matter.id), _part(user, count)
    return Post(subject, user, card.text, card.blocks, part=part, priority=Priority.ALERT)


def _look(matter: AlertMatter, told: AlertMatterTold, card: Card) -> Repaint:
    subject, part = matter_subject(matter.id), _part(told.user, told.count)
    return Repaint(subject, part, told.user, card.text, card.blocks, priority=Priority.ALERT)


def _named(asks: Sequence[RecentAsk], pod: PodInMarket | None) -> frozenset[UUID]:
    """Whose askers the reader may know: as with a single ask, not those of another organisation.
    Whoever has left the pods since reads no names.
    """
    if pod is None:
        return frozenset()
    partner = pod.pod.organisation is Organisation.PARTNER
    return frozenset(each.id for each in asks if not partner or each.pod_id == pod.pod.id)


def _part(user: str, count: int) -> str:
    return f"told:{user}:{count}"
