"""What practices did on calls, and what was said against them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.advice_reading import look_at_ask
from storage.practices import (
    OPEN_STATES,
    Practice,
    PracticeUse,
    PracticeVerdict,
    Reach,
    Way,
    Word,
)
from storage.practices_reach import visible
from storage.practices_tallies import Counted, by_others, list_tallies

_AGAINST = (Word.WRONG, Word.OLD)


async def count_uses(
    session: AsyncSession, family: Mapping[UUID, UUID], since: datetime | None = None
) -> dict[UUID, Counted]:
    """What practices did for others, with what was merged into them, by the one that is shown;
    also what only the sum is kept of. `family` is as `list_family` answers it; whoever wrote or
    said any of one family is no other to it. With `since`, the uses since then.
    """
    if not family:
        return {}
    counts = (
        select(
            col(PracticeUse.practice_id),
            func.count(),
            func.count(col(PracticeUse.helped_at)),
        )
        .join(Practice, col(Practice.id) == col(PracticeUse.practice_id))
        .where(
            col(PracticeUse.practice_id).in_(family),
            *by_others(),
            *await _by_others_than_all(session, family),
            *([] if since is None else [col(PracticeUse.at) > since]),
        )
        .group_by(col(PracticeUse.practice_id))
    )
    sums = await list_tallies(session, family) if since is None else {}
    rows = [
        (practice, int(used), int(helped))
        for practice, used, helped in await session.execute(counts)
    ]
    rows += [(practice, *counted) for practice, counted in sums.items()]
    whole: dict[UUID, Counted] = {}
    for practice, used, helped in rows:
        before = whole.get(family[practice], Counted(0, 0))
        whole[family[practice]] = Counted(before.used + used, before.helped + helped)
    return whole


async def _by_others_than_all(
    session: AsyncSession, family: Mapping[UUID, UUID]
) -> list[ColumnElement[bool]]:
    """Of practices that took others in: uses by none of those whose they are."""
    kin: dict[UUID, list[UUID]] = {}
    for each, root in family.items():
        kin.setdefault(root, []).append(each)
    several = [ids for ids in kin.values() if len(ids) > 1]
    if not several:
        return []
    theirs = select(col(Practice.id), col(Practice.author), col(Practice.helper)).where(
        col(Practice.id).in_([each for ids in several for each in ids])
    )
    people: dict[UUID, set[str]] = {}
    for practice, author, helper in await session.execute(theirs):
        people.setdefault(family[practice], set()).update(filter(None, (author, helper)))
    return [
        not_(
            and_(
                col(PracticeUse.practice_id).in_(ids),
                col(PracticeUse.user).in_(people[family[ids[0]]]),
            )
        )
        for ids in several
    ]


async def find_use(
    session: AsyncSession, practice_id: UUID, user: str, ask_id: UUID | None, since: datetime
) -> PracticeUse | None:
    """The use of a practice on this ask; without one, somebody's last use since then."""
    mine = select(PracticeUse).where(
        col(PracticeUse.practice_id) == practice_id,
        col(PracticeUse.user) == user,
        col(PracticeUse.way) != Way.LINKED,
    )
    if ask_id is not None:
        mine = mine.where(col(PracticeUse.ask_id) == ask_id)
    else:
        mine = mine.where(col(PracticeUse.at) > since)
    return (await session.scalars(mine.order_by(col(PracticeUse.at).desc()))).first()


async def was_helped_with(session: AsyncSession, ask: UUID, asker: str) -> bool:
    """Whether somebody else put a practice into the thread of an ask."""
    put = select(col(PracticeUse.id)).where(
        col(PracticeUse.ask_id) == ask,
        col(PracticeUse.way) == Way.SHARED_IN_THREAD,
        col(PracticeUse.by) != asker,
    )
    return (await session.scalars(put.limit(1))).first() is not None


async def find_link(session: AsyncSession, practice_id: UUID, ask_id: UUID) -> PracticeUse | None:
    """The note that a practice says what resolved an ask."""
    it = select(PracticeUse).where(
        col(PracticeUse.practice_id) == practice_id,
        col(PracticeUse.ask_id) == ask_id,
        col(PracticeUse.way) == Way.LINKED,
    )
    return (await session.scalars(it)).first()


async def list_helpful(
    session: AsyncSession, reach: Reach, since: datetime, at_most: int = 100
) -> Sequence[UUID]:
    """What helped others since then, the most often first, of what somebody may see; also what
    was merged into another one since.
    """
    helped = func.count(col(PracticeUse.helped_at))
    stands = or_(col(Practice.state).in_(OPEN_STATES), col(Practice.merged_into).is_not(None))
    top = (
        select(col(PracticeUse.practice_id))
        .join(Practice, col(Practice.id) == col(PracticeUse.practice_id))
        .where(
            col(PracticeUse.at) > since,
            col(PracticeUse.helped_at).is_not(None),
            *by_others(),
            stands,
            *visible(reach),
        )
        .group_by(col(PracticeUse.practice_id))
        .order_by(helped.desc(), col(PracticeUse.practice_id))
        .limit(at_most)
    )
    return (await session.scalars(top)).all()


async def find_verdict(
    session: AsyncSession, practice_id: UUID, user: str, word: Word, since: datetime
) -> PracticeVerdict | None:
    """What somebody said against a practice since then, in the same word."""
    mine = select(PracticeVerdict).where(
        col(PracticeVerdict.practice_id) == practice_id,
        col(PracticeVerdict.user) == user,
        col(PracticeVerdict.word) == word,
        col(PracticeVerdict.at) > since,
    )
    return (await session.scalars(mine)).first()


async def count_against(session: AsyncSession, practice_id: UUID, since: datetime) -> int:
    """How many people called a practice wrong or old, since then."""
    against = select(func.count(func.distinct(col(PracticeVerdict.user)))).where(
        col(PracticeVerdict.practice_id) == practice_id,
        col(PracticeVerdict.word).in_(_AGAINST),
        col(PracticeVerdict.at) > since,
    )
    return await session.scalar(against) or 0


async def list_refused_by(
    session: AsyncSession, user: str, practice_ids: Collection[UUID]
) -> Sequence[PracticeVerdict]:
    """What somebody refused of these, so that it is not suggested to them again."""
    if not practice_ids:
        return ()
    theirs = select(PracticeVerdict).where(
        col(PracticeVerdict.user) == user, col(PracticeVerdict.practice_id).in_(practice_ids)
    )
    return (await session.scalars(theirs.order_by(col(PracticeVerdict.at)))).all()


async def add_link(
    session: AsyncSession, practice_id: UUID, ask_id: UUID, by: str, now: datetime
) -> None:
    """A practice says what resolved an ask; said again, nothing changes."""
    ask = await look_at_ask(session, ask_id)
    if ask is None or await find_link(session, practice_id, ask_id) is not None:
        return
    use = PracticeUse(
        practice_id=practice_id, ask_id=ask_id, user=ask.asker, by=by, way=Way.LINKED, at=now
    )
    session.add(use)
    await session.flush()
