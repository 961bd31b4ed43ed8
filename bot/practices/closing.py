"""A search in vain that somebody writes for is closed by what they save, or what they add to."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.pods.facts import Home
from bot.practices.drafts import Draft
from bot.practices.rules import LATELY
from bot.text.terms import words
from storage.practices import Gap, Practice
from storage.practices_gaps import close_gaps, list_gaps, look_at_gap

_FEWEST = 2  # a single word stands in much that does not answer it


async def close_gap(
    session: AsyncSession, home: Home, draft: Draft, practice: Practice, now: datetime
) -> None:
    """The search that the draft was written for has its answer, however it was written."""
    gap = await look_at_gap(session, draft.gap_id) if draft.gap_id else None
    if gap is not None and gap.pod_id == home.pod.id:
        await close_gaps(session, gap.pod_id, [gap.words], practice.id)
        asked = words(gap.words)
        await _close(session, home, practice, now, lambda other: words(other.words) == asked)


async def close_gaps_in(
    session: AsyncSession, home: Home, draft: Draft, practice: Practice, now: datetime
) -> None:
    """As `close_gap`, and every search whose words stand in the draft's situation: nothing of
    that is kept by which the practice would be found.
    """
    await close_gap(session, home, draft, practice, now)
    said = words(draft.situation)

    def stands_there(gap: Gap) -> bool:
        asked = words(gap.words)
        return asked == said or (len(set(asked)) >= _FEWEST and set(asked) <= set(said))

    await _close(session, home, practice, now, stands_there)


async def _close(
    session: AsyncSession,
    home: Home,
    practice: Practice,
    now: datetime,
    answers: Callable[[Gap], bool],
) -> None:
    gaps = await list_gaps(session, home.pod.id, now - LATELY)
    answered = {gap.words for gap in gaps if answers(gap)}
    await close_gaps(session, home.pod.id, answered, practice.id)
