"""A practice's way from draft to archive: shared, verified, confirmed, archived."""

from collections.abc import Callable
from uuid import UUID

from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.practices import speech
from bot.practices.changes import Change, Tools, acting
from bot.practices.facts import What
from bot.practices.rules import check_live, check_may_edit, check_may_verify, may_edit
from storage.practices import Practice, PracticeState

Deed = Callable[[Change, Home], bool]
"""What is done to a practice; whether that changed anything."""


async def share(
    tools: Tools, delivery: Delivery, person: Person, practice_id: UUID, why: str
) -> Practice:
    """A draft, to all whom its scope names."""
    return await _judge(tools, delivery, person, practice_id, why, What.SHARED, _share)


async def verify(
    tools: Tools, delivery: Delivery, person: Person, practice_id: UUID, why: str
) -> Practice:
    """By a coach, specialist, expert or leader: it holds as it stands now."""
    return await _judge(tools, delivery, person, practice_id, why, What.VERIFIED, _verify)


async def confirm(
    tools: Tools, delivery: Delivery, person: Person, practice_id: UUID, why: str
) -> Practice:
    """ "Still holds", by its owner or whoever verifies."""
    return await _judge(tools, delivery, person, practice_id, why, What.CONFIRMED, _confirm)


async def archive(
    tools: Tools, delivery: Delivery, person: Person, practice_id: UUID, why: str
) -> Practice:
    """Kept, and no longer found."""
    return await _judge(tools, delivery, person, practice_id, why, What.ARCHIVED, _archive)


async def _judge(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    practice_id: UUID,
    why: str,
    what: What,
    deed: Deed,
) -> Practice:
    """Done a second time, nothing changes."""
    reason = speech.field(tools.masker, "why", why).text
    async with acting(tools, delivery, person, practice_id) as (change, home):
        if deed(change, home):
            change.note(what, reason)
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
    practice = change.practice
    if not may_edit(practice, home):
        check_may_verify(practice, home)
    check_live(practice)
    return practice.confirmed_at != change.now


def _archive(change: Change, home: Home) -> bool:
    check_may_edit(change.practice, home)
    if change.practice.state is PracticeState.ARCHIVED:
        return False
    change.practice.state = PracticeState.ARCHIVED
    return True
