"""What feeds post, change and end: one transaction a market, so that it happens whole or not yet.

The bounds of a pod hold for all feeds together. Whoever is beyond them waits for the next minute,
and then hears all of it in one message.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts import telling
from bot.alerts.changes import Change as Changing
from bot.alerts.changes import Say, Tools, changing, set_timers
from bot.alerts.digesting import post_digests
from bot.alerts.draft import LANGUAGES, Draft, first_saying
from bot.alerts.editing import over
from bot.alerts.events import EventKey
from bot.alerts.following import grouped
from bot.alerts.following.feeding import ALERTS_OWN, Change, Decided, alert_from, decide, draft_from
from bot.alerts.following.remembering import plain_standing, standing_of
from bot.alerts.markets import codes_of
from bot.alerts.noticing import is_wider, key_of
from bot.alerts.posting import MOST_AT_ONCE
from bot.alerts.refusals import watch_market
from bot.alerts.shown import What
from bot.alerts.spreading import find_recipients, list_own_pods, look_again, post_cards
from bot.alerts.standing import Ending, Standing, State
from bot.pods.facts import PodInMarket
from storage.alerts import Alert, AlertChange, AlertSaying, AlertState
from storage.alerts_cards import list_cards, lock_digests
from storage.alerts_feeds_telling import list_posts, list_told, put_posts, put_told
from storage.alerts_reach import MarketPlace
from storage.alerts_reading import find_alert
from storage.pods import list_pods_of_market

# Messages by feeds that a pod gets in a minute; digests that wait for the next one come beside.
MOST_A_MINUTE: Final = 8
MINUTE: Final = timedelta(minutes=1)


class Done(NamedTuple):
    """`waits`: something is left for the next minute; `posted` are new alerts."""

    waits: bool
    posted: Sequence[Standing]


async def tell(
    session: AsyncSession,
    tools: Tools,
    place: tuple[str, MarketPlace],
    found: Sequence[Standing],
    fresh: AbstractSet[EventKey],
    now: datetime,
) -> Done:
    """Bring the alerts of a market (`place`: workspace and market) to what stands there. `fresh` is
    what stood already when its feed was first read: it is summed up.
    """
    team, market = place
    rows = {(each.feed, each.event_key): each for each in await list_told(session, market.id)}
    pods = len(await list_pods_of_market(session, team, market.id))
    decided = decide(found, {key: standing_of(row.said) for key, row in rows.items()}, pods)
    waits, whole = decided.more > 0, codes_of(market)
    told = [each for each in decided.changes if each.is_told]
    is_many = len(told) > MOST_AT_ONCE
    lines: list[Alert] = []
    # In one order, as whatever else locks several: a pod's digest, a form.
    changed = sorted(rows[key_of(each.now)].alert_id for each in decided.changes)
    for alert_id in changed:
        await find_alert(session, alert_id)
    await lock_digests(session, changed)
    for each in decided.changes:
        alert = await find_alert(session, rows[key_of(each.now)].alert_id)
        if alert is None:
            continue
        if each.is_told and await _is_full(session, alert, now):
            waits = True
            continue
        if await _change(session, tools, alert, each, now, whole, tells=not is_many):
            lines.append(alert)
        await _note(session, market, alert, each.now)
    if is_many:
        for_pods = await grouped.tell(session, lines, now)
        await _count(session, for_pods, now)
    await _post(session, tools, team, market, decided, fresh, now)
    return Done(waits, decided.new)


async def _post(
    session: AsyncSession,
    tools: Tools,
    team: str,
    market: MarketPlace,
    decided: Decided,
    fresh: AbstractSet[EventKey],
    now: datetime,
) -> None:
    """New cards: at the start and in a flood all of a pod's in one message."""
    pods: dict[UUID, tuple[PodInMarket, list[Alert]]] = {}
    for standing in decided.new:
        alert = await _add(session, tools, team, market, standing, now)
        reached = await find_recipients(session, alert, now)
        for place in reached.now:
            pods.setdefault(place.pod.id, (place, []))[1].append(alert)
        for pod_id, moment in reached.later.items():
            await look_again(session, pod_id, moment)
    is_start = any(key_of(each) in fresh for each in decided.new)
    minute = _minute(now)
    posts = await list_posts(session, list(pods), minute)
    together: list[tuple[PodInMarket, list[Alert]]] = []
    alone: dict[UUID, tuple[Alert, list[PodInMarket]]] = {}
    for pod_id, (place, alerts) in pods.items():
        count = posts.get(pod_id, 0)
        if count >= MOST_A_MINUTE:
            await look_again(session, pod_id, minute + MINUTE)
            continue
        is_many = len(alerts) > min(MOST_AT_ONCE, MOST_A_MINUTE - count)
        if len(alerts) > 1 and (is_start or is_many):
            together.append((place, alerts))
            posts[pod_id] = count + 1
        else:
            for alert in alerts:
                alone.setdefault(alert.id, (alert, []))[1].append(place)
            posts[pod_id] = count + len(alerts)
    await post_digests(session, together, now)
    for alert, places in alone.values():
        await post_cards(session, alert, places, now)
    await put_posts(session, posts, minute)
    if decided.new:
        await watch_market(session, market.id, now)


