"""Where a person is named inside what is stored as a whole: old versions of practices, and what was
sent. Names that people typed into their texts are not looked for: nothing tells them from words.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final, cast

from sqlalchemy import CursorResult, Text, delete, select, update
from sqlalchemy import cast as as_type
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.former import FORMER
from storage.outbox import OutboxRow, RowState
from storage.practices import PracticeChange

_NAMED: Final = {"owner": None, "verified_by": None, "helper": "helper_name"}
_PLAIN = {"synchronize_session": False}
_SETTLED: Final = (RowState.SENT, RowState.DEAD)


async def rename_in_history(session: AsyncSession, user: str, alias: str, at_most: int) -> int:
    """Let `alias` stand for them in what some practices once said; how many entries."""
    named = as_type(col(PracticeChange.before), Text).like(f'%"{user}"%')
    some = select(col(PracticeChange.id), col(PracticeChange.before)).where(named).limit(at_most)
    found = (await session.execute(some)).all()
    for change_id, before in found:
        mine = update(PracticeChange).where(col(PracticeChange.id) == change_id)
        renamed = mine.values(before=_renamed(before, user, alias))
        await session.execute(renamed, execution_options=_PLAIN)
    return len(found)


async def forget_sent(
    session: AsyncSession, user: str, named: Collection[str], after: int, at_most: int
) -> tuple[int, int | None]:
    """Of some rows that were sent or refused, from beyond `after`: forget those that name the
    person, as one of `named` or by their id. How many went, and where the next batch begins;
    None after the last.
    """
    settled = (
        select(col(OutboxRow.seq), col(OutboxRow.channel), col(OutboxRow.body))
        .where(col(OutboxRow.state).in_(_SETTLED), col(OutboxRow.seq) > after)
        .order_by(col(OutboxRow.seq))
        .limit(at_most)
    )
    rows = (await session.execute(settled)).all()
    theirs = [seq for seq, channel, body in rows if channel == user or names(body, (user, *named))]
    if theirs:
        gone = delete(OutboxRow).where(col(OutboxRow.seq).in_(theirs))
        done = await session.execute(gone, execution_options=_PLAIN)
        return cast(CursorResult[Any], done).rowcount, rows[-1][0]
    return 0, rows[-1][0] if rows else None


def names(part: Any, named: Collection[str]) -> bool:
    """Whether what Slack was sent speaks of somebody, as one of `named`."""
    if isinstance(part, Mapping):
        return any(names(each, named) for each in part.values())
    if isinstance(part, list):
        return any(names(each, named) for each in part)
    return isinstance(part, str) and any(each and each in part for each in named)


def _renamed(before: Any, user: str, alias: str) -> Any:
    """An old version of a practice, without the person."""
    if isinstance(before, list):
        return [_renamed(each, user, alias) for each in before]
    if not isinstance(before, Mapping):
        return before
    new = {key: _renamed(each, user, alias) for key, each in before.items()}
    for column, named in {**_NAMED, "author": "author_name"}.items():
        if before.get(column) == user:
            new[column] = alias
            if named is not None:
                new[named] = FORMER
    return new
