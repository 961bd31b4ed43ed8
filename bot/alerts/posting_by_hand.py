"""An alert that somebody posts, or suggests to whoever may."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.alerts import notices
from bot.alerts.answered import TO_CONFIRM, question
from bot.alerts.changes import Tools, set_timers
from bot.alerts.checking import check_words, complete, kind_of, masked
from bot.alerts.draft import LANGUAGES, Draft
from bot.alerts.errors import DraftGone, NobodyPresent, PodsHaveNoChannel
from bot.alerts.fields import areas_of
from bot.alerts.matters.settling import alert_for, take
from bot.alerts.opening import find_whom
from bot.alerts.progress import watch
from bot.alerts.rules import UNCONFIRMED_FOR, May, may
from bot.alerts.seeing import covers, look_from
from bot.alerts.shown import Posted, Suggested, What
from bot.alerts.spreading import spread
from bot.alerts.subjects import subject
from bot.delivery.message import Post, Priority, Repaint
from bot.delivery.outbox import say
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.pods.service import get_actor
from bot.text.kit import Card
from storage.alerts import Alert, AlertChange, AlertDraft, AlertSaying, AlertState
from storage.alerts_reach import MarketPlace, get_market
from storage.alerts_reading import find_draft
from storage.outbox import list_parts
from storage.pods import list_pods_of_market

_DRAFT: Final = "draft"


async def post(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    market_id: UUID,
    draft: Draft,
    draft_id: UUID | None = None,
    matter_id: UUID | None = None,
) -> Posted | Suggested:
    """It goes out as it was looked over; from somebody who may not, to the first present who may.
    Raises `BadInput` with the field at fault, and `MatterDecided` where somebody was quicker.
    """
    ready = masked(tools.masker, draft)
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        matter = await take(session, home, matter_id) if matter_id else None
        allowed = may(home, market_id, await covers(session, home, market_id, delivery.now))
        if matter is not None and allowed is May.SUGGEST:
            allowed = May.POST_UNCONFIRMED  # whoever is told of it may be the only one there
        market = await get_market(session, market_id)
        if allowed is May.SUGGEST:
            to = await _suggest(session, home, market, ready.draft, delivery.now)
            return to._replace(masked=ready.kinds)
        alert = await _add(session, home, market, ready.draft, allowed, delivery.now)
        found = await spread(session, alert, delivery.now)
        await set_timers(session, alert, market.timezone, delivery.now, {})
        await watch(session, alert, delivery.now)
        if draft_id is not None:
            await _use(session, home, alert, draft_id, delivery.now)
        if matter is not None:
            await alert_for(session, home, matter, alert, delivery.now)
        if allowed is May.POST_UNCONFIRMED:
            await _let_confirm(session, home, market, alert, delivery.now)
    metrics.alerts_posted.labels(metrics.PEOPLE, alert.kind).inc()
    return Posted(alert, len(found.now), len(found.later), ready.kinds)


async def _add(
    session: AsyncSession,
    home: Home,
    market: MarketPlace,
    draft: Draft,
    allowed: May,
    now: datetime,
) -> Alert:
    pods = await list_pods_of_market(session, home.member.team_id, market.id)
    if not any(each.pod.channel for each in pods):
        raise PodsHaveNoChannel
    check_words(draft)
    ready = complete(draft, now, areas_of(market), {str(each.pod.id) for each in pods})
    alert = _made(home, market, ready, now)
    if allowed is May.POST_UNCONFIRMED:
        alert.state = AlertState.UNCONFIRMED
    session.add(alert)
    await session.flush()  # its rows refer to it
    for language in LANGUAGES:
        if text := ready.say(language):
            saying = AlertSaying(alert_id=alert.id, language=language, text=text, at=now)
            saying.author, saying.author_name = home.member.user, home.member.name
            session.add(saying)
    session.add(_first_entry(alert, home))
    await session.flush()
    return alert


def _made(home: Home, market: MarketPlace, draft: Draft, now: datetime) -> Alert:
    """As it would stand; it is nobody's yet. Raises `MissingWords`."""
    return Alert(
        team_id=home.member.team_id,
        market_id=market.id,
        kind=kind_of(draft),
        severity=draft.severity,
        headline=draft.headline,
        what=draft.what,
        where=draft.where,
        cause=draft.cause,
        who=draft.who,
        source=draft.source,
        areas=list(draft.areas),
        areas_words=draft.areas_words,
        starts_at=draft.starts_at or now,
        expected_end=draft.expected_end,
        basis=draft.basis,
        only_pods=list(draft.only_pods),
        posted_by=home.member.user,
        posted_by_name=home.member.name,
        posted_at=now,
    )


def _first_entry(alert: Alert, home: Home) -> AlertChange:
    return AlertChange(
        alert_id=alert.id,
        version=alert.version,
        at=alert.posted_at,
        who=home.member.user,
        who_name=home.member.name,
        what=What.POSTED,
    )


async def _suggest(
    session: AsyncSession, home: Home, market: MarketPlace, draft: Draft, now: datetime
) -> Suggested:
    """As it is: whoever gets it completes it."""
    suggested = _made(home, market, draft, now)
    to = await find_whom(session, home, market, now)
    kept = AlertDraft(
        team_id=home.member.team_id,
        market_id=market.id,
        fields=draft.plain(),
        by=home.member.user,
        by_name=home.member.name,
        to=to.user,
        at=now,
    )
    session.add(kept)
    await session.flush()
    card = notices.suggested(kept.id, suggested, market, now)
    post = (_about(kept), to.user, card.text, card.blocks, _DRAFT)
    await say(session, now, Post(*post, priority=Priority.ALERT))
    return Suggested(to)


async def _use(
    session: AsyncSession, home: Home, alert: Alert, draft_id: UUID, now: datetime
) -> None:
    """Whoever suggested it hears that it went out. Raises `DraftGone` where it did before."""
    kept = await find_draft(session, draft_id, lock=True)
    if kept is None or kept.team_id != home.member.team_id or kept.used_at is not None:
        raise DraftGone
    kept.used_at = now
    look_now = notices.taken_up(alert, kept.by_name, home.member.name)
    for part in await list_parts(session, _about(kept), _DRAFT):
        about = (_about(kept), part, kept.to, look_now.text, look_now.blocks)
        await say(session, now, Repaint(*about, priority=Priority.ALERT))
    if kept.by != home.member.user:
        card = notices.was_posted(alert, home.member.name)
        await _tell(session, subject(alert.id), kept.by, card, now)


async def _let_confirm(
    session: AsyncSession, home: Home, market: MarketPlace, alert: Alert, now: datetime
) -> None:
    """The first present who may confirm it; without one it ends by itself."""
    try:
        to = await find_whom(session, home, market, now)
    except NobodyPresent:
        return
    shown = await look_from(session, alert, home.pod.id)
    ends = now + UNCONFIRMED_FOR
    card = notices.to_confirm(shown, ends, now)
    await say(session, now, question(alert, TO_CONFIRM, to.user, card))


def _about(draft: AlertDraft) -> str:
    return f"alert_draft:{draft.id}"


async def _tell(session: AsyncSession, about: str, user: str, card: Card, now: datetime) -> None:
    """In their direct messages."""
    post = Post(about, user, card.text, card.blocks, priority=Priority.ALERT)
    await say(session, now, post)
