"""A talk as one of its two people sees it, read in the open session; and who they are to it."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.coaching.errors import NoLonger, NotForYou
from bot.huddles.coaching.facts import EARLIER_SHOWN, FIRST_LOOKS_BACK, Past, Seen, Talk
from bot.huddles.coaching.rules import may_coach, may_reopen
from storage.huddles_coaching import (
    Coaching,
    find_coaching,
    find_open,
    list_actions,
    list_actions_made,
    list_ended,
    list_kept_lines,
    list_lines,
)
from storage.huddles_coaching_seen import list_answers, list_decisions, list_practices_of
from storage.pods import Home, find_member, list_covered_pods


async def get_coaching(
    session: AsyncSession, home: Home, coaching_id: UUID, *, lock: bool = False
) -> Coaching:
    """A talk of theirs. Raises `NotForYou` for every other, and to its rep until it is shared;
    `NoLonger` where its coach may not see its rep's work any more.
    """
    found = await find_coaching(session, home.member.team_id, coaching_id, lock=lock)
    me = home.member.user
    if found is None or not (
        me == found.coach or (me == found.rep and found.shared_at is not None)
    ):
        raise NotForYou
    if me == found.coach:
        rep = await find_member(session, found.team_id, found.rep)
        if rep is None or not may_coach(home, rep.member):
            raise NoLonger(found.rep_name)
    return found


async def read_talk(
    session: AsyncSession, coaching: Coaching, home: Home, now: datetime, *, masked: bool = False
) -> Talk:
    """As it stands now."""
    viewer = home.member.user
    before = await list_ended(session, coaching, 1)
    since = before[0].ended_at if before else None
    lines = await list_lines(session, [coaching.id])
    is_over = coaching.ended_at is not None
    made = await list_actions_made(session, [coaching.id]) if is_over else ()
    return Talk(
        coaching=coaching,
        viewer=viewer,
        today=now.astimezone(ZoneInfo(home.market.timezone)).date(),
        since=since,
        seen=Seen() if is_over else await _look(session, coaching, since),
        lines=tuple(each for each in lines if not is_over or each.done_at),
        actions=tuple(made if is_over else await list_actions(session, coaching)),
        earlier=() if is_over else await _earlier(session, coaching, viewer),
        kept=tuple(await list_kept_lines(session, coaching, viewer)) if is_over else (),
        has_next=is_over and await _has_next(session, coaching, viewer),
        reopens=may_reopen(coaching, viewer, now),
        masked=masked,
    )


async def _look(session: AsyncSession, coaching: Coaching, since: datetime | None) -> Seen:
    """The rep's own pod, and those whose questions come to it."""
    moment = since or coaching.made_at - FIRST_LOOKS_BACK
    pods = [coaching.pod_id]
    pods += [each.pod.id for each in await list_covered_pods(session, coaching.pod_id)]
    team, rep = coaching.team_id, coaching.rep
    return Seen(
        tuple(await list_answers(session, pods, rep, moment)),
        tuple(await list_practices_of(session, team, rep, coaching.pod_id, moment)),
        tuple(await list_decisions(session, team, rep, moment)),
    )


async def _earlier(session: AsyncSession, coaching: Coaching, viewer: str) -> tuple[Past, ...]:
    shared = viewer == coaching.rep
    talks = await list_ended(session, coaching, EARLIER_SHOWN, shared=shared)
    ids = [each.id for each in talks]
    lines: dict[UUID, list[str]] = {each: [] for each in ids}
    agreed: dict[UUID, list[str]] = {each: [] for each in ids}
    for line in await list_lines(session, ids):
        if line.done_at is not None:
            lines[line.coaching_id].append(line.text)
    for action in await list_actions_made(session, ids):
        if action.coaching_id is not None:
            agreed[action.coaching_id].append(action.text)
    return tuple(
        Past(each.ended_at, tuple(lines[each.id]), tuple(agreed[each.id]))
        for each in talks
        if each.ended_at is not None
    )


async def _has_next(session: AsyncSession, coaching: Coaching, viewer: str) -> bool:
    following = await find_open(session, coaching.coach, coaching.rep)
    if following is None:
        return False
    return viewer == following.coach or following.shared_at is not None
