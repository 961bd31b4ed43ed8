"""Whether the last change of a practice can be taken back, and by whom."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.pods.facts import Home
from bot.practices.errors import NothingToUndo, OnlyTheOwnerOrACoach
from bot.practices.facts import What
from bot.practices.rules import may_edit
from storage.practices import Practice, PracticeChange, PracticeState
from storage.practices_history import find_change

# What time or others brought about is answered with a look, and not taken back.
_NOT_UNDONE: Final = frozenset({What.SUSPENDED, What.STALE, What.HANDED_OVER})
_MERGES: Final = frozenset({What.MERGED, What.TOOK_IN})
# What anybody may do to a practice that is not theirs, and take back.
_BY_ANYBODY: Final = frozenset({What.TOOK_IN, What.LINKED})


async def get_undoable(session: AsyncSession, practice: Practice, home: Home) -> PracticeChange:
    """What was done last. Raises `OnlyTheOwnerOrACoach`, and `NothingToUndo` for what cannot be
    taken back.
    """
    last = await find_change(session, practice.id, practice.version)
    if last is None or not _is_theirs(practice, last, home):
        raise OnlyTheOwnerOrACoach
    if not await _can_be_undone(session, practice, last, home):
        raise NothingToUndo
    return last


async def may_undo(session: AsyncSession, practice: Practice, home: Home) -> bool:
    """Whether `get_undoable` answers something."""
    try:
        await get_undoable(session, practice, home)
    except (OnlyTheOwnerOrACoach, NothingToUndo):
        return False
    return True


def _is_theirs(practice: Practice, last: PracticeChange, home: Home) -> bool:
    """The owner's, a coach's; of whoever added something to a colleague's, what they added."""
    added = last.what in _BY_ANYBODY and last.who == home.member.user
    return added or may_edit(practice, home)


async def _can_be_undone(
    session: AsyncSession, practice: Practice, last: PracticeChange, home: Home
) -> bool:
    """A merge that was taken back is made anew by a merge alone: undo knows one side of it."""
    if last.before is None or last.what in _NOT_UNDONE:
        return False
    if last.before["state"] == PracticeState.DRAFT and practice.author != home.member.user:
        return False  # its author alone would see it
    if last.what != What.UNDONE:
        return True
    undone = await find_change(session, practice.id, last.version - 1)
    return undone is None or undone.what not in _MERGES
