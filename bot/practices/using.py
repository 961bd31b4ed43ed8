"""A practice on a call: put into the ask's thread or before one person, and whether it helped."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.message import PartOf, Post, Priority
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.practices import views
from bot.practices.changes import Change, Tools, acting
from bot.practices.errors import NotShared
from bot.practices.facts import Shown, Used
from bot.practices.rules import ONE_CALL, check_live
from bot.practices.showing import show_all
from bot.text.languages import language
from storage.advice import LIVE, Ask, look_at_ask
from storage.practices import Practice, PracticeState, PracticeUse, Way
from storage.practices_reading import find_live_ask, look_at_practice
from storage.practices_uses import find_use

_CARD = "card"


async def use(
    tools: Tools, delivery: Delivery, person: Person, practice_id: UUID, ask_id: UUID | None
) -> Used:
    """ "Use on this call": into the thread of the ask, or of the person's newest live one; without
    one it is theirs alone. Pressed again, it is not posted again.
    """
    async with acting(tools, delivery, person, practice_id) as (change, home):
        check_live(change.practice)
        ask = await _find_ask(change.session, home, ask_id, delivery.now)
        words = language(ask.question) if ask is not None else change.practice.language
        (shown,) = await show_all(change.session, [change.practice], words)
        await _use(change, home, shown, ask)
        return _told(tools, shown, home, ask)


async def helped(
    tools: Tools, delivery: Delivery, person: Person, practice_id: UUID, ask_id: UUID | None
) -> Shown:
    """It worked on this call: said again, it counts once."""
    async with acting(tools, delivery, person, practice_id) as (change, home):
        practice, session = change.practice, change.session
        ask = await _find_ask(session, home, ask_id, delivery.now)
        mine = ask if ask is not None and ask.asker == person.user else None
        used = await _known_use(session, practice, person.user, mine, delivery.now)
        if used is None:
            used = _record(change, person.user, person.user, mine, Way.SEARCHED)
        if used.helped_at is None:
            used.helped_at = delivery.now
            _sign_of_life(change, person.user)
            if person.user != practice.author:
                practice.stale_at = None
        await session.flush()
        (shown,) = await show_all(session, [practice], practice.language)
        return shown


async def suggested(
    session: AsyncSession, ask_id: UUID, user: str, practice_ids: Sequence[UUID], now: datetime
) -> None:
    """Practices were put before an asker, unasked; once for an ask."""
    for practice_id in practice_ids:
        if await look_at_practice(session, practice_id) is None:
            continue
        if await find_use(session, practice_id, user, ask_id, now) is None:
            session.add(_suggestion(practice_id, ask_id, user, now))
    await session.flush()


async def _use(change: Change, home: Home, shown: Shown, ask: Ask | None) -> None:
    practice, user = change.practice, home.member.user
    if ask is None:
        if await _known_use(change.session, practice, user, None, change.now) is None:
            _record(change, user, user, None, Way.SEARCHED)
        return
    if practice.state is PracticeState.DRAFT:
        raise NotShared
    known = await find_use(change.session, practice.id, ask.asker, ask.id, change.now)
    if known is None:
        _record(change, ask.asker, user, ask, Way.SHARED_IN_THREAD)
    elif known.way is not Way.SHARED_IN_THREAD:
        known.way, known.by = Way.SHARED_IN_THREAD, user
    else:
        return
    change.said.append(_in_thread(ask, home, shown))


def _in_thread(ask: Ask, home: Home, shown: Shown) -> Post:
    """Beside the ask's other messages: one subject, so that the order holds."""
    there = home.pod.id == ask.overflow_pod_id and home.pod.id != ask.pod_id
    channel, root = ask.channel, ask.thread_ts or PartOf(_CARD)
    if there and ask.overflow_channel:
        channel, root = ask.overflow_channel, ask.overflow_thread_ts or PartOf("overflow")
    card = views.in_thread(shown, home.member.name)
    return Post(
        subject=f"ask:{ask.id}",
        channel=channel,
        text=card.text,
        blocks=card.blocks,
        thread=root,
        priority=Priority.ADVICE,
    )


def _told(tools: Tools, shown: Shown, home: Home, ask: Ask | None) -> Used:
    if ask is None:
        return Used(shown)
    there = home.pod.id == ask.overflow_pod_id and home.pod.id != ask.pod_id
    channel = (ask.overflow_channel or ask.channel) if there else ask.channel
    root = ask.overflow_thread_ts if there else ask.thread_ts
    return Used(shown, ask.id, channel, tools.permalink(channel, root) if root else None)


async def _find_ask(
    session: AsyncSession, home: Home, ask_id: UUID | None, now: datetime
) -> Ask | None:
    """The ask that is meant, where its thread is the person's to write in."""
    member = home.member
    if ask_id is None:
        return await find_live_ask(session, member.team_id, member.user, LIVE, now - ONE_CALL)
    ask = await look_at_ask(session, ask_id)
    ours = ask is not None and home.pod.id in (ask.pod_id, ask.overflow_pod_id)
    return ask if ours and ask is not None and ask.team_id == member.team_id else None


async def _known_use(
    session: AsyncSession, practice: Practice, user: str, ask: Ask | None, now: datetime
) -> PracticeUse | None:
    ask_id = ask.id if ask is not None else None
    return await find_use(session, practice.id, user, ask_id, now - ONE_CALL)


def _record(change: Change, user: str, by: str, ask: Ask | None, way: Way) -> PracticeUse:
    use = PracticeUse(
        practice_id=change.practice.id,
        ask_id=ask.id if ask is not None else None,
        user=user,
        by=by,
        way=way,
        at=change.now,
    )
    change.session.add(use)
    _sign_of_life(change, user)
    return use


def _suggestion(practice_id: UUID, ask_id: UUID, user: str, now: datetime) -> PracticeUse:
    way = Way.SUGGESTED
    return PracticeUse(practice_id=practice_id, ask_id=ask_id, user=user, by=user, way=way, at=now)


def _sign_of_life(change: Change, user: str) -> None:
    """What others use need not be asked about."""
    practice = change.practice
    if user != practice.author:
        practice.used_at, practice.asked_owner_at = change.now, None
