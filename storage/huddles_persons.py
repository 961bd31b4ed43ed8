"""What erasing a person does to huddles: what they asked goes from agendas and concerns, their
talks go, what they were to do passes on, and their name goes from what is stored as a whole.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from sqlalchemy import CursorResult, Text, delete, exists, func, or_, select, union, update
from sqlalchemy import cast as as_type
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice import Ask
from storage.former import FORMER
from storage.huddles import AgendaItem, Huddle, HuddleSchedule, ItemSource, ItemState
from storage.huddles_action_items import ActionItem
from storage.huddles_coaching import Coaching, CoachingItem
from storage.huddles_concerns import Concern, ConcernAsk
from storage.pods import Member, Role, list_members
from storage.practices import Gap

_PLAIN = {"synchronize_session": False}
_IN_TURN: Final = (Role.COACH, Role.TEAM_LEADER)


class Erased(NamedTuple):
    """Somebody as huddles name them; `alias` stands for them from now on. `names` are the ways in
    which their name is written, `keys` those of agenda items that repeat what they asked, and
    `searched` what they searched in vain.
    """

    user: str
    alias: str
    names: tuple[str, ...]
    pods: tuple[UUID, ...]
    keys: frozenset[str]
    searched: frozenset[str]

    def said(self, item: AgendaItem) -> bool:
        """Whether it repeats their words."""
        if item.source is ItemSource.GAP:
            return any(f"“{each}”" in item.text for each in self.searched)
        return item.key in self.keys


async def find_erased(
    session: AsyncSession, user: str, alias: str, names: Collection[str]
) -> Erased:
    """In which pods their name may stand, and what repeats their questions."""
    listed = as_type(col(Huddle.people), Text).like(f'%"{user}"%')
    theirs = union(
        select(col(Member.pod_id)).where(col(Member.user) == user),
        select(col(Ask.pod_id)).where(col(Ask.asker) == user),
        select(col(Gap.pod_id)).where(col(Gap.user) == user),
        select(col(AgendaItem.pod_id)).where(
            or_(col(AgendaItem.by) == user, col(AgendaItem.hand_to) == user)
        ),
        select(col(Huddle.pod_id)).where(or_(col(Huddle.runs_it) == user, listed)),
    )
    pods = (await session.scalars(theirs)).all()
    asked = (await session.scalars(select(col(Ask.id)).where(col(Ask.asker) == user))).all()
    began = (await session.scalars(_concerns_of(user))).all()
    keys = {f"{kind}:{each}" for each in asked for kind in ("ask", "corrected")}
    keys |= {f"concern:{each}" for each in began}
    vain = (await session.scalars(select(col(Gap.words)).where(col(Gap.user) == user))).all()
    written = sorted(filter(None, names), key=len, reverse=True)
    return Erased(user, alias, tuple(written), tuple(pods), frozenset(keys), frozenset(vain))


async def rewrite_huddles(
    session: AsyncSession, erased: Erased, after: UUID | None, at_most: int
) -> tuple[int, UUID | None]:
    """Of some huddles from beyond `after`: their name goes from who was expected and from the
    recap, and so do its lines that repeat what they asked. How many were changed, and where the
    next batch begins; None after the last. To be called before the agendas lose the same words.
    """
    some = select(Huddle).where(col(Huddle.pod_id).in_(erased.pods))
    if after is not None:
        some = some.where(col(Huddle.id) > after)
    locked = some.order_by(col(Huddle.id)).limit(at_most).with_for_update()
    found = (await session.scalars(locked)).all()
    said = await _words_of(session, erased, {each.agenda_id for each in found})
    changed = 0
    for huddle in found:
        words = said.get(huddle.agenda_id, [])
        lines = [each for each in huddle.lines if not _repeats(each, words)]
        people, lines = _without(huddle.people, erased), _without(lines, erased)
        if (people, lines) != (huddle.people, huddle.lines):
            huddle.people, huddle.lines = people, lines
            changed += 1
    return changed, found[-1].id if found else None


async def rewrite_items(
    session: AsyncSession, erased: Erased, after: UUID | None, at_most: int
) -> tuple[int, UUID | None]:
    """As `rewrite_huddles`, of the agendas: what repeats their questions says nothing any more."""
    some = select(AgendaItem).where(col(AgendaItem.pod_id).in_(erased.pods))
    if after is not None:
        some = some.where(col(AgendaItem.id) > after)
    locked = some.order_by(col(AgendaItem.id)).limit(at_most).with_for_update()
    found = (await session.scalars(locked)).all()
    changed = sum(_rewrite(item, erased) for item in found)
    return changed, found[-1].id if found else None


async def forget_concerns(session: AsyncSession, user: str, at_most: int) -> int:
    """What the pod was asked again and again in their words; how many."""
    some = _concerns_of(user).limit(at_most)
    words = update(Concern).where(col(Concern.id).in_(some))
    return await _run(session, words.values(question="", vector=b""))


async def forget_talks(session: AsyncSession, user: str, at_most: int) -> int:
    """Talks about them, and those that they alone prepared, go with all that belongs to them."""
    alone = (col(Coaching.coach) == user) & col(Coaching.shared_at).is_(None)
    some = select(col(Coaching.id)).where(or_(col(Coaching.rep) == user, alone))
    ids = (await session.scalars(some.order_by(col(Coaching.id)).limit(at_most))).all()
    for part in (ActionItem, CoachingItem):
        await _run(session, delete(part).where(col(part.coaching_id).in_(ids)))
    await _run(session, delete(Coaching).where(col(Coaching.id).in_(ids)))
    return len(ids)


async def forget_lines(session: AsyncSession, user: str, now: datetime, at_most: int) -> int:
    """What they wrote for talks with others, which are over now; how many lines and talks."""
    some = select(col(CoachingItem.id)).where(col(CoachingItem.by) == user).limit(at_most)
    lines = await _run(session, delete(CoachingItem).where(col(CoachingItem.id).in_(some)))
    theirs = select(col(Coaching.id)).where(
        col(Coaching.coach) == user, col(Coaching.ended_at).is_(None)
    )
    over = update(Coaching).where(col(Coaching.id).in_(theirs.limit(at_most)))
    return lines + await _run(session, over.values(ended_at=now))


async def hand_over(session: AsyncSession, user: str, alias: str, at_most: int) -> int:
    """What they were still to do passes to a coach of the pod, or to its leader; where there is
    neither, it waits under the alias. How many.
    """
    some = select(ActionItem).where(
        col(ActionItem.owner) == user,
        col(ActionItem.closed_at).is_(None),
        col(ActionItem.coaching_id).is_(None),
    )
    locked = some.order_by(col(ActionItem.id)).limit(at_most).with_for_update()
    found = (await session.scalars(locked)).all()
    for action in found:
        action.owner, action.owner_name = await _who_takes_over(session, action.pod_id, alias)
    return len(found)


async def leave_turns(session: AsyncSession, email: str) -> int:
    """They run no pod's huddles any more; of how many pods they did by their address."""
    if not email:
        return 0
    named = as_type(col(HuddleSchedule.fields), Text).contains(email, autoescape=True)
    found = (await session.scalars(select(HuddleSchedule).where(named).with_for_update())).all()
    for schedule in found:
        runs = schedule.fields.get("runs_it") or []
        left = [each for each in runs if each.lower() != email.lower()]
        schedule.fields = {**schedule.fields, "runs_it": left}
    return len(found)


