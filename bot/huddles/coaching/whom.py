"""Whose talk somebody means by what they typed or chose: found, or begun by a coach. Who has none
ahead that they may see reads the last one that was shared with them.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PodlineError
from bot.huddles.coaching.errors import (
    ForTheLeader,
    InAnotherPod,
    NobodyOfThatName,
    NotOnARoster,
    Oneself,
    OnlyCoaches,
)
from bot.huddles.coaching.facts import Choice
from bot.huddles.coaching.rules import is_coach, may_coach
from bot.huddles.coaching.typed import Meant, of_that_name
from storage.huddles_coaching import Coaching, get_open, list_open, list_talked
from storage.pods import Home, MemberFacts, find_member, list_members


async def find(session: AsyncSession, home: Home, meant: Meant, now: datetime) -> Coaching | Choice:
    """Their talk; where nobody is named, the only one that there is for a rep, else the last one,
    or a choice.
    """
    if meant.user is not None:
        return await find_with(session, home, meant.user, now)
    theirs = await _open_talks(session, home)
    if meant.name:
        return await _named(session, home, meant.name, theirs, now)
    if not is_coach(home):
        own = theirs or (await _talked(session, home))[:1]
        if len(own) == 1:
            return own[0]
    members = await list_members(session, home.pod.id) if is_coach(home) else []
    return _choice(home, members, theirs)


async def find_with(session: AsyncSession, home: Home, user: str, now: datetime) -> Coaching:
    """The open talk of these two, begun where a coach asks for it; else the last that the other
    one shared. Raises why there is none.
    """
    if user == home.member.user:
        raise Oneself
    for shared in await _open_talks(session, home):
        if shared.coach == user:
            return shared
    last = next((each for each in await _talked(session, home) if each.coach == user), None)
    if not is_coach(home):
        return _or_why(last, OnlyCoaches())
    other = await find_member(session, home.member.team_id, user)
    if other is None:
        raise NotOnARoster
    if other.pod.id != home.pod.id:
        raise InAnotherPod(other.member.name)
    if not may_coach(home, other.member):
        return _or_why(last, ForTheLeader(other.member.name))
    found = await get_open(session, _begun(home, other.member, now))
    found.pod_id = home.pod.id  # where both work now
    await session.flush()
    return found


async def _open_talks(session: AsyncSession, home: Home) -> list[Coaching]:
    """Whoever coaches no more has those alone that were shared with them."""
    theirs = await list_open(session, home.member.team_id, home.member.user)
    return [each for each in theirs if is_coach(home) or each.rep == home.member.user]


async def _talked(session: AsyncSession, home: Home) -> list[Coaching]:
    return list(await list_talked(session, home.member.team_id, home.member.user))


def _or_why(found: Coaching | None, why: PodlineError) -> Coaching:
    if found is None:
        raise why
    return found


async def _named(
    session: AsyncSession, home: Home, name: str, theirs: Sequence[Coaching], now: datetime
) -> Coaching | Choice:
    """Whom of the pod; a rep names a coach who shared a talk with them."""
    members = await list_members(session, home.pod.id)
    if not is_coach(home):
        coaches = {each.coach for each in (*theirs, *await _talked(session, home))}
        members = [each for each in members if each.user in coaches]
    found = of_that_name(name, members)
    if not found:
        raise NobodyOfThatName(name) if is_coach(home) else OnlyCoaches
    if len(found) == 1:
        return await find_with(session, home, found[0].user, now)
    return _choice(home, found, theirs)


def _choice(home: Home, members: Sequence[MemberFacts], theirs: Sequence[Coaching]) -> Choice:
    """Without whom they may not talk with; by name."""
    people = [each for each in members if may_coach(home, each)]
    people.sort(key=lambda each: each.name.casefold())
    return Choice(home.member.user, is_coach(home), tuple(people), tuple(theirs))


def _begun(home: Home, rep: MemberFacts, now: datetime) -> Coaching:
    return Coaching(
        team_id=home.member.team_id,
        pod_id=home.pod.id,
        coach=home.member.user,
        coach_name=home.member.name,
        rep=rep.user,
        rep_name=rep.name,
        made_at=now,
    )
