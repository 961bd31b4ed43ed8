"""A practice's way from draft to archive: shared, verified, confirmed, archived."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.practices.changes import Change, Tools, acting
from bot.practices.editing import check_unchanged
from bot.practices.errors import ChangedSince
from bot.practices.facts import What
from bot.practices.rules import (
    ONE_CALL,
    check_live,
    check_may_edit,
    check_may_verify,
    may_verify,
)
from storage.practices import Practice, PracticeState

Deed = Callable[[Change, Home], bool]
"""What is done to a practice; whether that changed anything."""


async def judge(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    practice_id: UUID,
    what: What,
    version: int | None = None,
) -> Practice:
    """`what` is one of `DEEDS`; done a second time, nothing changes. With the `version` that was
    seen, raises `Changed` where it has other words by now.
    """
    async with acting(tools, delivery, person, practice_id, itself=True) as (change, home):
        if version is not None:
            await check_unchanged(change, version, ChangedSince)
        if DEEDS[what](change, home):
            change.note(what)
        return change.practice


def _share(change: Change, home: Home) -> bool:
    practice = change.practice
    check_may_edit(practice, home)
    check_live(practice)
    if practice.state is not PracticeState.DRAFT:
        return False
    practice.state = PracticeState.SHARED
    return True


def _verify(change: Change, home: Home) -> bool:
    practice, member = change.practice, home.member
    check_may_verify(practice, home)
    check_live(practice)
    in_doubt = practice.suspended_at or practice.stale_at
    if practice.state is PracticeState.VERIFIED and not in_doubt:
        return False
    practice.state = PracticeState.VERIFIED
    practice.verified_by, practice.verified_at = member.user, change.now
    return True


def _confirm(change: Change, home: Home) -> bool:
    """By its owner or whoever verifies. Said again on the same call, it says nothing new."""
    practice = change.practice
    if not may_verify(practice, home):
        check_may_edit(practice, home)
    check_live(practice)
    if practice.suspended_at or practice.stale_at or practice.asked_owner_at:
        return True
    return practice.confirmed_at is None or change.now - practice.confirmed_at >= ONE_CALL


def _archive(change: Change, home: Home) -> bool:
    check_may_edit(change.practice, home)
    if change.practice.state is PracticeState.ARCHIVED:
        return False
    change.practice.state = PracticeState.ARCHIVED
    return True


DEEDS: Final[dict[What, Deed]] = {
    What.SHARED: _share,
    What.VERIFIED: _verify,
    What.CONFIRMED: _confirm,
    What.ARCHIVED: _archive,
}
