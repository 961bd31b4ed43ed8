"""Undo: what the last change found is put back, as a change of its own."""

from datetime import datetime
from uuid import UUID

from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.practices.changes import Change, Tools, acting, changing
from bot.practices.content import put_back
from bot.practices.editing import changed_since
from bot.practices.facts import What
from bot.practices.undoable import get_undoable
from storage.practices import Practice, PracticeChange, PracticeState, Saying
from storage.practices_history import find_change
from storage.practices_reading import list_merged_at


async def undo(
    tools: Tools, delivery: Delivery, person: Person, practice_id: UUID, version: int
) -> Practice:
    """The last change, which made `version`, is taken back; done again, it stands again. What
    was merged is two practices again, and is merged again by a merge alone.

    Raises `Changed` where it is not the last one any more, `NothingToUndo` for what cannot be.
    """
    async with acting(tools, delivery, person, practice_id, itself=True) as (change, home):
        practice = change.practice
        if version != practice.version:
            raise changed_since(change)
        last = await get_undoable(change.session, practice, home)
        if last.what == What.TOOK_IN:
            await _part(change, home, last.at)
        await take_up(change, last)
        change.note(What.UNDONE)
        return practice


async def take_up(change: Change, last: PracticeChange) -> None:
    """Let the practice say what it said before `last`; each way to say it keeps its id."""
    was_archived = change.practice.state is PracticeState.ARCHIVED
    sayings: list[Saying] = put_back(change.practice, last.before or {})
    kept = {each.id for each in sayings}
    for each in change.sayings:
        if each.id not in kept:
            await change.session.delete(each)
    change.sayings[:] = [await change.session.merge(each) for each in sayings]
    if was_archived and change.practice.state is not PracticeState.ARCHIVED:
        _begin_anew(change.practice, change.now)


def _begin_anew(practice: Practice, now: datetime) -> None:
    """Out of the archive: what was due meanwhile does not happen the moment it is back."""
    if practice.ends_at is not None and practice.ends_at <= now:
        practice.ends_at = None
    if practice.suspended_at is None and practice.stale_at is None:
        practice.confirmed_at, practice.asked_owner_at = now, None


async def _part(change: Change, home: Home, at: datetime) -> None:
    """What was merged into the practice at that moment stands by itself again."""
    session = change.session
    for merged in await list_merged_at(session, change.practice.id, at):
        last = await find_change(session, merged.id, merged.version)
        if last is None or last.before is None or last.what != What.MERGED:
            continue
        async with changing(session, merged, change.now, home) as other:
            await take_up(other, last)
            other.note(What.UNDONE)