async def _add(
    session: AsyncSession,
    tools: Tools,
    team: str,
    market: MarketPlace,
    standing: Standing,
    now: datetime,
) -> Alert:
    draft = draft_from(standing, tools.masker, codes_of(market))
    alert = alert_from(standing, draft, team, market.id, now)
    session.add(alert)
    await session.flush()  # its rows refer to it
    for language in LANGUAGES:
        if text := draft.say(language):
            session.add(AlertSaying(alert_id=alert.id, language=language, text=text, at=now))
    session.add(AlertChange(alert_id=alert.id, version=alert.version, at=now, what=What.POSTED))
    await session.flush()
    await set_timers(session, alert, market.timezone, now, {})
    await _note(session, market, alert, standing)
    return alert


async def _change(
    session: AsyncSession,
    tools: Tools,
    alert: Alert,
    change: Change,
    now: datetime,
    whole: AbstractSet[str],
    *,
    tells: bool,
) -> bool:
    """Whether people are to be told of it. What somebody ended stays so, unless it gets worse."""
    before, after = change.before, change.now
    await _widen(session, alert, before, after, now)
    is_over = alert.state is AlertState.ENDED
    rises = after.severity.rank > before.severity.rank
    if is_over and (after.state is State.ENDED or (before.state is not State.ENDED and not rises)):
        return False
    said, says = (draft_from(each, tools.masker, whole) for each in (before, after))
    is_muted, was_muted = after.state is State.MUTED, alert.muted_at is not None
    is_same = said == says and not is_over
    if is_same and is_muted is was_muted and after.state is not State.ENDED:
        return False  # the card reads the same
    alert.muted_at = (alert.muted_at or now) if is_muted else None
    async with changing(session, alert, now) as changed:
        if after.state is State.ENDED:
            _end(changed, after, now)
        elif is_same:
            changed.looks_otherwise = True
        else:
            _apply(changed, said, says)
            _live_again(alert)
            changed.tells = _told(rises, said) if change.is_told else None
            changed.note(What.UPDATED if change.is_told else What.EXTENDED)
        alert.link, alert.revision = after.link, after.revision
        changed.is_no_news = not change.is_told
        if not (change.is_told and tells):
            changed.tells = None
    if after.state is State.ENDED:
        await tools.ends_with(session, alert.id, now)
    if change.is_told and tells:
        await _count(session, await _pods_with(session, alert), now)
    return change.is_told


async def _widen(
    session: AsyncSession, alert: Alert, before: Standing, after: Standing, now: datetime
) -> None:
    """More pods are to have it: each gets all that it has not, in one message."""
    if not is_wider(before, after):
        return
    alert.only_pods = sorted(after.only_pods)
    for place in await list_own_pods(session, alert):
        if str(place.pod.id) not in before.only_pods:
            await look_again(session, place.pod.id, now)


def _end(changed: Changing, after: Standing, now: datetime) -> None:
    """Its source said so, or what it stated has passed; or it only is no longer listed."""
    ended = after.expected_end if after.ending is Ending.PASSED else None
    over(changed, ended or now, lapsed=after.ending is Ending.LAPSED)


def _live_again(alert: Alert) -> None:
    alert.state, alert.ended_at = AlertState.LIVE, None
    alert.end_words, alert.lapsed = "", False


def _told(rises: bool, before: Draft) -> Say:
    return telling.risen(before) if rises else telling.changed(before)


def _apply(changed: Changing, before: Draft, after: Draft) -> None:
    """Only what the source says otherwise than before: what somebody corrected stays."""
    alert = changed.alert
    for name in ALERTS_OWN:
        if getattr(before, name) != getattr(after, name):
            setattr(alert, name, getattr(after, name))
    if before.areas != after.areas:
        alert.areas = list(after.areas)
    if (before.expected_end, before.basis) != (after.expected_end, after.basis):
        alert.asked_end_at = alert.end_unconfirmed_at = None
    for language in LANGUAGES:
        if before.say(language) != after.say(language):
            saying = first_saying(changed.sayings, language)
            if saying is None:
                saying = AlertSaying(alert_id=alert.id, language=language, text="", at=changed.now)
                changed.session.add(saying)
                changed.sayings.append(saying)
            if saying.author is None:
                saying.text = after.say(language)


async def _note(
    session: AsyncSession, market: MarketPlace, alert: Alert, standing: Standing
) -> None:
    row = {
        "market_id": market.id,
        "feed": standing.source,
        "event_key": standing.key,
        "alert_id": alert.id,
        "said": plain_standing(standing),
        "is_over": standing.state is State.ENDED,
    }
    await put_told(session, row)


async def _is_full(session: AsyncSession, alert: Alert, now: datetime) -> bool:
    """Whether a pod that has it got all that it gets in a minute."""
    pods = await _pods_with(session, alert)
    posts = await list_posts(session, pods, _minute(now))
    return any(count >= MOST_A_MINUTE for count in posts.values())


async def _count(session: AsyncSession, pods: Sequence[UUID], now: datetime) -> None:
    posts = await list_posts(session, pods, _minute(now))
    await put_posts(session, {pod: posts.get(pod, 0) + 1 for pod in pods}, _minute(now))


async def _pods_with(session: AsyncSession, alert: Alert) -> list[UUID]:
    return [each.pod_id for each in await list_cards(session, alert.id)]


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)
