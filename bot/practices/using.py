"""A practice on a call: put into the ask's thread or before one person, and whether it helped."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.practices.changes import Change, Tools, acting
from bot.practices.errors import AskGone, AskIsOver, NotShared, OnlyTheAsker
from bot.practices.facts import Shown, Used
from bot.practices.figures import note_helped, note_use
from bot.practices.in_threads import in_threads, is_there
from bot.practices.rules import ONE_CALL, check_live, is_reuse
from bot.practices.showing import show_all
from bot.text.languages import language
from storage.advice import LIVE, Ask
from storage.advice_reading import find_live_ask, look_at_ask
from storage.practices import Practice, PracticeState, PracticeUse, Way
from storage.practices_uses import find_use


async def use(
    tools: Tools, delivery: Delivery, person: Person, practice_id: UUID, ask_id: UUID | None
) -> Used:
    """ "Use on this call": into the thread of the ask, or of the person's newest live one; without
    one it is theirs alone. Pressed again, it is not posted again.
    """
    async with acting(tools, delivery, person, practice_id) as (change, home):
        check_live(change.practice)
        ask = await _find_ask(change.session, home, ask_id, delivery.now)
        if change.practice.state is PracticeState.DRAFT:
            ask = None  # nobody else is to see it
        words = language(ask.question) if ask is not None else change.practice.language
        (shown,) = await show_all(change.session, [change.practice], words)
        await _use(change, home, shown, ask)
        return _told(tools, shown, home, ask)


async def put(
    tools: Tools, delivery: Delivery, person: Person, practice_id: UUID, ask_id: UUID
) -> Used:
    """ "Put it in the thread" of an ask that waits. Raises `AskGone`, `NotShared` or `AskIsOver`
    rather than to say that it stands where it does not.
    """
    async with acting(tools, delivery, person, practice_id) as (change, home):
        check_live(change.practice)
        if change.practice.state is PracticeState.DRAFT:
            raise NotShared
        ask = await _find_ask(change.session, home, ask_id, delivery.now)
        if ask is None:
            raise AskGone
        if ask.state not in LIVE:
            raise AskIsOver
        (shown,) = await show_all(change.session, [change.practice], language(ask.question))
        await _use(change, home, shown, ask)
        return _told(tools, shown, home, ask)


async def helped(
    tools: Tools, delivery: Delivery, person: Person, practice_id: UUID, ask_id: UUID | None
) -> Shown:
    """It worked on this call: said again, it counts once. Raises `OnlyTheAsker` where `ask_id`
    names somebody else's.
    """
    async with acting(tools, delivery, person, practice_id) as (change, home):
        practice, session = change.practice, change.session
        check_live(practice)
        ask = await _find_ask(session, home, ask_id, delivery.now)
        if ask is not None and ask.asker != person.user:
            raise OnlyTheAsker(ask.asker_name)
        used = await _known_use(session, practice, person.user, ask, delivery.now)
        if used is None:
            used = await _record(change, person.user, person.user, ask, Way.SEARCHED)
        if used.helped_at is None:
            await note_helped(session, used.ask_id)
            used.helped_at = delivery.now
            sign_of_life(change, person.user)
            if is_reuse(practice, person.user):
                practice.stale_at = None
        await session.flush()
        (shown,) = await show_all(session, [practice], practice.language)
        return shown


async def _use(change: Change, home: Home, shown: Shown, ask: Ask | None) -> None:
    practice, user = change.practice, home.member.user
    if ask is None:
        known = await _known_use(change.session, practice, user, None, change.now)
        if known is None or _was_only_suggested(known):
            await _record(change, user, user, None, Way.SEARCHED)
        return
    known = await find_use(change.session, practice.id, ask.asker, ask.id, change.now)
    said = await in_threads(change.session, home, shown, ask, change.now)
    if known is None:
        await _record(change, ask.asker, user, ask, Way.SHARED_IN_THREAD)
    elif known.way is not Way.SHARED_IN_THREAD:
        await note_use(change.session, Way.SHARED_IN_THREAD, ask.id)
        known.way, known.by = Way.SHARED_IN_THREAD, user
        sign_of_life(change, ask.asker)
    else:
        return
    change.said += said


def _told(tools: Tools, shown: Shown, home: Home, ask: Ask | None) -> Used:
    if ask is None:
        return Used(shown)
    there = is_there(home, ask)
    channel = (ask.overflow_channel or ask.channel) if there else ask.channel
    root = ask.overflow_thread_ts if there else ask.thread_ts
    return Used(shown, ask.id, channel, tools.permalink(channel, root) if root else None)


async def _find_ask(
    session: AsyncSession, home: Home, ask_id: UUID | None, now: datetime
) -> Ask | None:
    """The ask that is meant, where its thread is the person's to write in."""
    member = home.member
    if ask_id is None:
        return await find_live_ask(session, member.team_id, member.user, now - ONE_CALL)
    ask = await look_at_ask(session, ask_id)
    ours = ask is not None and home.pod.id in (ask.pod_id, ask.overflow_pod_id)
    return ask if ours and ask is not None and ask.team_id == member.team_id else None


async def _known_use(
    session: AsyncSession, practice: Practice, user: str, ask: Ask | None, now: datetime
) -> PracticeUse | None:
    ask_id = ask.id if ask is not None else None
    return await find_use(session, practice.id, user, ask_id, now - ONE_CALL)


def _was_only_suggested(use: PracticeUse) -> bool:
    """Nobody took it then."""
    return use.way is Way.SUGGESTED and use.helped_at is None


async def _record(change: Change, user: str, by: str, ask: Ask | None, way: Way) -> PracticeUse:
    ask_id = ask.id if ask is not None else None
    await note_use(change.session, way, ask_id)
    use = PracticeUse(
        practice_id=change.practice.id,
        ask_id=ask_id,
        user=user,
        by=by,
        way=way,
        at=change.now,
    )
    change.session.add(use)
    sign_of_life(change, user)
    return use


def sign_of_life(change: Change, user: str) -> None:
    """What others use need not be asked about."""
    practice = change.practice
    if is_reuse(practice, user):
        practice.used_at, practice.asked_owner_at = change.now, None