async def _who_takes_over(session: AsyncSession, pod_id: UUID, alias: str) -> tuple[str, str]:
    members = await list_members(session, pod_id)
    for role in _IN_TURN:
        for member in members:
            if member.role is role:
                return member.user, member.name
    return alias, FORMER


def _concerns_of(user: str) -> Any:
    """Those that say what this person asked: they began with it, or say it in the same words."""
    first = (
        select(func.min(col(ConcernAsk.asked_at)))
        .where(col(ConcernAsk.concern_id) == col(Concern.id))
        .correlate(Concern)
        .scalar_subquery()
    )
    theirs = (
        select(col(ConcernAsk.ask_id))
        .join(Ask, col(Ask.id) == col(ConcernAsk.ask_id))
        .where(
            col(ConcernAsk.concern_id) == col(Concern.id),
            col(Ask.asker) == user,
            or_(
                col(ConcernAsk.asked_at) == first,
                func.trim(col(Ask.question)) == func.trim(col(Concern.question)),
            ),
        )
    )
    return select(col(Concern.id)).where(col(Concern.question) != "", exists(theirs))


async def _words_of(
    session: AsyncSession, erased: Erased, agendas: Collection[UUID]
) -> Mapping[UUID, list[str]]:
    """By agenda, what stands on it in words of theirs."""
    said: dict[UUID, list[str]] = {}
    items = select(AgendaItem).where(col(AgendaItem.agenda_id).in_(agendas))
    for item in await session.scalars(items):
        if item.text and erased.said(item):
            said.setdefault(item.agenda_id, []).append(item.text)
    return said


def _repeats(line: Mapping[str, Any], words: Sequence[str]) -> bool:
    return any(each in str(line.get(part, "")) for part in ("text", "about") for each in words)


def _rewrite(item: AgendaItem, erased: Erased) -> bool:
    """Whether something was changed."""
    before = (item.text, item.detail, item.again, item.refs)
    if erased.said(item):
        item.text, item.detail, item.again, item.refs = "", "", "", {}
        item.state = ItemState.DROPPED
        if item.source is ItemSource.GAP:
            item.key = f"gone:{item.id}"  # the words stand in it
    if item.source is not ItemSource.MEMBER:  # else somebody typed it
        item.text = _without(item.text, erased)
    item.detail, item.again = _without(item.detail, erased), _without(item.again, erased)
    item.refs = _without(item.refs, erased)
    return before != (item.text, item.detail, item.again, item.refs)


def _without(part: Any, erased: Erased) -> Any:
    """A stored value in which another name stands for theirs."""
    if isinstance(part, list):
        return [_without(each, erased) for each in part]
    if isinstance(part, Mapping):
        return {key: _without(each, erased) for key, each in part.items()}
    if not isinstance(part, str):
        return part
    if part == erased.user:
        return erased.alias
    for name in erased.names:
        part = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", FORMER, part)
    return part


async def _run(session: AsyncSession, statement: Any) -> int:
    done = await session.execute(statement, execution_options=_PLAIN)
    return cast(CursorResult[Any], done).rowcount
